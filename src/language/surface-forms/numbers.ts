import { countForms, multipleForms } from './counts.ts';
import { isMoney, moneyForms } from './money.ts';
import { timeForms } from './times.ts';

/** "12", "twelve", "twelfth"; in cents "$12.50"; in days "two weeks"; in minutes "an hour". */
export function numberForms(value: number, name: string): string[] {
  const size = Math.abs(value);
  return [
    ...(isMoney(name) ? moneyForms(size) : []),
    ...countForms(size),
    ...(/day/.test(name) ? multipleForms(size, 7, 'week') : []),
    ...(/month/.test(name) ? multipleForms(size, 12, 'year') : []),
    ...(/minute/.test(name) ? minuteForms(size) : []),
    ...(/hour|time/.test(name) && size < 24 ? timeForms(`${String(size).padStart(2, '0')}:00`) : []),
    ...(size === 0 ? ['none', 'nothing', 'no', 'completely', 'entirely', 'altogether', 'remove'] : []),
    ...(size === 1 ? ['a', 'an', 'another', 'single', 'once'] : []),
    ...(size === 2 ? ['twice', 'both', 'a couple', 'double', 'a pair'] : []),
    ...(size === 12 ? ['a dozen', 'dozen'] : []),
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
  return [...(fractions[size] ?? []), ...multipleForms(size, 60, 'hour')];
}
