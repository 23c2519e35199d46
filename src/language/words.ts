/** The words of a text as it writes them: runs of letters and digits. "Dr Silva's" -> "Dr", "Silva", "s". */
export function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The same without numbers, and with the apostrophes that words carry: "Silva's 2 cars" -> "Silva's", "cars". */
export function lettersIn(text: string): string[] {
  return text.match(/\p{L}[\p{L}'’]*/gu) ?? [];
}

/** The words of a text in lower case, without what an apostrophe joins to them: "It’s Silva's" -> "it", "silva". */
export function words(text: string): string[] {
  return wordsIn(
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .replace(/'(s|re|ve|ll|d|m)\b/g, ''),
  );
}

/** The letters and digits of a text, in lower case, with single spaces between the words: "New laptop!" -> "new laptop". */
export function plainWords(text: string): string {
  return wordsIn(text.toLowerCase()).join(' ');
}

/** A text in lower case with plain quotes, plain hyphens and single spaces; punctuation stays. */
export function flat(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2014]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
