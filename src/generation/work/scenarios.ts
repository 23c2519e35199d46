import { z } from 'zod';
import { answerType } from '../../domain/checks/kinds/told.ts';
import type { Tool } from '../../domain/environment/environment.ts';
import type { Skeleton } from '../../domain/environment/skeleton.ts';
import { stateAnswerSchema } from '../../domain/environment/state-schema.ts';
import type { ToolResult } from '../../domain/rollout/call.ts';
import type { DifficultyLevel } from '../../domain/scenario/difficulty-level.ts';
import { type ScenarioKind, scenarioKinds } from '../../domain/scenario/scenario-kind.ts';
import { factKind } from '../../domain/scenario/user-profile.ts';
import type { State } from '../../domain/state.ts';
import type { Work } from '../author.ts';

export interface WriteStateInput {
  readonly slug: string;
  readonly skeleton: Skeleton;
  /** Different numbers ask for different states. */
  readonly number: number;
  /** The date on which the episode starts, e.g. "2026-03-09". */
  readonly today: string;
  /** What was wrong with an earlier answer; empty the first time. */
  readonly problems: readonly string[];
}

/** A rich initial state: for each collection a list of records (the caller keys them). */
export const writeState: Work<WriteStateInput, Record<string, Record<string, unknown>[]>> = {
  name: 'write-state',
  prompt: 'write-state.md',
  answer: (input) => stateAnswerSchema(input.skeleton),
};

/** A call of a reference before it is executed: an argument is a value, or comes from the result of an earlier call. */
const plannedCall = z.strictObject({
  tool: z.string(),
  arguments: z.array(
    z.strictObject({
      name: z.string(),
      /** The value as JSON text, e.g. "\"T-104\"" or "3". */
      json: z.string().optional(),
      /** Instead of `json`: a value out of the result of an earlier call (1 is the first), e.g. "data.loan_id". */
      from: z.strictObject({ call: z.int().min(1), path: z.string() }).optional(),
    }),
  ),
});
export type PlannedCall = z.infer<typeof plannedCall>;

export interface WriteScenarioInput {
  readonly slug: string;
  readonly skeleton: Skeleton;
  readonly tools: readonly Tool[];
  readonly state: State;
  readonly today: string;
  /** The number of this scenario; different numbers ask for different tasks. */
  readonly number: number;
  /** How many scenarios of its kind come before it: different ones ask for different things of that kind. */
  readonly turn: number;
  /** How many calls of the reference should change the state. */
  readonly writes: number;
  /** The kind of task wanted; where the state offers no occasion for it, another one may come. */
  readonly kind: ScenarioKind;
  readonly difficulty: DifficultyLevel;
  /** Tools that write around which the task is to be built, so that tasks with different numbers are about different things. */
  readonly focus: readonly string[];
  /** An earlier proposal with what happened when it was run, to be corrected. */
  readonly previous?: {
    readonly task: string;
    readonly calls: readonly { readonly tool: string; readonly arguments: unknown; readonly result: ToolResult }[];
    readonly problem: string;
  };
}

/** What the opening message leaves out, by whom and how it is told, and where the calls need it. */
const proposedFact = z.strictObject({
  kind: factKind,
  about: z.string().min(1),
  says: z.string().min(1),
  /** How a sensible agent asks for it, and the call before which it does. */
  question: z.string().min(1),
  before: z.int().min(1),
  decides: z.array(z.strictObject({ call: z.int().min(1), argument: z.string() })).min(1),
});

/** A question of the task, and where its answer stands in what the calls bring up. */
const proposedTelling = z.strictObject({
  /** What is asked: "the day on which the reservation was made". */
  about: z.string().min(1),
  type: answerType,
  /** A value in the result of a call (1 is the first), or a list there: "data.made_on", "data.loans". */
  from: z.strictObject({ call: z.int().min(1), path: z.string() }),
  /** What is made of it: the value itself; of a list a field of its only item, its number, a sum, the item with the most or least of a field, or a field of all. */
  compute: z.enum(['value', 'item', 'count', 'sum', 'most', 'least', 'list']).optional(),
  /** Of a list only the items with these values, each as JSON text. */
  where: z.array(z.strictObject({ name: z.string(), json: z.string() })).optional(),
  /** The field that is told, summed, compared or listed. */
  field: z.string().optional(),
  /** Of the item with the most or least: the field that is told. */
  label: z.string().optional(),
  /** Of yes and no: what is so, or is not, in different words. */
  claim: z.array(z.string()).optional(),
  /** How a sensible agent answers, with {} for the value: "It had been made on {}." */
  answer: z.string().includes('{}'),
});
export type ProposedTelling = z.infer<typeof proposedTelling>;

const writeScenarioAnswer = z.strictObject({
  task: z.string().min(1),
  persona: z.string().optional(),
  /** What came out. */
  kind: z.enum(scenarioKinds).optional(),
  calls: z.array(plannedCall).min(1),
  /** Of an underspecified task: what the person wants overall, and the facts that are to be asked for. */
  user: z.strictObject({ wants: z.string().min(1), facts: z.array(proposedFact).min(1) }).optional(),
  /** Asked for in vain: calls that the environment has to refuse, before the reference and after it. */
  refused: z.array(plannedCall).optional(),
  /** The records that show why, each with the attributes that matter. */
  evidence: z.array(z.strictObject({ collection: z.string(), key: z.string(), attributes: z.array(z.string()) })).optional(),
  /** What the task asks to be told. */
  told: z.array(proposedTelling).optional(),
  /** Conditions that cannot be read off the difference between the states, as TypeScript arrow functions. */
  checks: z.array(z.strictObject({ question: z.string().min(1), source: z.string().min(1) })).optional(),
});
export type ScenarioProposal = z.infer<typeof writeScenarioAnswer>;

/** A task as a person would put it, and the calls that solve it from the given state. */
export const writeScenario: Work<WriteScenarioInput, ScenarioProposal> = {
  name: 'write-scenario',
  prompt: 'write-scenario.md',
  answer: () => writeScenarioAnswer,
};
