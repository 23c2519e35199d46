/** The letters and digits of a text, in small letters, with single spaces between the words: "New laptop!" -> "new laptop". */
export function plainWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Up to so many words have to be said one after the other; of more, people say the gist. */
const fewWords = 3;
/** Letters by which a longer word is told, whatever its ending. */
const stemLength = 4;

/**
 * Whether a text says these words, whatever the case and the punctuation: up to three of them in this order, of more at least
 * half of the longer ones, whatever their endings ("a dent in the rear bumper" for "dented the rear bumper while parking").
 */
export function saysWords(text: string, words: string): boolean {
  const [said, wanted] = [plainWords(text), plainWords(words)];
  if (` ${said} `.includes(` ${wanted} `)) return true;
  const parts = wanted.split(' ');
  const longer = parts.filter((word) => word.length >= stemLength).map(stem);
  if (parts.length <= fewWords || longer.length === 0) return false;
  const stems = new Set(said.split(' ').map(stem));
  return longer.filter((word) => stems.has(word)).length * 2 >= longer.length;
}

function stem(word: string): string {
  return word.slice(0, stemLength);
}
