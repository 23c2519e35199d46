import type { Json } from '../../../base/json.ts';
import { daysIn } from '../../../language/mentions/days.ts';
import { type MentionedNumber, numbersIn } from '../../../language/mentions/numbers.ts';
import { timesIn } from '../../../language/mentions/times.ts';
import { nounStem } from '../../../language/nouns.ts';
import { sentencesOf } from '../../../language/sentences.ts';
import { isMoney } from '../../../language/surface-forms/money.ts';
import { flat, wordsIn } from '../../../language/words.ts';
import type { AgentView } from './agent-view.ts';

/** A sentence of the task or of what the user tells, and what it says. */
export interface Sentence {
  readonly text: string;
  readonly flat: string;
  /** Its words, in the nounStem. */
  readonly words: ReadonlySet<string>;
  readonly numbers: readonly MentionedNumber[];
  readonly days: readonly string[];
  /** "14:30" */
  readonly times: readonly string[];
  readonly isTold: boolean;
}

/** A sentence that bears on what another one is about. */
export interface Near {
  readonly sentence: Sentence;
  readonly weight: number;
}

/** How much what stands so many sentences apart says of what a sentence is about; what the user tells is about all. */
const nearness = [1, 0.6, 0.3];
const toldNearness = 0.8;
/** Smaller numbers stand in almost every text for something else. */
const leastNumber = 13;

/** Where a text says what: the task sentence by sentence, each of which may be what a call is about. */
export class TaskMentions {
  readonly sentences: readonly Sentence[];
  readonly #today: string;
  readonly #around = new Map<number, readonly Near[]>();
  readonly #places = new Map<string, readonly number[]>();

  constructor({ task, told, today }: AgentView) {
    this.#today = today;
    this.sentences = [
      ...sentencesOf(task, 'request').map((text) => this.#read(text, false)),
      ...told.map((text) => this.#read(text, true)),
    ];
  }

  /** The sentences that may ask for something, by their places. */
  get foci(): number[] {
    return this.sentences.flatMap(({ isTold }, index) => (isTold ? [] : [index]));
  }

  /** 0 to 1: how much a sentence bears on what another one is about. */
  weight(focus: number, at: number): number {
    return this.sentences[at]?.isTold ? toldNearness : (nearness[Math.abs(focus - at)] ?? 0);
  }

  /** The sentences that bear on what one is about, that one first. */
  around(focus: number): readonly Near[] {
    const known =
      this.#around.get(focus) ??
      this.sentences
        .map((sentence, at) => ({ sentence, weight: this.weight(focus, at) }))
        .filter(({ weight }) => weight > 0)
        .sort((one, two) => two.weight - one.weight);
    this.#around.set(focus, known);
    return known;
  }

  /** The places of the sentences that say a value of a record. */
  saying(name: string, value: Json): readonly number[] {
    if (value === null || typeof value === 'boolean' || typeof value === 'object' || value === '') return [];
    const id = typeof value === 'number' ? `${isMoney(name)} ${value}` : value;
    const known = this.#places.get(id);
    if (known) return known;
    const says = testOf(name, value);
    const places = this.sentences.flatMap((sentence, at) => (says(sentence) ? [at] : []));
    this.#places.set(id, places);
    return places;
  }

  #read(text: string, isTold: boolean): Sentence {
    const plain = flat(text);
    return {
      text,
      flat: plain,
      words: new Set(wordsIn(plain).map(nounStem)),
      numbers: numbersIn(plain),
      days: daysIn(plain, this.#today),
      times: timesIn(plain),
      isTold,
    };
  }
}

function testOf(name: string, value: string | number): (sentence: Sentence) => boolean {
  if (typeof value === 'number') {
    const said = isMoney(name) ? [value / 100, value] : [value];
    return ({ numbers }) => value >= leastNumber && numbers.some((number) => said.includes(number.value));
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(value)) {
    const [day, time] = [value.slice(0, 10), value.slice(11, 16)];
    return ({ days, times }) => (days.length > 0 || time === '' ? days.includes(day) : times.includes(time));
  }
  if (/^\d{2}:\d{2}$/.test(value)) return ({ times }) => times.includes(value);
  const words = wordsIn(flat(value)).map(nounStem);
  const [first = ''] = words;
  return (sentence) => sentence.words.has(first) && words.every((word) => sentence.words.has(word));
}
