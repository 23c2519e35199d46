import { grouped, ordinals, smallNumbers, tens } from '../number-words.ts';

/** A count from 0: "12", "twelve", "12th"; large ones with and without a comma. The place is last. */
export function countForms(size: number): string[] {
  const digits = String(size);
  const ending = size % 100 >= 11 && size % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][size % 10] ?? 'th');
  return [...new Set([digits, grouped(digits), ...inWords(size), ...(Number.isInteger(size) ? [`${digits}${ending}`] : [])])];
}

/** "twelve", "twelfth"; none for fractions and beyond a hundred. */
export function inWords(size: number): string[] {
  if (!Number.isInteger(size) || size > 99) return size === 100 ? ['a hundred', 'one hundred'] : [];
  const ordinal = ordinals[size];
  if (size < 20) return [smallNumbers[size] ?? '', ...(ordinal && size > 0 ? [ordinal] : [])];
  const ten = tens[Math.floor(size / 10)] ?? '';
  return size % 10 === 0 ? [ten] : [`${ten}-${smallNumbers[size % 10] ?? ''}`, `${ten} ${smallNumbers[size % 10] ?? ''}`];
}

/** So many times a unit of `per`: 14 days -> "two weeks", "fortnight"; none where it does not divide. */
export function multipleForms(size: number, per: number, unit: string): string[] {
  if (size === 0 || size % per !== 0) return [];
  const count = size / per;
  const counts = count === 1 ? ['a', 'one', 'another', '1', 'a further', 'one more', 'next'] : [...countForms(count)];
  return [
    ...counts.flatMap((word) => [`${word} ${unit}${count === 1 ? '' : 's'}`, `${word} more ${unit}s`]),
    ...(size === 14 ? ['fortnight'] : []),
  ];
}
