import type { Usage } from './completion.ts';

/** The most a request should need, before it is sent. */
export interface Estimate {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Learns from the answers of one model how much a request may need. */
export interface Estimator {
  most(work: string, body: Readonly<Record<string, unknown>>): Estimate;
  learn(work: string, body: Readonly<Record<string, unknown>>, usage: Usage): void;
}

/** Before anything was measured: text has two bytes or more to a token in every script and tokenizer we know of. */
const unmeasuredTokensPerByte = 0.5;
/** Before anything was measured, and where the request sets no limit of its own. */
const unmeasuredOutput = 8192;
/** What was measured is exceeded now and then. */
const inputMargin = 1.1;
const outputMargin = 1.5;
const leastOutput = 256;
/** Fewer measurements say little. */
const enough = 3;

/** `measured`: the longest answer so far per kind of work, from earlier runs. */
export function createEstimator(measured: ReadonlyMap<string, number> = new Map()): Estimator {
  const longest = new Map(measured);
  const seen = new Map<string, number>();
  let densest = 0;
  let measurements = 0;
  return {
    most(work, body) {
      const perByte = measurements < enough ? unmeasuredTokensPerByte : densest * inputMargin;
      return { inputTokens: Math.ceil(bytesOf(body) * perByte), outputTokens: limitOf(body) ?? outputOf(work) };
    },
    learn(work, body, usage) {
      if (usage.inputTokens !== undefined) {
        densest = Math.max(densest, usage.inputTokens / bytesOf(body));
        measurements++;
      }
      if (usage.outputTokens === undefined) return;
      longest.set(work, Math.max(longest.get(work) ?? 0, usage.outputTokens));
      seen.set(work, (seen.get(work) ?? 0) + 1);
    },
  };

  function outputOf(work: string): number {
    const known = longest.get(work);
    const isMeasured = measured.has(work) || (seen.get(work) ?? 0) >= enough;
    if (known === undefined || !isMeasured) return Math.max(unmeasuredOutput, known ?? 0);
    return Math.max(leastOutput, Math.ceil(known * outputMargin));
  }
}

function bytesOf(body: Readonly<Record<string, unknown>>): number {
  return Math.max(1, Buffer.byteLength(JSON.stringify(body)));
}

function limitOf(body: Readonly<Record<string, unknown>>): number | undefined {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return typeof limit === 'number' && limit > 0 ? limit : undefined;
}
