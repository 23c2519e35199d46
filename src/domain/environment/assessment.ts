import { z } from 'zod';
import { toolCall } from '../rollout/call.ts';
import { record, state } from '../state.ts';
import { agentsReport } from './agents-report.ts';
import { environmentCode } from './environment.ts';

/** The mechanical gates, in the order in which they run. */
export const gateName = z.enum([
  'compiles',
  'schemas',
  'states',
  'pure-reads',
  'atomic-writes',
  'envelope',
  'invariants',
  'deterministic',
  'no-defects',
  'results',
  'order',
  'new-keys',
  'no-ops',
  'two-sides',
  'discoverable',
  'observable',
  'outcomes',
  'rules',
  'contract',
]);
export type GateName = z.infer<typeof gateName>;

/** All gates: the mechanical ones, then the two agents. */
export const anyGate = z.enum([...gateName.options, 'agents']);

/** How a state was changed by hand before calls were made on it, and when they were made. */
const alteredState = z.strictObject({
  start: z.string(),
  /** Each record as it was put there; null where one was taken away. */
  records: z.array(z.strictObject({ collection: z.string(), key: z.string(), record: record.nullable() })),
});

/** Something wrong with an environment, with a counterexample that replays it. */
export const finding = z.strictObject({
  gate: anyGate,
  /** The operation or rule it concerns, where there is one. */
  about: z.string().optional(),
  message: z.string(),
  counterexample: z
    .strictObject({ state: z.int(), seed: z.string(), calls: z.array(toolCall), altered: alteredState.optional() })
    .optional(),
});
export type Finding = z.infer<typeof finding>;

/** What one tool was seen to do under property-based calls. */
export const toolCoverage = z.strictObject({
  tool: z.string(),
  calls: z.int(),
  successes: z.int(),
  /** Anticipated rejections, by the tool itself. */
  refusals: z.int(),
  /** Calls that its schema kept away. */
  invalid: z.int(),
  defects: z.int(),
});
export type ToolCoverage = z.infer<typeof toolCoverage>;

/** A call that shows something, made on the state with this number (from 0) or on one that calls led to from there. */
const shownBy = z.strictObject({ state: z.int(), call: toolCall });

/** How often an operation that enforces a rule was seen to obey it (a success) and to refuse because of it, with a case of each. */
export const ruleTrace = z.strictObject({
  rule: z.string(),
  operation: z.string(),
  obeyed: z.int(),
  refused: z.int(),
  obeyedBy: shownBy.optional(),
  /** `altered` says how the state was changed for it by hand; empty where calls alone led there. */
  refusedBy: z.strictObject({ ...shownBy.shape, error: z.string(), altered: z.array(z.string()) }).optional(),
  /** Why no refusal could be shown. */
  notShown: z.string().optional(),
});
export type RuleTrace = z.infer<typeof ruleTrace>;

/** Which ways of the generated code the calls took; `missed` are 1-based lines of the source. */
export const branchCoverage = z.strictObject({
  total: z.int(),
  reached: z.int(),
  missed: z.array(z.strictObject({ line: z.int(), method: z.string(), kind: z.string() })),
});
export type BranchCoverage = z.infer<typeof branchCoverage>;

/** One version of an environment under repair, and how it did. */
export const versionRecord = z.strictObject({
  /** 1 is the environment as it was written. */
  number: z.int().min(1),
  /** The hash that the version has as an artifact; only the first and the kept one are stored. */
  environment: z.string(),
  /** Findings of the mechanical gates, and of the compiler where it did not come that far. */
  findings: z.int(),
  /** The share of the agents' calls that passed; null where they had none to judge. */
  passRate: z.number().nullable(),
  /** Whether it was the best so far. */
  kept: z.boolean(),
  /** Operations, helpers and invariants that are not as in the best version before. */
  rewritten: z.array(z.string()),
  /** What was wrong with it. */
  problems: z.array(z.string()),
  /** The difference to the best version before; empty for the first. */
  changes: environmentCode,
});
export type VersionRecord = z.infer<typeof versionRecord>;

/** Verdict on an environment: its certificate when accepted, the reasons when not. */
export const assessment = z.strictObject({
  /** Hash of the environment artifact. */
  environment: z.string(),
  verdict: z.enum(['accepted', 'rejected']),
  gates: z.array(z.strictObject({ gate: anyGate, passed: z.boolean(), note: z.string() })),
  findings: z.array(finding),
  coverage: z.array(toolCoverage),
  rules: z.array(ruleTrace),
  branches: branchCoverage,
  /** The states the calls were made on. */
  states: z.array(state),
  calls: z.int(),
  /** What the two agents found; absent where a mechanical gate failed before or no rounds were asked for. */
  agents: agentsReport.optional(),
  /** The versions that were assessed, in order; absent where it was never repaired. */
  history: z.array(versionRecord).optional(),
});
export type Assessment = z.infer<typeof assessment>;
