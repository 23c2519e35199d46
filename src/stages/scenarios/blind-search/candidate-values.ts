import { addDays } from '../../../base/days.ts';
import type { Json } from '../../../base/json.ts';
import type { Parameter, Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ValueType } from '../../../domain/environment/value-type.ts';
import { nounStem } from '../../../language/nouns.ts';
import { wordsIn } from '../../../language/words.ts';
import { type Candidate, distinct } from './candidate.ts';
import { inUnit, numbersFor } from './candidate-numbers.ts';
import { codesIn, namesIn } from './explore-by-reading.ts';
import type { Relevance } from './relevance.ts';
import type { TaskMentions } from './task-mentions.ts';
import { createWordKinship } from './word-kinship.ts';

/** Records that a sentence speaks of most: whose values may be meant, or derived with. */
const recordsAsked = 8;
/** A range of numbers that is so small is offered as a whole. */
const smallRange = 5;

/** Values that one would think of for a parameter, sentence by sentence, the likeliest first. */
export class CandidateValues {
  readonly #skeleton: Skeleton;
  readonly #today: string;
  readonly #heard: TaskMentions;
  readonly #relevance: Relevance;
  readonly #known = new Map<string, readonly Candidate[]>();
  readonly #isAkin = createWordKinship();

  constructor(
    { skeleton, today }: { readonly skeleton: Skeleton; readonly today: string },
    mentions: TaskMentions,
    relevance: Relevance,
  ) {
    this.#skeleton = skeleton;
    this.#today = today;
    this.#heard = mentions;
    this.#relevance = relevance;
  }

  of({ name, type, default: offered }: Pick<Parameter, 'name' | 'type' | 'default'>, focus: number): readonly Candidate[] {
    const id = `${focus} ${name} ${type.kind} ${type.kind === 'reference' ? type.entity : ''}`;
    const known = this.#known.get(id) ?? distinct(this.#valuesOf(name, type, focus));
    this.#known.set(id, known);
    return known.filter(({ value }) => value !== offered);
  }

  /** The sentence that speaks most of a record. */
  focusOf(entity: string, key: string): number | undefined {
    return this.#relevance.focusOf(entity, key);
  }

