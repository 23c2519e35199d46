import type { Json } from '../../base/json.ts';
import { months, weekdays } from '../calendar.ts';
import { daysIn } from '../mentions/days.ts';
import { numbersIn } from '../mentions/numbers.ts';
import { grouped, ordinals, smallNumbers, tens } from '../number-words.ts';
import { stem } from '../stem.ts';
import { dateForms } from '../surface-forms/dates.ts';
import { moneyForms } from '../surface-forms/money.ts';
import { timeForms } from '../surface-forms/times.ts';
import type { Span } from './clauses.ts';

/** The sorts of values that an answer can be. An amount is in cents, a date "2026-03-09", a time "14:30". */
export const answerTypes = ['number', 'amount', 'date', 'time', 'name', 'choice', 'yes-no', 'list'] as const;
export type AnswerType = (typeof answerTypes)[number];

/** A value that stands somewhere in a text. */
export interface Spot extends Span {
  readonly value: Json;
}

/** Where a text in small letters says a value of a type, in any usual form. `name` is what the value is called: words for numbers depend on it. */
export function spotsOf(text: string, type: AnswerType, value: Json, { name, today }: { name: string; today: string }): Spot[] {
  const marked = (spans: readonly Span[]): Spot[] => outermost(spans).map((span) => ({ ...span, value }));
  if (type === 'number' && typeof value === 'number') return marked(numberSpans(text, value, name));
  if (type === 'amount' && typeof value === 'number')
    return marked(
      spansOf(text, amountForms(value)).filter((span) => !numbered.test(text.slice(0, span.from)) && !isPartOfDate(text, span)),
    );
  if (type === 'date' && typeof value === 'string') return marked(dateSpans(text, value.slice(0, 10), today));
  if (type === 'time' && typeof value === 'string')
    return marked(spansOf(text, timeForms(value.slice(-5).includes(':') ? value.slice(-5) : value)));
  return marked(wordSpans(text, String(value)));
}

/** Everything in a text that is of a type, whatever its value: numbers, amounts, exact dates, times on the clock. Names and choices have no common form. */
export function allSpots(text: string, type: AnswerType, today: string): Spot[] {
  const found = (pattern: RegExp, read: (match: string) => Json | undefined): Spot[] =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const value = read(match[0]);
      return value === undefined ? [] : [{ from: match.index, to: match.index + match[0].length, value }];
    });
  if (type === 'number') {
    const words = [...smallNumbers, ...tens.filter((ten) => ten !== '')].join('|');
    return found(
      new RegExp(`(?<![\\p{L}\\d$€£.,:/#-])(?:\\d[\\d,]*(?:\\.\\d+)?|(?:${words})(?:-[a-z]+)?)(?![\\p{L}\\d]|[.,:/-]\\d)`, 'gu'),
      (said) => numbersIn(said)[0]?.value,
    ).filter((spot) => !isPartOfDate(text, spot));
  }
  if (type === 'amount')
    return found(/[$€£]\s?\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?(?= (?:dollars|euros|pounds|usd|eur)\b)/g, (said) =>
      Math.round(Number(said.replace(/[$€£,\s]/g, '')) * 100),
    );
  if (type === 'date') return found(exactDate, (said) => daysIn(said.replaceAll(',', ''), today)[0]);
  if (type === 'time') return found(/\b\d{1,2}:\d{2}\b/g, (said) => (said.length === 4 ? `0${said}` : said));
  return [];
}

const monthWords = months.map((month) => `${month}|${month.slice(0, 3)}`).join('|');
const exactDate = new RegExp(
  `\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${monthWords})\\b(?:,? \\d{4})?|\\b(?:${monthWords}) \\d{1,2}(?:st|nd|rd|th)?\\b(?!:)(?:,? \\d{4})?`,
  'g',
);

function isPartOfDate(text: string, { from, to }: Span): boolean {
  return (
    new RegExp(`^(?:st|nd|rd|th)?(?: of)? (?:${monthWords})\\b`).test(text.slice(to)) ||
    new RegExp(`\\b(?:${monthWords}) $`).test(text.slice(0, from))
  );
}

