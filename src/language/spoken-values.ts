import type { Json } from '../base/json.ts';
import type { AnswerType } from './answers/values.ts';
import { monthNames } from './calendar.ts';
import { listOf } from './lists.ts';
import { grouped } from './number-words.ts';

/** A value as people say it: "3 March", "$12.50", "14:30", "yes". Amounts are in cents. */
export function spoken(value: Json, type: AnswerType): string {
  if (Array.isArray(value))
    return value.length === 0
      ? 'none'
      : listOf(value.map((item: Json) => spoken(item, typeof item === 'string' && isDate(item) ? 'date' : 'name')));
  if (type === 'amount' && typeof value === 'number') return spokenAmount(value);
  if (type === 'date' && typeof value === 'string') return spokenDate(value);
  if (type === 'time' && typeof value === 'string') return value.slice(-5).includes(':') ? value.slice(-5) : value.slice(11, 16);
  if (type === 'yes-no') return value === true ? 'yes' : 'no';
  return typeof value === 'string' ? value.replaceAll('_', ' ') : String(value);
}

/** A value by what it is called: `amount_cents` is an amount, "2026-03-09" a date. */
export function spokenAs(name: string, value: Json): string {
  if (typeof value === 'number' && name.endsWith('_cents')) return spokenAmount(value);
  if (typeof value === 'string' && isDate(value))
    return value.includes('T') ? `${spokenDate(value)}, ${value.slice(11, 16)}` : spokenDate(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return spoken(value, 'name');
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(text);
}

/** "3 March" */
function spokenDate(date: string): string {
  return `${Number(date.slice(8, 10))} ${monthNames[Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** 1250 -> "$12.50" */
function spokenAmount(cents: number): string {
  const [whole = '', rest = ''] = (Math.abs(cents) / 100).toFixed(2).split('.');
  return `${cents < 0 ? '-' : ''}$${grouped(whole)}.${rest}`;
}
