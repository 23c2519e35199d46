import type { Usage } from '../endpoint/completion.ts';
import { limitIn } from './output-limit.ts';

/** What a request may need, before it is sent. */
export interface Estimate {
  /** Input and output as they will probably be: for a pace. */
  readonly likelyTokens: number;
  /** The most that a request of this size can hold. */
  readonly inputTokens: number;
  /** How long an answer may become: as much as it should be granted, and with how little it is worth sending. */
  readonly output: { readonly most: number; readonly least: number };
}

/** Learns from the answers of one model how much a request may need. */
export interface Estimator {
  estimate(work: string, body: Readonly<Record<string, unknown>>): Estimate;
  learn(work: string, body: Readonly<Record<string, unknown>>, usage: Usage): void;
}

/** The longest answer that is ever asked for. */
export const mostAnswerTokens = 131_072;

/** A token is a byte of the request at least: nothing that was measured takes its place in what is set aside. */
const mostTokensPerByte = 1;
/** Before anything was measured: text has two bytes or more to a token in every script and tokenizer we know of. */
const likelyTokensPerByte = 0.5;
/** Before anything was measured, and where the request sets no limit of its own. */
const likelyOutput = 8192;
const unmeasuredMost = 16_384;
const unmeasuredLeast = 1024;
/** What was measured is exceeded now and then; an answer that is cut off is paid for, and asked for again. */
const inputMargin = 1.1;
const likelyMargin = 1.5;
const mostMargin = 4;
const leastMargin = 1.2;
const measuredMost = 2048;
const measuredLeast = 256;
/** Fewer measurements say little. */
const enough = 3;

/** `measured`: the longest answer so far per kind of work, from earlier runs. */
export function createEstimator(measured: ReadonlyMap<string, number> = new Map()): Estimator {
  const longest = new Map(measured);
  const seen = new Map<string, number>();
  let densest = 0;
  let measurements = 0;
  return {
    estimate(work, body) {
      const bytes = bytesOf(body);
      const limit = limitIn(body);
      const perByte = measurements < enough ? likelyTokensPerByte : densest * inputMargin;
      return {
        likelyTokens: Math.ceil(bytes * perByte) + (limit ?? likelyOutputOf(work)),
        inputTokens: Math.ceil(bytes * Math.max(mostTokensPerByte, densest)),
        output: boundsOf(work, limit),
      };
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

  function isMeasured(work: string): boolean {
    return measured.has(work) || (seen.get(work) ?? 0) >= enough;
  }

  function likelyOutputOf(work: string): number {
    const known = longest.get(work);
    if (known === undefined || !isMeasured(work)) return Math.max(likelyOutput, known ?? 0);
    return Math.max(measuredLeast, Math.ceil(known * likelyMargin));
  }

  function boundsOf(work: string, limit: number | undefined): Estimate['output'] {
    const known = longest.get(work);
    const usual = Math.max(isMeasured(work) ? measuredMost : unmeasuredMost, Math.ceil((known ?? 0) * mostMargin));
    const most = limit ?? Math.min(mostAnswerTokens, usual);
    const least = known === undefined ? unmeasuredLeast : Math.max(measuredLeast, Math.ceil(known * leastMargin));
    return { most, least: Math.min(most, least) };
  }
}

function bytesOf(body: Readonly<Record<string, unknown>>): number {
  return Math.max(1, Buffer.byteLength(JSON.stringify(body)));
}
