import type { Json } from '../base/json.ts';
import type { Knowledge } from './knowledge.ts';
import { nameIn } from './leaves.ts';
import { daysFrom, numberForms, saidIn } from './spoken.ts';

/**
 * How a value follows by one step of arithmetic from what was seen and what the task says: "two nights longer", "twenty
 * dollars more", "half of it", the sum of a column. Undefined where it does not.
 */
export function reckoned(knowledge: Knowledge, name: string, value: Json): string | undefined {
  if (typeof value === 'number') return reckonedNumber(knowledge, name, value);
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)) return reckonedDate(knowledge, value);
  return undefined;
}

function reckonedNumber({ seen, task, today }: Knowledge, name: string, value: number): string | undefined {
  const numbers = seen.flatMap((item) => (typeof item.value === 'number' ? [{ ...item, value: item.value }] : []));
  const unit = name.split('_').at(-1) ?? name;
  const akin = numbers.filter((item) => nameIn(item.path) === name || nameIn(item.path).split('_').includes(unit));
  for (const item of akin) {
    const difference = value - item.value;
    const said = difference === 0 ? undefined : saidIn(task, { value: difference, name, today });
    if (said !== undefined) return `${at(item)} ${difference > 0 ? 'plus' : 'minus'} "${said}"`;
    if (value * 2 === item.value && /\bhalf\b/i.test(task)) return `half of ${at(item)}`;
    if (value === item.value * 2 && /\b(double|twice)\b/i.test(task)) return `twice ${at(item)}`;
  }
  const rest = numbers
    .flatMap((item) => numbers.map((other) => ({ item, other })))
    .find(({ item, other }) => item !== other && areSiblings(item, other) && item.value - other.value === value);
  if (rest) return `${at(rest.item)} minus ${at(rest.other)}`;
  const reading = akin.find((item) => item.value > 12 && saidIn(task, { value: item.value + value, name, today }) !== undefined);
  if (reading) return `"${saidIn(task, { value: reading.value + value, name, today }) ?? ''}" minus ${at(reading)}`;
  const span = spanOf(seen, value);
  if (/day|night/.test(name) && span) return `the days from ${at(span.from)} to ${at(span.to)}`;
  for (const column of columns(akin)) {
    if (column.length > 1 && column.reduce((sum, item) => sum + item.value, 0) === value)
      return `the sum of ${column.map(at).join(', ')}`;
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
    const to = dates.find((other) => areSiblings(from, other) && daysFrom(String(from.value), String(other.value)) === days);
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

function reckonedDate({ seen, task, today }: Knowledge, value: string): string | undefined {
  const bases = seen.filter((item) => typeof item.value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(item.value));
  for (const item of bases) {
    const from = String(item.value);
    if (from.slice(10) !== value.slice(10) && value.length > 10) continue;
    const days = daysFrom(from, value);
    const said =
      days === 0
        ? undefined
        : numberForms(Math.abs(days), 'days')
            .flatMap((form) =>
              /[a-z]$/.test(form) && form.includes(' ')
                ? [form]
                : [`${form} day`, `${form} days`, `${form} night`, `${form} nights`, `${form} more`],
            )
            .find((form) => task.toLowerCase().includes(form));
    if (said !== undefined) return `${at(item)} ${days > 0 ? 'plus' : 'minus'} "${said}"`;
  }
  const day = saidIn(task, { value: value.slice(0, 10), name: 'date', today });
  return day !== undefined && bases.some((item) => String(item.value).slice(10) === value.slice(10)) ? `"${day}"` : undefined;
}

function at(item: { readonly call: number; readonly path: string }): string {
  return `${item.path} of call ${item.call}`;
}
