import { z } from 'zod';
import { toolCall } from './call.ts';
import { state } from './state.ts';

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
  'outcomes',
]);
export type GateName = z.infer<typeof gateName>;

/** Something wrong with an environment, with a counterexample that replays it. */
export const finding = z.strictObject({
  gate: gateName,
  /** The operation or rule it concerns, where there is one. */
  about: z.string().optional(),
  message: z.string(),
  counterexample: z.strictObject({ state: z.int(), seed: z.string(), calls: z.array(toolCall) }).optional(),
});
export type Finding = z.infer<typeof finding>;

/** What one tool was seen to do under property-based calls. */
export const toolCoverage = z.strictObject({
  tool: z.string(),
  calls: z.int(),
  successes: z.int(),
  refusals: z.int(),
  defects: z.int(),
});
export type ToolCoverage = z.infer<typeof toolCoverage>;

/** Verdict on an environment: its certificate when accepted, the reasons when not. */
export const assessment = z.strictObject({
  /** Hash of the environment artifact. */
  environment: z.string(),
  verdict: z.enum(['accepted', 'rejected']),
  gates: z.array(z.strictObject({ gate: gateName, passed: z.boolean(), note: z.string() })),
  findings: z.array(finding),
  coverage: z.array(toolCoverage),
  /** The states the calls were made on. */
  states: z.array(state),
  calls: z.int(),
});
export type Assessment = z.infer<typeof assessment>;
