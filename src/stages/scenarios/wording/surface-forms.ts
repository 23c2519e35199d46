import { daysBetween } from '../../../base/days.ts';
import type { Json } from '../../../base/json.ts';

/** A value and what is known of it: words for numbers depend on the unit, words for dates on the present day. */
export interface SurfaceForm {
  readonly value: Json;
  /** Name of the parameter or attribute: "days", "amount_cents". */
  readonly name: string;
  /** "2026-03-09" */
  readonly today: string;
}

/** The words for 0 to 19, and for the tens by their place. */
export const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
export const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ordinals =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'.split(
    ' ',
  );
/** Sunday is the first. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
export const months = 'january february march april may june july august september october november december'.split(' ');

/** The words in which a text says a value, as a person writes it; undefined where it does not say it. */
export function surfaceFormIn(text: string, saying: SurfaceForm): string | undefined {
  const { value } = saying;
  const plain = flat(text);
  if (typeof value === 'number') return firstOf(plain, numberForms(value, saying.name));
  if (typeof value !== 'string') return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return firstOf(plain, dateForms(value, saying.today));
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return momentSaid(plain, value, saying.today);
  return stringSaid(plain, flat(value)) ?? (/^\d{2}:\d{2}$/.test(value) ? firstOf(plain, timeForms(value)) : undefined);
}

/** Small letters, plain quotes and single spaces. */
export function flat(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2014]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

function firstOf(text: string, forms: readonly string[]): string | undefined {
  return forms.find((form) => standsIn(text, form));
}

/** Whether a form stands in a text on its own and is not part of a longer word or number. */
function standsIn(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + form.length, at + form.length + 2);
    const startsWell = !/[\p{L}\d]$/u.test(before) && !(/^\d/.test(form) && /\d[.,]$/.test(before));
    const endsWell = !/^[\p{L}\d]/u.test(after) && !(/\d$/.test(form) && /^[.,]\d/.test(after));
    if (startsWell && endsWell) return true;
  }
  return false;
}

/** The whole string, or its words one after the other, in whatever number and case of the noun. */
function stringSaid(text: string, value: string): string | undefined {
  if (value === '') return undefined;
  if (standsIn(text, value)) return value;
  const wanted = wordsIn(value).map(singular);
  if (wanted.length === 0 || value.length < 3) return undefined;
  const said = wordsIn(text);
  const at = said.findIndex((_, start) => wanted.every((word, index) => singular(said[start + index] ?? '') === word));
  return at < 0 ? nearTogether(said, wanted) : said.slice(at, at + wanted.length).join(' ');
}

/** As far apart as the parts of a name may stand: "The Brandls have called, Mateo cannot come." */
const nearWords = 10;

/** All of several words near each other in any order: people say a name in pieces. */
function nearTogether(said: readonly string[], wanted: readonly string[]): string | undefined {
  if (wanted.length < 2 || wanted.some((word) => word.length < 3)) return undefined;
  for (let start = 0; start < said.length; start++) {
    const stretch = said.slice(start, start + nearWords);
    const mentions = new Set(stretch.map(singular));
    if (wanted.every((word) => mentions.has(word))) return stretch.filter((word) => wanted.includes(singular(word))).join(' ');
  }
  return undefined;
}

/** The words of a text, and numbers as it writes them. */
export function wordsIn(text: string): string[] {
  return text.split(/[^\p{L}\d]+/u).filter((word) => word !== '');
}

/** "tubes" and "tube", "batteries" and "battery", "knives" and "knife" come to the same. */
export function singular(word: string): string {
  if (word.length < 4) return word;
  return word
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|x|ss|z)es$/, '$1')
    .replace(/(?<!s)s$/, '')
    .replace(/(?<!f)(fe?|ve)$/, 'v');
}

/** "12", "twelve", "twelfth"; in cents "$12.50"; in days "two weeks"; in minutes "an hour". */
export function numberForms(value: number, name: string): string[] {
  const size = Math.abs(value);
  return [
    ...(isMoney(name) ? moneyForms(size) : []),
    ...plainForms(size),
    ...(/day/.test(name) ? timesForms(size, 7, 'week') : []),
    ...(/month/.test(name) ? timesForms(size, 12, 'year') : []),
    ...(/minute/.test(name) ? minuteForms(size) : []),
    ...(/hour|time/.test(name) && size < 24 ? timeForms(`${String(size).padStart(2, '0')}:00`) : []),
    ...(size === 0 ? ['none', 'nothing', 'no', 'completely', 'entirely', 'altogether', 'remove'] : []),
    ...(size === 1 ? ['a', 'an', 'another', 'single', 'once'] : []),
    ...(size === 2 ? ['twice', 'both', 'a couple', 'double', 'a pair'] : []),
    ...(size === 12 ? ['a dozen', 'dozen'] : []),
  ];
}

/** Whether a name is one of amounts that people say in whole units and that are kept in cents. */
export function isMoney(name: string): boolean {
  return /cent|amount|price|fee|cost|balance|limit|total|deposit|refund|budget/.test(name);
}

function plainForms(size: number): string[] {
  const digits = String(size);
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  const ending = size % 100 >= 11 && size % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][size % 10] ?? 'th');
  return [...new Set([digits, grouped, ...inWords(size), ...(Number.isInteger(size) ? [`${digits}${ending}`] : [])])];
}

function inWords(size: number): string[] {
  if (!Number.isInteger(size) || size > 99) return size === 100 ? ['a hundred', 'one hundred'] : [];
  const ordinal = ordinals[size];
  if (size < 20) return [small[size] ?? '', ...(ordinal && size > 0 ? [ordinal] : [])];
  const ten = tens[Math.floor(size / 10)] ?? '';
  return size % 10 === 0 ? [ten] : [`${ten}-${small[size % 10] ?? ''}`, `${ten} ${small[size % 10] ?? ''}`];
}

