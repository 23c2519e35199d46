import type { MentionedNumber } from '../../../language/mentions/numbers.ts';
import { isMoney } from '../../../language/surface-forms/money.ts';
import type { Candidate } from './candidate.ts';
import type { Shown } from './observations.ts';
import type { Near } from './task-mentions.ts';
import type { WordKinship } from './word-kinship.ts';

/** What numbers are thought of from. */
interface Sources {
  /** The sentences, the one it is about first. */
  readonly around: readonly Near[];
  /** The records that they speak of most. */
  readonly records: readonly Shown[];
  readonly isAkin: WordKinship;
}

/** Numbers said that go into the reckoning. */
const saidReckoned = 6;

/** Numbers that one would think of under a name: said ones, and such as follow by one step of arithmetic from what was seen. */
export function numbersFor(name: string, { around, records, isAkin }: Sources): Candidate[] {
  const said = around.flatMap(({ sentence, weight }) =>
    sentence.numbers.map((number, index) => ({ number, index, cost: 1.5 * (1 - weight) })),
  );
  const clear = said.filter(({ number }) => !number.isVague);
  const direct = clear.flatMap(({ number, cost }, index) =>
    inUnit(number, name).map((value, place) => ({
      value,
      cost: cost + 0.15 * Math.min(index, 6) + 0.3 * place - (isAkin(number.unit, name) ? 0.3 : 0),
    })),
  );
  const vague = said.flatMap(({ number, cost }) => (number.isVague ? [{ value: number.value, cost: 1 + cost }] : []));
  const told = clear.slice(0, saidReckoned).flatMap(({ number, cost }) =>
    inUnit(number, name)
      .slice(0, 1)
      .map((value) => ({ value, cost: cost - (isAkin(number.unit, name) ? 0.3 : 0) })),
  );
  const text = around.map(({ sentence }) => sentence.flat).join(' ');
  const derived = records.flatMap((shown, index) =>
    derivedFrom(shown, { name, told, text, isAkin }).map(({ value, cost }) => ({ value, cost: cost + 0.1 * index })),
  );
  return [...direct, ...(/hour/.test(name) ? hours(name, around) : []), ...vague, ...derived];
}

/** "from 6 pm to 8 pm": when, and how long. */
function hours(name: string, around: readonly Near[]): Candidate[] {
  const times = around.flatMap(({ sentence }) => sentence.times.map((time) => Number(time.slice(0, 2))));
  const spans = times.flatMap((from) => times.filter((to) => to > from).map((to) => to - from));
  const [first, second] = /start|from|begin/.test(name) ? [times, spans] : [spans, times];
  return [...first.map((value, index) => ({ value, cost: 0.1 * index })), ...second.map((value) => ({ value, cost: 1 }))];
}

interface Derivation {
  readonly name: string;
  readonly told: readonly { readonly value: number; readonly cost: number }[];
  readonly text: string;
  readonly isAkin: WordKinship;
}

/** Numbers of a record by themselves, with a number said, halved, doubled, and less another one of the record. */
function derivedFrom({ fields }: Shown, { name, told, text, isAkin }: Derivation): { value: number; cost: number }[] {
  const numbers = Object.entries(fields).flatMap(([other, value]): [string, number][] =>
    typeof value === 'number' ? [[other, value]] : [],
  );
  const akin = numbers.filter(([other]) => isAkin(other, name));
  return [
    ...akin.flatMap(([, value]) => [
      { value, cost: 1.2 },
      ...told.flatMap(({ value: other, cost }) =>
        [other - value, value + other, value - other].map((result) => ({ value: result, cost: 0.9 + cost })),
      ),
      ...(/\bhalf\b/.test(text) ? [{ value: value / 2, cost: 0.5 }] : []),
      ...(/\b(double|twice)\b/.test(text) ? [{ value: value * 2, cost: 0.5 }] : []),
    ]),
    ...numbers.flatMap(([one, value]) =>
      numbers.flatMap(([other, less]) => (one !== other && value > less ? [{ value: value - less, cost: 1.6 }] : [])),
    ),
    ...numbers.flatMap(([other, value]) => (isAkin(other, name) ? [] : [{ value, cost: 2.2 }])),
  ];
}

/** A number as a parameter keeps it: amounts in cents, weeks in days. */
export function inUnit({ value, unit, isMoney: hasSign }: MentionedNumber, name: string): number[] {
  if (isMoney(name)) return hasSign || !Number.isInteger(value) ? [Math.round(value * 100)] : [Math.round(value * 100), value];
  if (/week/.test(unit) && /day|night/.test(name)) return [value * 7];
  if (/year/.test(unit) && /month/.test(name)) return [value * 12];
  if (/hour/.test(unit) && /minute/.test(name)) return [value * 60];
  return [value];
}
