/** The ledger tells how each request ended, all its tokens and its price; the way of asking that an endpoint takes is kept. */
export const ledger = `
ALTER TABLE call ADD COLUMN outcome TEXT NOT NULL DEFAULT 'answered';
ALTER TABLE call ADD COLUMN cached_tokens INTEGER;
ALTER TABLE call ADD COLUMN reasoning_tokens INTEGER;
ALTER TABLE call ADD COLUMN cost_usd REAL;

CREATE TABLE working_step (
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  step TEXT NOT NULL,
  PRIMARY KEY (endpoint, model)
);
`;
