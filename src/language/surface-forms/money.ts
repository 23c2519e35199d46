import { grouped } from '../number-words.ts';
import { inWords } from './counts.ts';

/** Whether a name is one of amounts that people say in whole units and that are kept in cents. */
export function isMoney(name: string): boolean {
  return /cent|amount|price|fee|cost|balance|limit|total|deposit|refund|budget/.test(name);
}

/** An amount in cents as people write it: 125000 -> "$1,250.00", "1250 dollars", "€1250". The currency is not known, so any fits. */
export function moneyForms(cents: number): string[] {
  const whole = Math.floor(cents / 100);
  const thousands = grouped(whole);
  const rest = String(cents % 100).padStart(2, '0');
  const amounts =
    cents % 100 === 0 ? [`${whole}`, thousands, `${whole}.00`, `${thousands}.00`] : [`${whole}.${rest}`, `${thousands}.${rest}`];
  const words = cents % 100 === 0 ? inWords(whole) : [];
  return [
    ...amounts.flatMap((amount) => ['$', '€', '£'].map((sign) => `${sign}${amount}`)),
    ...[...amounts, ...words].flatMap((amount) =>
      ['dollars', 'dollar', 'euros', 'euro', 'pounds', 'usd', 'eur'].map((unit) => `${amount} ${unit}`),
    ),
    ...(whole === 0 ? [`${cents} cents`] : [amounts[0] ?? '']),
  ];
}
