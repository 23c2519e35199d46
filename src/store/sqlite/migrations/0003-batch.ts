/** The requests that were written to batch files, so that a result can be told by its id alone. */
export const batch = `
CREATE TABLE batch_request (
  request TEXT NOT NULL PRIMARY KEY,
  attempt INTEGER REFERENCES attempt (id),
  work TEXT NOT NULL,
  author_json TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  request_json TEXT NOT NULL,
  exported_at TEXT NOT NULL,
  error_json TEXT
);
`;