/** An amount kept in cents, as people write it. */
function moneyForms(cents: number): string[] {
  const whole = Math.floor(cents / 100);
  const rest = String(cents % 100).padStart(2, '0');
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
  const amounts =
    cents % 100 === 0 ? [`${whole}`, grouped, `${whole}.00`, `${grouped}.00`] : [`${whole}.${rest}`, `${grouped}.${rest}`];
  const words = cents % 100 === 0 ? inWords(whole) : [];
  return [
    ...amounts.flatMap((amount) => ['$', '€', '£'].map((sign) => `${sign}${amount}`)),
    ...[...amounts, ...words].flatMap((amount) =>
      ['dollars', 'dollar', 'euros', 'euro', 'pounds', 'usd', 'eur'].map((unit) => `${amount} ${unit}`),
    ),
    ...(whole === 0 ? [`${cents} cents`] : [amounts[0] ?? '']),
  ];
}

function timesForms(size: number, per: number, unit: string): string[] {
  if (size === 0 || size % per !== 0) return [];
  const count = size / per;
  const counts = count === 1 ? ['a', 'one', 'another', '1', 'a further', 'one more', 'next'] : [...plainForms(count)];
  return [
    ...counts.flatMap((word) => [`${word} ${unit}${count === 1 ? '' : 's'}`, `${word} more ${unit}s`]),
    ...(size === 14 ? ['fortnight'] : []),
  ];
}

function minuteForms(size: number): string[] {
  const fractions: Record<number, string[]> = {
    15: ['quarter of an hour', 'a quarter of an hour'],
    30: ['half an hour', 'half hour'],
    45: ['three quarters of an hour'],
    60: ['an hour', 'one hour'],
    90: ['an hour and a half', 'one and a half hours'],
  };
  return [...(fractions[size] ?? []), ...timesForms(size, 60, 'hour')];
}

/** "13 March", "Friday", "tomorrow", "in two weeks". */
export function dateForms(date: string, today: string): string[] {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return [date];
  const number = day.getUTCDate();
  const month = months[day.getUTCMonth()] ?? '';
  const year = day.getUTCFullYear();
  const ordinal = plainForms(number).at(-1) ?? '';
  const named = [month, month.slice(0, 3)].flatMap((word) => [
    `${number} ${word}`,
    `${word} ${number}`,
    `${ordinal} of ${word}`,
    `${ordinal} ${word}`,
    `${word} ${ordinal}`,
    `${number} ${word} ${year}`,
  ]);
  return [
    date,
    ...named,
    ...relativeForms(daysBetween(today, date), weekdays[day.getUTCDay()] ?? ''),
    ...(date.slice(0, 7) === today.slice(0, 7) ? [`the ${ordinal}`] : []),
  ];
}

function relativeForms(offset: number, weekday: string): string[] {
  const near: Record<number, string[]> = {
    0: ['today', 'tonight', 'now', 'at once', 'this morning', 'this afternoon', 'immediately'],
    1: ['tomorrow'],
    2: ['the day after tomorrow'],
    '-1': ['yesterday'],
  };
  const size = Math.abs(offset);
  return [
    ...(near[offset] ?? []),
    ...(size <= 13 ? [weekday] : []),
    ...(size > 0 ? timesForms(size, 1, 'day') : []),
    ...timesForms(size, 7, 'week'),
  ];
}

/** A moment is said when its time is; its day may be the present one or be found out. */
function momentSaid(text: string, moment: string, today: string): string | undefined {
  const time = firstOf(text, timeForms(moment.slice(11, 16)));
  const day = firstOf(text, dateForms(moment.slice(0, 10), today));
  if (time === undefined) return undefined;
  if (day !== undefined) return `${day}, ${time}`;
  return moment.slice(0, 10) === today ? time : undefined;
}

/** "14:30", "2:30 pm", "half past two". */
function timeForms(time: string): string[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const half = hour < 12 ? ['am', 'a.m.'] : ['pm', 'p.m.'];
  const minutes = String(minute).padStart(2, '0');
  const exact = half.flatMap((name) => [
    `${twelve}:${minutes} ${name}`,
    `${twelve}:${minutes}${name}`,
    `${twelve}.${minutes} ${name}`,
  ]);
  const hours = small[twelve] ?? '';
  const full =
    minute === 0
      ? [
          ...half.flatMap((name) => [`${twelve} ${name}`, `${twelve}${name}`, `${hours} ${name}`]),
          `${twelve} o'clock`,
          `${hours} o'clock`,
          `at ${hours}`,
        ]
      : [];
  return [
    time,
    `${hour}:${minutes}`,
    ...exact,
    ...full,
    ...(minute === 30 ? [`half past ${hours}`] : []),
    ...(minute === 15 ? [`quarter past ${hours}`] : []),
    ...(time === '12:00' ? ['noon', 'midday'] : []),
    ...(time === '00:00' ? ['midnight'] : []),
  ];
}

/** Runs of capitalised words, as names of people, places and titles are: "Bo Lind", "Songs of the Delta". */
export function capitalisedRuns(text: string): string[] {
  const runs = /\p{Lu}[\p{L}'’-]*(?: (?:(?:de|da|van|von|of|the|and|der|la|le) )*(?:\p{Lu}[\p{L}'’-]*|\d+))*/gu;
  return [...text.matchAll(runs)].map((match) => match[0]);
}
