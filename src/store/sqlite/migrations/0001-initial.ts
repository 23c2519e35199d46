/** Artifacts, attempts with inputs, outputs and lineage, runs, and the ledger of calls. */
export const initial = `
CREATE TABLE artifact (
  hash TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  schema_version INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX artifact_kind ON artifact (kind);

CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  command TEXT NOT NULL,
  options_json TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  exit_code INTEGER
);

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES run (id),
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  parts_json TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'done', 'rejected', 'failed')),
  reason TEXT,
  evidence_json TEXT,
  started_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX attempt_fingerprint ON attempt (fingerprint);
CREATE INDEX attempt_unit ON attempt (stage, subject);
CREATE INDEX attempt_run ON attempt (run);

CREATE TABLE attempt_input (
  attempt INTEGER NOT NULL REFERENCES attempt (id),
  position INTEGER NOT NULL,
  artifact TEXT NOT NULL REFERENCES artifact (hash),
  PRIMARY KEY (attempt, position)
);

CREATE TABLE attempt_output (
  attempt INTEGER NOT NULL REFERENCES attempt (id),
  position INTEGER NOT NULL,
  artifact TEXT NOT NULL REFERENCES artifact (hash),
  subject TEXT NOT NULL,
  narrowed INTEGER NOT NULL,
  PRIMARY KEY (attempt, position)
);
CREATE INDEX attempt_output_artifact ON attempt_output (artifact);
CREATE INDEX attempt_output_subject ON attempt_output (subject);

CREATE TABLE lineage (
  attempt INTEGER NOT NULL,
  position INTEGER NOT NULL,
  input TEXT NOT NULL REFERENCES artifact (hash),
  PRIMARY KEY (attempt, position, input),
  FOREIGN KEY (attempt, position) REFERENCES attempt_output (attempt, position)
);

CREATE TABLE run_attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES run (id),
  attempt INTEGER NOT NULL REFERENCES attempt (id),
  how TEXT NOT NULL CHECK (how IN ('executed', 'cached'))
);
CREATE INDEX run_attempt_attempt ON run_attempt (attempt, run, id);
CREATE INDEX run_attempt_run ON run_attempt (run);

CREATE TABLE call (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request TEXT NOT NULL,
  attempt INTEGER REFERENCES attempt (id),
  work TEXT NOT NULL,
  author_json TEXT NOT NULL,
  request_json TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  response_json TEXT,
  input_tokens INTEGER,
  output_tokens INTEGER,
  started_at TEXT NOT NULL,
  duration_ms REAL NOT NULL
);
CREATE INDEX call_request ON call (request);
CREATE INDEX call_attempt ON call (attempt);
`;
