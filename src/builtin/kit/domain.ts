import type { Json } from '../../base/json.ts';
import type { Random } from '../../base/random.ts';
import type { Contract } from '../../domain/contract/form.ts';
import type { ScenarioKind } from '../../domain/scenario/scenario-kind.ts';
import type { FactKind } from '../../domain/scenario/user-profile.ts';
import type { AnswerType } from '../../language/answers/values.ts';
import type { Design } from './design.ts';

/** The policy constants that were chosen for one environment, by name. */
export type Policy = Readonly<Record<string, number | string>>;

/** An argument of a planned call: a value, or a value out of the result of an earlier call of the same plan (1 is the first). */
type PlannedArgument = Json | { readonly from: number; readonly path: string };

export interface PlannedToolCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, PlannedArgument | undefined>>;
}

/**
 * Something a person asks for, planned on a concrete state: the words, and the calls (looking up first, then changing)
 * that carry it out with exactly one right end state.
 */
export interface PlannedRequest {
  /** One or more whole sentences in the voice of the person who asks. Names and facts a person would know; no ids they would not. */
  readonly text: string;
  /** Records the plan depends on or changes, as "collection/key": plans that share one are not combined in one task. */
  readonly records: readonly string[];
  readonly calls: readonly PlannedToolCall[];
  /** Of a request in vain: the calls that the environment refuses, before `calls` and after them. */
  readonly refused?: readonly PlannedToolCall[];
  /** Of a request in vain: the records that show why, each with the attributes that matter. */
  readonly evidence?: readonly Evidence[];
  /** Of a request that asks something: what is to be told. */
  readonly told?: readonly Telling[];
  /** Of a request that leaves something out: what the person wants, all of it said, and what is to be asked for. */
  readonly user?: { readonly wants: string; readonly facts: readonly WithheldFact[] };
}

/** Something that the text of a plan asks to be told, and where the calls of the plan bring it up. */
export interface Telling {
  /** "the day on which the reservation was made" */
  readonly about: string;
  readonly type: AnswerType;
  /** A value, or a list, in the result of a call of the plan (1 is the first). */
  readonly from: { readonly call: number; readonly path: string };
  /** What is made of it; the value itself where left out. Of a list its number, or by `field` that of its only item, the sum, the item with the most or least, or all. */
  readonly compute?: 'item' | 'count' | 'sum' | 'most' | 'least' | 'list';
  /** Of a list only the items with these values. */
  readonly where?: readonly { readonly name: string; readonly value: Json }[];
  readonly field?: string;
  /** Of the item with the most or least: the field that is told. */
  readonly label?: string;
  /** Of yes and no: what is so, or is not. */
  readonly claim?: readonly string[];
  /** How it is answered, with {} for the value: "It had been made on {}." */
  readonly answer: string;
}

/** Something that the text of a plan leaves out. */
export interface WithheldFact {
  readonly kind: FactKind;
  /** What a question has to be about; its nouns stand in no other fact of the plan. */
  readonly about: string;
  readonly says: string;
  readonly question: string;
  /** The call of the plan (1 is the first) before which a sensible agent asks. */
  readonly before: number;
  readonly decides: readonly { readonly call: number; readonly argument: string }[];
}

/** A record that an agent should have looked up, by collection and key, with the attributes it should have seen. */
export interface Evidence {
  readonly collection: string;
  readonly key: string;
  readonly attributes: readonly string[];
}

export interface Setting<S> {
  readonly state: S;
  readonly policy: Policy;
  /** "2026-03-09" */
  readonly today: string;
  readonly random: Random;
}

/** A kind of request in a domain. Returns undefined where the state offers no occasion for it. */
export interface RequestTemplate<S> {
  readonly name: string;
  /** What the request is like; `direct` where left out. */
  readonly kind?: ScenarioKind;
  plan(setting: Setting<S>): PlannedRequest | undefined;
}

/**
 * What the procedural author knows of a domain: its design, what its operations promise, how to fill a state and what
 * people ask for.
 */
export interface Domain<S> {
  /** The slug of the design. */
  readonly slug: string;
  /** What its records, rules and operations are. */
  readonly design: Design;
  /** What its operations promise, declared apart from their code. */
  readonly contract: Contract<S>;
  /** A plausible, varied state that satisfies types, references, uniqueness and every invariant, on the day `today`. */
  makeState(setting: Omit<Setting<S>, 'state'>): S;
  readonly requests: readonly RequestTemplate<S>[];
  /** Requests that a rule forbids (`infeasible`) or that ask for what holds already (`already-done`): both kinds are there. */
  readonly infeasible: readonly RequestTemplate<S>[];
  /** Requests that leave out what only the person knows (`underspecified`). */
  readonly underspecified: readonly RequestTemplate<S>[];
  /** Questions: they are answered from the records and change nothing (`inquiry`). */
  readonly inquiries?: readonly RequestTemplate<S>[];
  /** Sentences that open a task and say who is asking (a member at the desk, a clerk with a list ...); one is picked. */
  readonly openers: readonly string[];
  /** Further ones, which announce several requests: a task of a single one never begins with them. */
  readonly openersOfSeveral: readonly string[];
}
