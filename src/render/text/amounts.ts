import { singular } from '../../language/nouns.ts';
import { grouped } from '../../language/number-words.ts';

/** A time span for people: "4 s", "3 min 20 s", "2 h 5 min". */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** A count with separated thousands: "12,340". */
export function countText(count: number): string {
  return grouped(count);
}

/** "1 scenario", "3 scenarios", "2 trajectories"; the noun is given in its plural. */
export function countOf(count: number, plural: string): string {
  const [things = plural, ...by] = plural.split(/(?= by )/);
  return `${countText(count)} ${count === 1 ? `${singular(things)}${by.join('')}` : plural}`;
}

/** A share as people read it: "83 %"; "-" when there is nothing to share. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`;
}

/** A mean of rewards with two decimals; "-" of none. */
export function meanText(values: readonly number[]): string {
  if (values.length === 0) return '-';
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
}

/** Money with as many decimals as it needs: "$12.40", "$0.0031". */
export function dollarText(amount: number): string {
  if (amount === 0 || amount >= 1) return `$${amount.toFixed(2)}`;
  return `$${Number(amount.toPrecision(2)).toFixed(Math.min(8, Math.max(2, 1 - Math.floor(Math.log10(amount)))))}`;
}
