import type { Generated } from 'kysely';
import type { Attempt, CallOutcome } from '../store.ts';

/** The tables as the queries see them; the migrations define them. Columns named `..._json` hold JSON text. */
export interface Tables {
  readonly artifact: ArtifactTable;
  readonly run: RunTable;
  readonly attempt: AttemptTable;
  readonly attempt_input: AttemptInputTable;
  readonly attempt_output: AttemptOutputTable;
  readonly lineage: LineageTable;
  readonly run_attempt: RunAttemptTable;
  readonly call: CallTable;
  readonly working_step: WorkingStepTable;
  readonly batch_request: BatchRequestTable;
}

/** Content, once. What it is called and where it came from belongs to the attempts that wrote it. */
interface ArtifactTable {
  hash: string;
  kind: string;
  schema_version: number;
  /** Canonical JSON, kept as text: its bytes are what was hashed. */
  body: string;
}

interface RunTable {
  id: Generated<number>;
  command: string;
  options_json: string;
  started_at: string;
  ended_at: string | null;
  exit_code: number | null;
}

interface AttemptTable {
  id: Generated<number>;
  run: number;
  stage: string;
  subject: string;
  fingerprint: string;
  parts_json: string;
  status: Attempt['status'];
  reason: string | null;
  evidence_json: string | null;
  started_at: string;
  ended_at: string | null;
}

interface AttemptInputTable {
  attempt: number;
  position: number;
  artifact: string;
}

interface AttemptOutputTable {
  attempt: number;
  position: number;
  artifact: string;
  subject: string;
  /** 1: it came from the inputs listed in `lineage` alone; 0: from all inputs of the attempt. */
  narrowed: number;
}

interface LineageTable {
  attempt: number;
  position: number;
  input: string;
}

/** A log: one row each time a run came to rest on an attempt. */
interface RunAttemptTable {
  id: Generated<number>;
  run: number;
  attempt: number;
  how: 'executed' | 'cached';
}

interface CallTable {
  id: Generated<number>;
  request: string;
  attempt: number | null;
  work: string;
  author_json: string;
  request_json: string;
  endpoint: string;
  response_json: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  started_at: string;
  duration_ms: number;
  outcome: CallOutcome;
  cached_tokens: number | null;
  reasoning_tokens: number | null;
  /** 1: answered in a batch. */
  in_batch: number;
}

interface WorkingStepTable {
  endpoint: string;
  model: string;
  step: string;
}

interface BatchRequestTable {
  request: string;
  attempt: number | null;
  work: string;
  author_json: string;
  endpoint: string;
  request_json: string;
  exported_at: string;
  error_json: string | null;
}