/** Words before a number that make it a name: "room 204", "booking 3". */
const numbered =
  /\b(?:room|order|ticket|booking|stay|number|no\.?|bay|bin|copy|card|account|section|seat|row|gate|invoice|item|step|rule|option|dock|aisle|trip|slot|loan|case) (?:number |no\.? )?$/;

function numberSpans(text: string, value: number, name: string): Span[] {
  const digits = [String(value), grouped(value), ...(Number.isInteger(value) ? [`${value}.0`, `${value}.00`] : [])];
  const words = [...numberInWords(value), ...unitForms(value, name)];
  return spansOf(text, [...digits, ...words, ...(fewForms[value] ?? [])]).filter(
    (span) =>
      !isPartOfDate(text, span) &&
      !numbered.test(text.slice(0, span.from)) &&
      !/[-#:/$€£]$/.test(text.slice(0, span.from)) &&
      !/^(?::\d|%|-\d)/.test(text.slice(span.to)),
  );
}

const fewForms: Readonly<Record<number, readonly string[]>> = {
  0: ['none', 'no', 'nothing', 'not any', 'not a single', 'nobody', 'zero'],
  1: ['a single', 'just one', 'only one', 'once'],
  2: ['both', 'a pair', 'a couple', 'twice'],
  12: ['a dozen', 'dozen'],
};

/** "twelve", "two hundred and six"; none for fractions and beyond 999. */
function numberInWords(value: number): string[] {
  if (!Number.isInteger(value) || value < 0 || value > 999) return [];
  if (value < 20) return [smallNumbers[value] ?? ''];
  if (value < 100) {
    const [ten, unit] = [tens[Math.floor(value / 10)] ?? '', value % 10];
    return unit === 0 ? [ten] : [`${ten}-${smallNumbers[unit]}`, `${ten} ${smallNumbers[unit]}`];
  }
  const [hundreds, rest] = [smallNumbers[Math.floor(value / 100)] ?? '', value % 100];
  if (rest === 0) return [`${hundreds} hundred`, ...(value === 100 ? ['a hundred'] : [])];
  return numberInWords(rest).flatMap((word) => [`${hundreds} hundred and ${word}`, `${hundreds} hundred ${word}`]);
}

/** Days in weeks, minutes in hours, months in years, where it comes out even. */
function unitForms(value: number, name: string): string[] {
  const units: readonly [RegExp, number, string][] = [
    [/day/, 7, 'week'],
    [/month/, 12, 'year'],
    [/minute/, 60, 'hour'],
  ];
  return units.flatMap(([pattern, per, unit]) => {
    if (!pattern.test(name) || value === 0 || value % per !== 0) return [];
    const count = value / per;
    return [String(count), ...numberInWords(count), ...(count === 1 ? ['a', 'an'] : [])].map(
      (word) => `${word} ${unit}${count === 1 ? '' : 's'}`,
    );
  });
}

function amountForms(cents: number): string[] {
  if (cents === 0)
    return [
      '$0',
      '$0.00',
      '€0',
      '0 dollars',
      'zero dollars',
      'zero',
      'nothing',
      'none',
      'no refund',
      'no fee',
      'no charge',
      'free of charge',
      '0.00',
      '0',
    ];
  const [whole, rest] = [Math.floor(Math.abs(cents) / 100), Math.abs(cents) % 100];
  const inFull =
    rest === 0
      ? numberInWords(whole).map((word) => `${word} dollars`)
      : [`${whole} dollars and ${rest} cents`, `${whole} dollars ${rest}`, `${grouped(whole)} dollars and ${rest} cents`];
  const bare = [`${whole}.${String(rest).padStart(2, '0')}`, `${grouped(whole)}.${String(rest).padStart(2, '0')}`];
  return [...moneyForms(Math.abs(cents)), ...inFull, ...bare, ...(rest === 0 ? [grouped(whole)] : [])];
}

function dateSpans(text: string, date: string, today: string): Span[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const offset = Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  const exact = dateForms(date, today).filter((form) => /\d/.test(form) && !/\b(?:days?|weeks?)\b/.test(form));
  const written = [
    `${Number(day)}/${Number(month)}/${year}`,
    `${Number(month)}/${Number(day)}/${year}`,
    `${day}/${month}/${year}`,
    `${month}/${day}/${year}`,
    `${day}.${month}.${year}`,
    `${Number(day)}.${Number(month)}.${year}`,
  ];
  const inWords = Number(day) < ordinals.length ? [`the ${ordinals[Number(day)]} of ${months[Number(month) - 1]}`] : [];
  const named = spansOf(text, [...exact, ...written, ...inWords]).filter(({ to }) => {
    const other = /^(?:st|nd|rd|th)?,? (\d{4})\b/.exec(text.slice(to))?.[1];
    return other === undefined || other === year;
  });
  const count = [String(Math.abs(offset)), ...numberInWords(Math.abs(offset))];
  const weeks =
    offset !== 0 && offset % 7 === 0
      ? [String(Math.abs(offset) / 7), ...numberInWords(Math.abs(offset) / 7), ...(Math.abs(offset) === 7 ? ['a'] : [])]
      : [];
  const spans = [
    ...count.map((word) => `${word} day${Math.abs(offset) === 1 ? '' : 's'}`),
    ...weeks.map((word) => `${word} week${Math.abs(offset) === 7 ? '' : 's'}`),
  ];
  const near =
    new Map([
      [0, ['today', 'this morning', 'this afternoon']],
      [1, ['tomorrow']],
      [2, ['the day after tomorrow']],
      [-1, ['yesterday']],
      [-2, ['the day before yesterday']],
    ]).get(offset) ?? [];
  const relative = [
    ...near,
    ...(offset > 0
      ? spans.flatMap((span) => [`in ${span}`, `${span} from now`, `${span} from today`])
      : spans.map((span) => `${span} ago`)),
    ...(Math.abs(offset) <= 13 ? [weekday] : []),
  ];
  // "Tuesday, 10 March" says its own day.
  const told = spansOf(text, relative).filter(
    ({ from, to }) =>
      !new RegExp(`^,? (?:the )?(?:\\d|(?:${monthWords})\\b)`).test(text.slice(to)) &&
      !/day (?:after|before) $/.test(text.slice(0, from)),
  );
  return [...named, ...told];
}

function wordSpans(text: string, value: string): Span[] {
  const digits = value.replace(/\D/g, '');
  // Telephone numbers are grouped in many ways.
  if (digits.length >= 7 && /^[+\d\s().-]+$/.test(value))
    return [...text.matchAll(new RegExp([...digits].join('[\\s().-]*'), 'g'))].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
    }));
  const tokens = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    word: inOneSpelling(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }));
  const wanted = [...value.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)].map((match) => inOneSpelling(match[0]));
  if (wanted.length === 0) return [];
  return tokens.flatMap((token, start) => {
    const run = tokens.slice(start, start + wanted.length);
    const last = run.at(-1);
    return last && run.length === wanted.length && run.every(({ word }, index) => word === wanted[index])
      ? [{ from: token.from, to: last.to }]
      : [];
  });
}

