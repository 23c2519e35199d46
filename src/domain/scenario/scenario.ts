import { z } from 'zod';
import type { Json } from '../../base/json.ts';
import { check } from '../checks/check.ts';
import { callOutcome, executedCall, toolCall } from '../rollout/call.ts';
import { reward } from '../rollout/reward.ts';
import { state } from '../state.ts';
import { writtenBy } from '../written-by.ts';
import { reading } from './reading.ts';
import { scenarioKinds } from './scenario-kind.ts';
import { question, userProfile } from './user-profile.ts';

const json: z.ZodType<Json> = z.json();

/** How hard a scenario is, counted on its reference. */
export const difficulty = z.strictObject({
  reads: z.int(),
  writes: z.int(),
  /** Arguments of the reference that the task text does not give, so that they must be found out. */
  discovered: z.int(),
  /** Rules enforced by the operations that the reference writes with. */
  rules: z.int(),
  /** Records of the kinds that the reference writes to which it leaves alone: what could be mistaken for the right ones. */
  distractors: z.int().default(0),
  /** Whether the task says what to do under a condition, or to all records under one. */
  conditions: z.int().default(0),
});
export type Difficulty = z.infer<typeof difficulty>;

/** How an agent can come by a value of the reference. */
export const origin = z.discriminatedUnion('kind', [
  /** The task says it, in these words. */
  z.strictObject({ kind: z.literal('text'), said: z.string() }),
  /** The user tells it when asked. Of a record, the words that single it out. */
  z.strictObject({ kind: z.literal('user'), fact: z.string(), said: z.string() }),
  /** It is the present day, which every agent is told. */
  z.strictObject({ kind: z.literal('today') }),
  /** The rules of the environment, which every agent is told, say it. */
  z.strictObject({ kind: z.literal('rules'), said: z.string() }),
  /** It stands in the result of an earlier call (1 is the first), at this path. */
  z.strictObject({ kind: z.literal('observation'), call: z.int().min(1), path: z.string() }),
  /** It follows by simple arithmetic from observed values and words of the task. */
  z.strictObject({ kind: z.literal('derived'), how: z.string() }),
  /** A value of an enumeration, a boolean, or the default of the parameter: the schema offers it. */
  z.strictObject({ kind: z.literal('schema') }),
  /** Free text that is compared by presence: any wording will do. */
  z.strictObject({ kind: z.literal('wording') }),
  z.strictObject({ kind: z.literal('unknown') }),
]);
export type Origin = z.infer<typeof origin>;

/** Where one argument (or one value inside it: "items.0.sku") of one call of the reference comes from. */
export const argumentSource = z.strictObject({ call: z.int().min(1), argument: z.string(), origin });
export type ArgumentSource = z.infer<typeof argumentSource>;

/** What the checks said of an attempt: `broken` holds the ids of the checks that failed. */
export const score = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('scored'),
    dense: z.number().min(0).max(1),
    strict: z.union([z.literal(0), z.literal(1)]),
    broken: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('unscored'), reason: z.string() }),
]);
export type Score = z.infer<typeof score>;

/** An attempt that departs from the reference in one respect, run and scored. */
export const trial = z.strictObject({
  kind: z.enum([
    'dropped',
    'wrong-target',
    'wrong-value',
    'doubled',
    'over-reach',
    'guessed',
    'permuted',
    'more-reads',
    'ambiguous-record',
    'other-path',
    'unsaid',
    'wrong-answer',
    'all-answers',
    'parroted',
    'other-words',
    'no-reason',
    'other-reason',
    'unlooked',
    'unread',
  ]),
  /** The call of the reference it departs at; 0 where it is about the whole. */
  call: z.int().min(0),
  what: z.string(),
  /** Its calls: the writes, and the reads that the reference does not make. */
  trace: z.array(z.strictObject({ tool: z.string(), arguments: z.record(z.string(), json), outcome: callOutcome })),
  /** Whether it ends in the reference's end state under the comparison policies. */
  end: z.enum(['same', 'other']),
  score,
});
export type Trial = z.infer<typeof trial>;

/** The demands of a certificate, by name. */
export const certificateItems = [
  'reference',
  'no-op',
  'random',
  'dropped',
  'wrong-target',
  'wrong-value',
  'doubled',
  'over-reach',
  'underspecified',
  'guessed',
  'unasked',
  'told',
  'reasons',
  'alternates',
  'mutants',
  'replay',
  'discoverable',
  'demanded-values',
  'discovery',
  'unambiguous',
  'reading',
] as const;
export const certificateItem = z.enum(certificateItems);
export type CertificateItem = z.infer<typeof certificateItem>;

