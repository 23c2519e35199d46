import type { Measured } from '../../../figures/measured.ts';
import { shareText } from '../amounts.ts';

/** Columns of a list of scenarios. */
export const measuredHeaders = ['attempts', 'passed (95 %)', 'pass@k', 'teaches'];

/** What stands in these columns. */
export function measuredCells(measured: Measured | undefined): string[] {
  if (!measured) return ['0', '', '', ''];
  const { attempts, unscored, passed, interval, passAt: points, teaches } = measured;
  const later = points.filter(({ k }) => k > 1 && (k & (k - 1)) === 0);
  return [
    unscored > 0 ? `${attempts} and ${unscored} unscored` : String(attempts),
    attempts === 0 ? '' : `${shareText(passed, attempts)} (${shareText(interval[0], 1)} to ${shareText(interval[1], 1)})`,
    later.map(({ k, estimate }) => `@${k} ${shareText(estimate, 1)}`).join(', '),
    attempts > 1 ? (teaches ? 'yes' : 'no') : '',
  ];
}
