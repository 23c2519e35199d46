import { z } from 'zod';
import type { Json } from '../../base/json.ts';

const json: z.ZodType<Json> = z.json();

/** What sort of thing a fact says: which record is meant, a date, a time of day, an amount of money, a number, a choice, a text. */
export const factKinds = ['record', 'date', 'time', 'amount', 'count', 'choice', 'text'] as const;
export const factKind = z.enum(factKinds);
export type FactKind = z.infer<typeof factKind>;

/** Something that the opening message of a task leaves out and that its user tells whoever asks for it. */
export const fact = z.strictObject({
  /** "F1" */
  id: z.string(),
  kind: factKind,
  /** What a question has to be about to be answered with it: "the appointment that is cancelled". */
  about: z.string().min(1),
  /** How the user says it. */
  says: z.string().min(1),
  /** What it comes to in the calls of the reference; the user may not know it in this form. */
  value: json,
  /** The arguments of the reference that it decides; the first is of a call that changes something. */
  decides: z.array(z.strictObject({ call: z.int().min(1), argument: z.string() })).min(1),
});
export type Fact = z.infer<typeof fact>;

/** Who talks with the agent: what they want, and what they know and do not say unasked. */
export const userProfile = z.strictObject({ wants: z.string().min(1), facts: z.array(fact).min(1) });
export type UserProfile = z.infer<typeof userProfile>;

/** A question that the reference puts to the user, before its call of that number. */
export const question = z.strictObject({
  before: z.int().min(1),
  says: z.string().min(1),
  /** The facts that it asks for, by id. */
  facts: z.array(z.string()).min(1),
});
export type Question = z.infer<typeof question>;

/** What is said in a conversation beside the opening message. */
export interface Talk {
  readonly facts: readonly Fact[];
  readonly questions: readonly Question[];
}

/** Nobody is asked anything. */
export const silence: Talk = { facts: [], questions: [] };

/** The facts that the user has told by the time of a call of the reference. */
export function toldBefore({ facts, questions }: Talk, call: number): Fact[] {
  return facts.filter(({ id }) => questions.some((one) => one.before <= call && one.facts.includes(id)));
}

/** Something that the user said in answer to the agent. */
export interface Reply {
  /** How many calls had been made before. */
  readonly after: number;
  readonly text: string;
  /** The facts that it tells, by id; undefined where nobody can say, as of a model that has words of its own. */
  readonly told?: readonly string[];
}

/** Something that the agent said to the user, after so many calls. */
export interface Utterance {
  readonly after: number;
  readonly text: string;
}

/** What the reference says to the user: its questions, and its final message behind the last call. */
export function saidIn(scenario: {
  readonly questions: readonly Question[];
  readonly closing: string;
  readonly reference: readonly unknown[];
}): Utterance[] {
  const closing = scenario.closing === '' ? [] : [{ after: scenario.reference.length, text: scenario.closing }];
  return [...scenario.questions.map(({ before, says }) => ({ after: before - 1, text: says })), ...closing];
}

/** What the user says in the conversation of the reference. */
export function repliesOf({ facts, questions }: Talk): Reply[] {
  return questions.map((one) => ({
    after: one.before - 1,
    text: one.facts.flatMap((id) => facts.find((fact) => fact.id === id)?.says ?? []).join(' '),
    told: one.facts,
  }));
}
