import { z } from 'zod';
import { checkVerdict, type TestKind } from '../../domain/environment/agents-report.ts';
import type { Tool } from '../../domain/environment/environment.ts';
import type { Skeleton } from '../../domain/environment/skeleton.ts';
import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { State } from '../../domain/state.ts';
import type { Work } from '../author.ts';

/** The records of a collection as a request shows them. */
export interface ShownCollection {
  readonly collection: string;
  /** Names of the values, in the order in which a record lists them. */
  readonly attributes: readonly { readonly name: string }[];
  readonly records: State[string];
  /** How many more there are. */
  readonly more: number;
}

export interface ProposeCallInput {
  readonly slug: string;
  readonly skeleton: Skeleton;
  /** The tools that are to be called in this request. */
  readonly tools: readonly Tool[];
  /** What is wanted, one call each, to be made in this order. */
  readonly wanted: readonly { readonly tool: string; readonly kind: TestKind }[];
  /** The records with which the sequence of calls began; the same in all requests of a sequence. */
  readonly records: readonly ShownCollection[];
  /** What has changed since, one line each. */
  readonly changes: readonly string[];
  /** The calls so far with their outcomes, one line each. */
  readonly history: readonly string[];
  /** The state as it is: that of the beginning with `changes`. */
  readonly present: State;
  /** The present moment, e.g. "2026-03-09T09:00:00Z". */
  readonly now: string;
  /** Different numbers ask for different calls. */
  readonly number: number;
}

const proposeCallAnswer = z.strictObject({
  calls: z.array(
    z.strictObject({
      tool: z.string(),
      /** The arguments as the text of a JSON object. */
      arguments: z.string(),
      /** What should happen, in a sentence. */
      expected: z.string(),
    }),
  ),
  /** Why there are fewer calls than wanted. */
  note: z.string().optional(),
});

/** The testing agent: calls that should succeed and calls that should be refused. */
export const proposeCall: Work<ProposeCallInput, z.infer<typeof proposeCallAnswer>> = {
  name: 'propose-call',
  prompt: 'propose-call.md',
  answer: () => proposeCallAnswer,
};

/** A call that was made, with all that is needed to judge it. */
export interface CallToJudge {
  readonly number: number;
  readonly call: ExecutedCall;
  readonly kind: TestKind;
  /** What the testing agent expected. */
  readonly expected: string;
  /** The present moment at the call. */
  readonly now: string;
  /** What changed, one line each. */
  readonly changes: readonly string[];
  readonly before: State;
  readonly after: State;
}

export interface JudgeCallInput {
  readonly slug: string;
  readonly skeleton: Skeleton;
  /** The operations of the calls, with the source of their bodies and of the helpers these use. */
  readonly operations: readonly { readonly name: string; readonly description: string; readonly source: string }[];
  readonly helpers: readonly string[];
  /** The records before the first of the calls; what the calls change comes with them. */
  readonly records: readonly ShownCollection[];
  readonly calls: readonly CallToJudge[];
}

const judgeCallAnswer = z.strictObject({
  verdicts: z.array(
    z.strictObject({
      number: z.int(),
      /** `unjudged`: there is nothing to judge by; the call does not count. */
      verdict: z.enum([...checkVerdict.options, 'unjudged']),
      reason: z.string().min(1),
    }),
  ),
});

/** The checking agent: whether the environment did right, call by call. */
export const judgeCall: Work<JudgeCallInput, z.infer<typeof judgeCallAnswer>> = {
  name: 'judge-call',
  prompt: 'judge-call.md',
  answer: () => judgeCallAnswer,
};