/** What a bounded search reached that knew no reference and had what an agent has. */
export const blindSearch = z.strictObject({
  /** Whether it earned the whole reward. */
  solved: z.boolean(),
  /** Calls that it made, those of looking around among them. */
  calls: z.int(),
  /** The best dense reward reached. */
  reward: z.number().min(0).max(1),
  /** The calls that earned it. */
  trace: z.array(toolCall),
});
export type BlindSearch = z.infer<typeof blindSearch>;

/** The evidence that a scenario scores rightly, computed by running things. `complete` is computed: every item holds. */
export const rewardCertificate = z.strictObject({
  reference: reward,
  noop: reward,
  /** An agent that reads at random and changes nothing. */
  random: reward,
  /** State hashes at the end of two runs of the reference. */
  replay: z.tuple([z.string(), z.string()]),
  /** One or several for each write of the reference. One that ends as the reference does is no miss and must score 1. */
  nearMisses: z.array(trial),
  /** Near misses that the state offers no occasion for. */
  impossible: z.array(z.strictObject({ kind: z.string(), call: z.int().min(0), why: z.string() })),
  /** Other honest ways to the same end. */
  alternates: z.array(trial),
  /** Of a task with something to be told: other closings of the reference, and its closing without the calls that show why. Only `other-words` are right. */
  sayings: z.array(trial).optional(),
  /** Altered end states: how many the checks told from the right one, and those they did not. */
  mutants: z.strictObject({ made: z.int(), killed: z.int(), survivors: z.array(z.string()) }),
  /** What the reading tools, called with nothing but words of the task and what they answered, do not bring to light. */
  discovery: z.strictObject({ calls: z.int(), missing: z.array(z.string()) }),
  /** Of a task that leaves something out: that it cannot be known without asking, and what the user says settles it. */
  asking: z
    .strictObject({
      /** For each fact how many values (the right one among them) the tools take and the opening message allows, as far as looked, and how many of them the user's words allow. */
      facts: z.array(z.strictObject({ fact: z.string(), open: z.int(), told: z.int() })),
      /** What the calls of the reference earn when nobody was asked. */
      unasked: score,
    })
    .optional(),
  /** Other records that the task fits as well, in place of those of the reference: whoever takes them must score 1, too. */
  ambiguity: z.array(trial).default([]),
  /** What a search reached without the reference: of a task whose other items hold, and never a reason against it. */
  blindSearch: blindSearch.optional(),
  /** What a model finds that reads the task and the claims of the checks; only where a model is the author. */
  reading: reading.optional(),
  /** Where text and checks seem to disagree, without a doubt about the reward. */
  warnings: z.array(z.string()),
  complete: z.boolean(),
  /** The items that do not hold. */
  failed: z.array(certificateItem),
  /** Why it is not complete, one sentence for each finding; empty when it is. */
  reasons: z.array(z.string()),
});
export type RewardCertificate = z.infer<typeof rewardCertificate>;

/** Initial state, task, executed reference solution, checks and their certificate. */
export const scenario = z.strictObject({
  /** "<environment slug>/<number>" */
  name: z.string(),
  /** Hash of the environment artifact it belongs to. */
  environment: z.string(),
  /** What the agent or the user is told. */
  task: z.string().min(1),
  kind: z.enum(scenarioKinds).default('direct'),
  /** Who asks, for a simulated user. */
  persona: z.string().optional(),
  /** What a simulated user wants and tells when asked; the task is then only how the conversation begins. */
  user: userProfile.optional(),
  initialState: state,
  /** Seeds ids and random numbers of the episode. */
  seed: z.string(),
  /** When the episode starts: an ISO date-time in UTC. */
  start: z.string(),
  reference: z.array(executedCall).min(1),
  /** Where the reference asks the user. */
  questions: z.array(question).default([]),
  /** The final message of the reference: what was done, what was asked, and what was not done and why. */
  closing: z.string().default(''),
  /** What is asked for in vain: the very calls, as they were refused before and after the reference. Empty for other kinds. */
  refused: z.array(executedCall).default([]),
  /** The provenance of the reference: where each argument comes from. */
  provenance: z.array(argumentSource),
  checks: z.array(check).min(1),
  difficulty,
  certificate: rewardCertificate,
  writtenBy,
  /** Who wrote the initial state. */
  stateWrittenBy: writtenBy.optional(),
});
export type Scenario = z.infer<typeof scenario>;
