import { addDays, daysBetween } from '../../../base/days.ts';
import type { Json } from '../../../base/json.ts';
import { numberForms } from '../../../language/surface-forms/numbers.ts';
import { surfaceFormIn } from '../../../language/surface-forms/surface-form-in.ts';
import type { Knowledge } from '../certificate/knowledge.ts';
import { nameIn } from '../leaves.ts';

/**
 * How a value follows by one step of arithmetic from what was seen and what the task says: "two nights longer", "twenty
 * dollars more", "half of it", the sum of a column. Undefined where it does not.
 */
export function derivedValue(knowledge: Knowledge, name: string, value: Json): string | undefined {
  if (typeof value === 'number') return derivedNumber(knowledge, name, value);
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)) return derivedDate(knowledge, value);
  return undefined;
}

/** Words for one and none that stand in almost every text. */
const vague = new Set(['a', 'an', 'no', 'another', 'remove']);

function derivedNumber({ seen, task, today }: Knowledge, name: string, value: number): string | undefined {
  const numbers = seen.flatMap((item) => (typeof item.value === 'number' ? [{ ...item, value: item.value }] : []));
  const unit = name.split('_').at(-1) ?? name;
  const akin = numbers.filter((item) => nameIn(item.path) === name || nameIn(item.path).split('_').includes(unit));
  for (const item of akin) {
    const difference = value - item.value;
    const said = difference === 0 ? undefined : surfaceFormIn(task, { value: difference, name, today });
    if (said !== undefined && vague.has(said)) continue;
    if (said !== undefined) return `${at(item)} ${difference > 0 ? 'plus' : 'minus'} "${said}"`;
    if (value * 2 === item.value && /\bhalf\b/i.test(task)) return `half of ${at(item)}`;
    if (value === item.value * 2 && /\b(double|twice)\b/i.test(task)) return `twice ${at(item)}`;
  }
  const rest = numbers
    .flatMap((item) => numbers.map((other) => ({ item, other })))
    .find(({ item, other }) => item !== other && areSiblings(item, other) && item.value - other.value === value);
  if (rest) return `${at(rest.item)} minus ${at(rest.other)}`;
  const reading = akin.find(
    (item) => item.value > 12 && surfaceFormIn(task, { value: item.value + value, name, today }) !== undefined,
  );
  if (reading) return `"${surfaceFormIn(task, { value: reading.value + value, name, today }) ?? ''}" minus ${at(reading)}`;
  const span = spanOf(seen, value);
  if (/day|night/.test(name) && span) return `the days from ${at(span.from)} to ${at(span.to)}`;
  for (const column of columns(akin)) {
    const sum = column.reduce((total, item) => total + item.value, 0);
    if (column.length > 1 && sum === value) return `the sum of ${column.map(at).join(', ')}`;
    const own = column.find((item) =>
      numbers.some((whole) => nameIn(whole.path) !== name && whole.value - (sum - item.value) === value),
    );
    if (own && column.length > 1) return `what the others in the column of ${at(own)} leave of the whole`;
  }
  return undefined;
}

/** Two dates of one record that are so many days apart. */
function spanOf(
  seen: Knowledge['seen'],
  days: number,
): { from: Knowledge['seen'][number]; to: Knowledge['seen'][number] } | undefined {
  const dates = seen.filter((item) => typeof item.value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(item.value));
  for (const from of dates) {
    const to = dates.find((other) => areSiblings(from, other) && daysBetween(String(from.value), String(other.value)) === days);
    if (to) return { from, to };
  }
  return undefined;
}

/** Whether two values stand in one record. */
function areSiblings(
  one: { readonly call: number; readonly path: string },
  other: { readonly call: number; readonly path: string },
): boolean {
  const parent = (path: string): string => path.split('.').slice(0, -1).join('.');
  return one.call === other.call && parent(one.path) === parent(other.path);
}

/** Values that stand under one name in one result. */
function columns<Item extends { readonly call: number; readonly path: string }>(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${item.call} ${nameIn(item.path)}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

function derivedDate({ seen, task, today }: Knowledge, value: string): string | undefined {
  const text = task.toLowerCase();
  const bases = seen.filter((item) => typeof item.value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(item.value));
  for (const item of bases) {
    const from = String(item.value);
    if (from.slice(10) !== value.slice(10) && value.length > 10) continue;
    const said = offsetSaid(text, daysBetween(from, value));
    if (said !== undefined) return `${at(item)} moved by "${said}"`;
  }
  for (let days = 1; days <= furthest; days++) {
    const base = surfaceFormIn(task, { value: addDays(value.slice(0, 10), -days), name: 'date', today });
    const said = base === undefined ? undefined : offsetSaid(text, days);
    if (said !== undefined && value.length === 10) return `"${base}" moved by "${said}"`;
  }
  const day = surfaceFormIn(task, { value: value.slice(0, 10), name: 'date', today });
  return day !== undefined && bases.some((item) => String(item.value).slice(10) === value.slice(10)) ? `"${day}"` : undefined;
}

/** Days after a date in the text that are looked for. */
const furthest = 14;

/** "two weeks", "one more night", "the day after" */
function offsetSaid(text: string, days: number): string | undefined {
  if (days === 0) return undefined;
  const after = ['the day after', 'the next day', 'the following day', 'a day later', 'one day later'];
  const before = ['the day before', 'a day earlier', 'one day earlier'];
  const neighbours = days === 1 ? after : days === -1 ? before : [];
  const counts = numberForms(Math.abs(days), 'days').filter((form) => !vague.has(form));
  const spans = counts.flatMap((form) =>
    /[a-z]$/.test(form) && form.includes(' ')
      ? [form]
      : ['day', 'days', 'night', 'nights', 'more'].map((unit) => `${form} ${unit}`),
  );
  return [...neighbours, ...spans].find((form) => text.includes(form));
}

function at(item: { readonly call: number; readonly path: string }): string {
  return `${item.path} of call ${item.call}`;
}
