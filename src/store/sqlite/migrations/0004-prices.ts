/** What a call cost is a matter of the prices one knows, not of the call; whether it went through a batch is the call's. */
export const prices = `
ALTER TABLE call DROP COLUMN cost_usd;
ALTER TABLE call ADD COLUMN in_batch INTEGER NOT NULL DEFAULT 0;
UPDATE call SET in_batch = 1 WHERE duration_ms = 0 AND request IN (SELECT request FROM batch_request);
`;
