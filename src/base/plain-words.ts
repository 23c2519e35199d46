/** The letters and digits of a text, in small letters, with single spaces between the words: "New laptop!" -> "new laptop". */
export function plainWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Whether a text contains these words in this order, whatever the case and the punctuation. */
export function saysWords(text: string, words: string): boolean {
  return ` ${plainWords(text)} `.includes(` ${plainWords(words)} `);
}
