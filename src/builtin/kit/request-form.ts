import type { Random } from '../../base/random.ts';
import type { FactKind } from '../../domain/scenario/user-profile.ts';
import type { AnswerType } from '../../language/answers/values.ts';
import type { RequestedCall, Sight } from './finding.ts';

/** The state, the constants and the day for which something is asked. */
export interface Scene<S, P> {
  readonly state: S;
  readonly policy: P;
  /** "2026-03-09" */
  readonly today: string;
  readonly random: Random;
  /** Whether the contract accepts a call on the state as it is. */
  accepts(call: RequestedCall): boolean;
  /** The reason that stands against a call; undefined where none does, or several. */
  loneReason(call: RequestedCall): string | undefined;
}

/** What is asked for in one case: the words, and the calls that carry it out. */
export interface Ask {
  /** Ways to say it, each of one or more whole sentences in the voice of the person who asks; one is picked. */
  readonly says: readonly string[];
  /** What has to be looked up, in this order. Records that calls name are looked up too, unless the words name them by their key. */
  readonly sees?: readonly Sight[];
  /** The calls that the contract has to accept on the state as it is; a case in which it does not is none. */
  readonly does: readonly RequestedCall[];
  /** Calls after these, which are only right once those were made. */
  readonly afterwards?: readonly RequestedCall[];
  /** What the words ask to be told: an attribute of a record that is looked up. */
  readonly tells?: readonly AskedValue[];
  /** Records that it depends on or changes besides those that are looked up: requests that share one are not put together. */
  readonly touches?: readonly object[];
}

/** A value that somebody asks for. */
export interface AskedValue {
  /** "the day on which the reservation was made" */
  readonly about: string;
  readonly type: AnswerType;
  readonly record: object;
  readonly attribute: string;
  /** How it is answered, with {} for the value. */
  readonly answer: string;
}

/** A reason for which the only call of a request is refused, and what an agent has to see of it. */
export interface Refusal<S, P, Case> {
  /** How the reason begins in the contract; no other reason stands against the call. */
  readonly because: string;
  /** `already-done` where the person asks for what holds already; `infeasible` where it is left out. */
  readonly kind?: 'infeasible' | 'already-done';
  /** The words, where others than usual are used; undefined for a case in which nobody would ask. */
  says?(item: Case, scene: Scene<S, P>): readonly string[] | undefined;
  /** What the words ask to be told, where it is something else than usual. */
  tells?(item: Case, scene: Scene<S, P>): readonly AskedValue[];
  /** The records that show why, each with the attributes that matter. */
  shows(item: Case, scene: Scene<S, P>): readonly (readonly [record: object, ...attributes: string[]])[];
}

/** The request with something left out that only the person knows. */
export interface Withheld<S, P, Case> {
  readonly name: string;
  /** Whether the words leave it open, given all cases in which the request can be carried out; always where it is left out. */
  isOpen?(item: Case, cases: readonly Case[]): boolean;
  says(item: Case, scene: Scene<S, P>): readonly string[];
  /** What the person wants, all of it said. */
  wants(item: Case): string;
  facts(item: Case, scene: Scene<S, P>): readonly WithheldPart[];
}

export interface WithheldPart {
  readonly kind: FactKind;
  /** What a question has to be about; its nouns stand in no other fact of the request. */
  readonly about: string;
  /** Ways to tell it; one is picked. */
  readonly says: readonly string[];
  readonly question: string;
  /** The arguments that it decides, of whichever call has them. */
  readonly decides: readonly string[];
  /** What can only be looked up once it is told. */
  readonly tells?: readonly Sight[];
}

export interface RequestOf<S, P, Case> {
  readonly name: string;
  /** What the request is like; `direct` where left out. */
  readonly kind?: 'conditional' | 'bulk' | 'compensating';
  /** What it may be asked about; each case is tried, in random order, until one makes a task. */
  cases(scene: Scene<S, P>): readonly Case[];
  /** Undefined for a case in which nobody would ask. */
  ask(item: Case, scene: Scene<S, P>): Ask | undefined;
  readonly refusals?: readonly Refusal<S, P, Case>[];
  readonly withheld?: Withheld<S, P, Case>;
}

/** What an earlier call of the same request answers: `answer(call, 'data.fine_id')`. */
export interface Answered {
  readonly answered: RequestedCall;
  readonly path: string;
}
