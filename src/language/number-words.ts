/** The words for 0 to 19, by their number. */
export const smallNumbers =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );

/** The words for the tens by their digit, from 2: "twenty". */
export const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** The words for places, from 0 to 15: "first" has place 1. */
export const ordinals =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'.split(
    ' ',
  );

/** Digits in groups of three: 12340 -> "12,340". A fraction is left alone. */
export function grouped(value: number | string): string {
  return String(value).replace(/\B(?<!\.\d*)(?=(\d{3})+$)/g, ',');
}
