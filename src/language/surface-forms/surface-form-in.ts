import type { Json } from '../../base/json.ts';
import { flat } from '../words.ts';
import { dateForms } from './dates.ts';
import { nameIn } from './names.ts';
import { numberForms } from './numbers.ts';
import { firstOf } from './stands-in.ts';
import { timeForms } from './times.ts';

/** A value and what is known of it: words for numbers depend on the unit, words for dates on the present day. */
export interface SurfaceForm {
  readonly value: Json;
  /** Name of the parameter or attribute: "days", "amount_cents". */
  readonly name: string;
  /** "2026-03-09" */
  readonly today: string;
}

/** The words in which a text says a value, as a person writes it; undefined where it does not say it. */
export function surfaceFormIn(text: string, saying: SurfaceForm): string | undefined {
  const { value } = saying;
  const plain = flat(text);
  if (typeof value === 'number') return firstOf(plain, numberForms(value, saying.name));
  if (typeof value !== 'string') return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return firstOf(plain, dateForms(value, saying.today));
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return momentSaid(plain, value, saying.today);
  return nameIn(plain, flat(value)) ?? (/^\d{2}:\d{2}$/.test(value) ? firstOf(plain, timeForms(value)) : undefined);
}

/** A moment is said when its time is; its day may be the present one or be found out. */
function momentSaid(text: string, moment: string, today: string): string | undefined {
  const time = firstOf(text, timeForms(moment.slice(11, 16)));
  const day = firstOf(text, dateForms(moment.slice(0, 10), today));
  if (time === undefined) return undefined;
  if (day !== undefined) return `${day}, ${time}`;
  return moment.slice(0, 10) === today ? time : undefined;
}