/** A word without its ending, "cancelled" and "canceled" alike. */
function inOneSpelling(word: string): string {
  return stem(word).replace(/ll$/, 'l');
}

/** Where forms stand on their own, not as parts of longer words or numbers. */
function spansOf(text: string, forms: readonly string[]): Span[] {
  return [...new Set(forms)]
    .filter((form) => form !== '')
    .flatMap((form) => {
      const spans: Span[] = [];
      for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + 1)) {
        const [before, after] = [text.slice(Math.max(0, from - 2), from), text.slice(from + form.length, from + form.length + 2)];
        const startsWell = !/[\p{L}\d]$/u.test(before) && !(/^\d/.test(form) && /\d[.,]$/.test(before));
        const endsWell = !/^[\p{L}\d]/u.test(after) && !(/\d$/.test(form) && /^[.,]\d/.test(after));
        if (startsWell && endsWell) spans.push({ from, to: from + form.length });
      }
      return spans;
    });
}

/** Of spans that overlap the longest. */
function outermost(spans: readonly Span[]): Span[] {
  return spans.filter(
    (span) =>
      !spans.some(
        (other) =>
          other !== span &&
          other.from <= span.from &&
          other.to >= span.to &&
          (other.to - other.from > span.to - span.from || spans.indexOf(other) < spans.indexOf(span)),
      ),
  );
}