  #valuesOf(name: string, type: ValueType, focus: number): Candidate[] {
    switch (type.kind) {
      case 'reference':
      case 'entity':
        return this.#keysOf(type.entity, focus);
      case 'enum':
        return this.#choices(type.values, focus);
      case 'boolean':
        return [
          { value: true, cost: 0 },
          { value: false, cost: 0.4 },
        ];
      case 'integer':
      case 'number': {
        const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = type;
        const range =
          maximum - minimum < smallRange ? Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index) : [];
        return [
          ...numbersFor(name, {
            around: this.#heard.around(focus),
            records: this.#relevance.most(focus, recordsAsked),
            isAkin: this.#isAkin,
          }),
          ...range.map((value) => ({ value, cost: 2 })),
        ].filter(
          ({ value }) =>
            typeof value === 'number' &&
            value >= minimum &&
            value <= maximum &&
            (type.kind === 'number' || Number.isInteger(value)),
        );
      }
      case 'date':
        return this.#days(name, focus);
      case 'datetime': {
        const times = this.#heard.around(focus).flatMap(({ sentence }) => sentence.times);
        return this.#days(name, focus).flatMap(({ value, cost }) =>
          times.map((time, index) => ({ value: `${String(value)}T${time}:00Z`, cost: cost + 0.2 * index })),
        );
      }
      case 'string':
        return this.#texts(name, type.pattern, focus);
      case 'list': {
        const items = this.of({ name, type: type.items }, focus);
        const [first, second] = items;
        return [
          ...items.map(({ value, cost }): Candidate => ({ value: [value], cost })),
          ...(first && second ? [{ value: [first.value, second.value], cost: second.cost + 0.5 }] : []),
        ];
      }
      case 'object': {
        let partial: { fields: { [name: string]: Json }; cost: number }[] = [{ fields: {}, cost: 0 }];
        for (const field of type.fields) {
          const offered = this.of(field, focus).slice(0, 4);
          partial = partial
            .flatMap(({ fields, cost }) =>
              offered.map((one) => ({ fields: { ...fields, [field.name]: one.value }, cost: cost + one.cost })),
            )
            .sort((one, two) => one.cost - two.cost)
            .slice(0, 12);
        }
        return partial.map(({ fields, cost }) => ({ value: fields, cost }));
      }
    }
  }

  #keysOf(entity: string, focus: number): Candidate[] {
    const ranked = this.#relevance.of(entity, focus);
    const most = ranked[0]?.score ?? 0;
    return ranked.map(({ shown, score }, index) => ({
      value: shown.key,
      cost: most > 0 ? 2 * (1 - score / most) + 0.06 * index : 1.5 + 0.06 * index,
    }));
  }

  #choices(values: readonly string[], focus: number): Candidate[] {
    const around = this.#heard.around(focus);
    return values
      .map((value, index) => {
        const words = wordsIn(value.replaceAll('_', ' ').toLowerCase()).map(nounStem);
        const said = around.map(
          ({ sentence, weight }) => (weight * words.filter((word) => hasAlike(sentence.words, word)).length) / words.length,
        );
        return { value, cost: 1 - Math.max(0, ...said) + 0.05 * index };
      })
      .sort((one, two) => one.cost - two.cost);
  }

  #days(name: string, focus: number): Candidate[] {
    const around = this.#heard.around(focus);
    const said = around.flatMap(({ sentence, weight }) =>
      sentence.days.map((value, index) => ({ value, cost: 1.5 * (1 - weight) + 0.3 * index })),
    );
    const shown = this.#relevance
      .most(focus, recordsAsked)
      .flatMap((record, index) =>
        Object.entries(record.fields).flatMap(([other, value]) =>
          typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)
            ? [{ value: value.slice(0, 10), cost: (this.#isAkin(other, name) ? 0.8 : 1.6) + 0.1 * index }]
            : [],
        ),
      );
    const steps = around.flatMap(({ sentence }) =>
      sentence.numbers.filter(({ isVague }) => !isVague).flatMap((number) => inUnit(number, 'days').slice(0, 1)),
    );
    const moved = shown
      .slice(0, 4)
      .flatMap(({ value, cost }) =>
        steps
          .filter((step) => step > 0 && step < 400)
          .flatMap((step) => [addDays(value, step), addDays(value, -step)].map((day) => ({ value: day, cost: cost + 0.8 }))),
      );
    return [...said, { value: this.#today, cost: 1 }, ...shown, ...moved].sort((one, two) => one.cost - two.cost);
  }

  #texts(name: string, pattern: string | undefined, focus: number): Candidate[] {
    const shape = pattern === undefined ? undefined : new RegExp(pattern, 'u');
    const around = this.#heard.around(focus);
    const shown = this.#relevance
      .most(focus, 40)
      .flatMap(({ fields }) =>
        Object.entries(fields).flatMap(([other, value]) =>
          typeof value === 'string' &&
          this.#isAkin(other, name) &&
          this.#heard.saying(other, value).some((at) => this.#heard.weight(focus, at) > 0)
            ? [{ value, cost: 0.2 }]
            : [],
        ),
      );
    const special = around.flatMap(({ sentence, weight }) =>
      spelledFor(name, sentence.text).map((value) => ({ value, cost: 1 - weight })),
    );
    // Where any wording will do, it is that of the sentence: only what stands in quotes may be demanded.
    const isWording = this.#isWording(name);
    const shapes = new Set(this.#relevance.texts((other) => this.#isAkin(other, name)).map(shapeOf));
    const isShaped = (value: string): boolean => shapes.size === 0 || shapes.has(shapeOf(value));
    const phrases = around.flatMap(({ sentence, weight }) =>
      phrasesIn(sentence.text).map(({ value, isQuoted }, index) => ({
        value,
        cost: 1.5 * (1 - weight) + (isWording ? (isQuoted ? 0 : 2) : 0.4 + 0.12 * index + (isShaped(value) ? 0 : 1)),
      })),
    );
    const whole = around.slice(0, 1).map(({ sentence }) => ({ value: sentence.text, cost: isWording ? 0.1 : 2 }));
    return [...special, ...shown, ...phrases, ...whole]
      .filter(({ value }) => shape?.test(value) ?? true)
      .sort((one, two) => one.cost - two.cost);
  }

  /** Whether a text of this name is compared by presence only. */
  #isWording(name: string): boolean {
    const akin = this.#skeleton.entities.flatMap(({ attributes }) =>
      attributes.filter((attribute) => this.#isAkin(attribute.name, name)),
    );
    return akin.length === 0 || akin.some(({ policy }) => policy === 'semantic');
  }
}

/** "AA-9" of "SO-5957", "9 Aa Aa, Aa" of an address. */
function shapeOf(value: string): string {
  return value
    .replace(/\p{Ll}+/gu, 'a')
    .replace(/\d+/g, '9')
    .replace(/\p{Lu}/gu, 'A');
}

function hasAlike(words: ReadonlySet<string>, word: string): boolean {
  if (words.has(word)) return true;
  return word.length > 4 && [...words].some((other) => other.length > 4 && other.slice(0, 5) === word.slice(0, 5));
}

function spelledFor(name: string, text: string): string[] {
  if (/mail/.test(name)) return [...text.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)].map((match) => match[0].replace(/\.$/, ''));
  if (/phone|tel/.test(name)) return [...text.matchAll(/\+?\d[\d ()-]{5,}\d/g)].map((match) => match[0]);
  return [];
}

function phrasesIn(text: string): { readonly value: string; readonly isQuoted: boolean }[] {
  const { whole, parts } = namesIn(text);
  const phrases = [...new Set([...addressesIn(text), ...whole, ...codesIn(text), ...parts])];
  return phrases.map((value) => ({ value, isQuoted: /["“]/.test(text.charAt(text.indexOf(value) - 1)) }));
}

/** "112 Mulberry Street, Graz" */
function addressesIn(text: string): string[] {
  return [...text.matchAll(/\b\d+[a-z]? \p{Lu}[\p{L}'’-]*(?:,? (?:\d+|\p{Lu}[\p{L}'’-]*))*/gu)].map((match) => match[0]);
}
