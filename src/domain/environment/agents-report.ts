import { z } from 'zod';
import { callOutcome, toolCall } from '../rollout/call.ts';
import { writtenBy } from '../written-by.ts';

/** What the testing agent wanted a call to be: `positive` has to succeed, `negative` has to be refused. */
export const testKind = z.enum(['positive', 'negative']);
export type TestKind = z.infer<typeof testKind>;

/** What the checking agent thinks of how an environment answered one call. */
export const checkVerdict = z.enum(['pass', 'warning', 'fail']);
export type CheckVerdict = z.infer<typeof checkVerdict>;

const verdictCounts = z.strictObject({ pass: z.int(), warning: z.int(), fail: z.int() });
export type VerdictCounts = z.infer<typeof verdictCounts>;

/** How the calls of one tool were judged. */
export const toolVerdicts = z.strictObject({ tool: z.string(), positive: verdictCounts, negative: verdictCounts });
export type ToolVerdicts = z.infer<typeof toolVerdicts>;

/** A call that was judged with less than a pass. */
const remark = z.strictObject({
  call: toolCall,
  kind: testKind,
  verdict: checkVerdict,
  outcome: callOutcome,
  reason: z.string(),
});

/** What two agents found: one proposes calls, the other judges what the environment made of them. */
export const agentsReport = z.strictObject({
  /** Rounds that were asked for: one call each. */
  rounds: z.int(),
  /** Rounds whose call was made and judged; only these count. */
  judged: z.int(),
  /** Why rounds are missing, each reason once. */
  uncounted: z.array(z.strictObject({ reason: z.string(), rounds: z.int() })),
  testing: writtenBy,
  checking: writtenBy,
  tools: z.array(toolVerdicts),
  remarks: z.array(remark),
});
export type AgentsReport = z.infer<typeof agentsReport>;

/** The least share of judged calls that must pass for an environment to be accepted. */
export const leastPassRate = 0.85;

/** Counts over all tools. */
export function totalVerdicts(report: AgentsReport): Omit<ToolVerdicts, 'tool'> {
  return { positive: sumOf(report.tools.map((row) => row.positive)), negative: sumOf(report.tools.map((row) => row.negative)) };
}

function sumOf(counts: readonly VerdictCounts[]): VerdictCounts {
  const sum = (verdict: CheckVerdict): number => counts.reduce((total, row) => total + row[verdict], 0);
  return { pass: sum('pass'), warning: sum('warning'), fail: sum('fail') };
}

/** The share of judged calls that passed; undefined when none was judged. */
export function passRate(report: AgentsReport): number | undefined {
  const { positive, negative } = totalVerdicts(report);
  return report.judged === 0 ? undefined : (positive.pass + negative.pass) / report.judged;
}
