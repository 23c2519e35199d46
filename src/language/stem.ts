/**
 * A word in lower case without its ending, so that "returns", "returned" and "return" meet. A booking is not a book, nor a
 * suite a suit. English only, and deliberately light. For nouns alone `nounStem` takes less away.
 */
export function stem(word: string): string {
  if (word.startsWith('booking')) return 'booking';
  if (word.length > 5 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 5 && word.endsWith('ing')) return trimDouble(word.slice(0, -3));
  if (word.length > 4 && word.endsWith('ed')) return trimDouble(word.slice(0, -2));
  if (word.length > 4 && /(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word)) return trimE(word.slice(0, -1));
  return trimE(word);
}

function trimDouble(word: string): string {
  return /([bdgklmnprt])\1$/.test(word) ? word.slice(0, -1) : trimE(word);
}

function trimE(word: string): string {
  return word.length > 3 && word.endsWith('e') && !word.endsWith('ite') ? word.slice(0, -1) : word;
}
