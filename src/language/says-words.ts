import { plainWords } from './words.ts';

/** Up to so many words have to be said one after the other; of more, people say the gist. */
const fewWords = 3;
/** Letters by which a longer word is told, whatever its ending: coarser than a stem, since people say the gist. */
const openingLength = 4;

/**
 * Whether a text says these words, whatever the case and the punctuation: up to three of them in this order, of more at least
 * half of the longer ones, whatever their endings ("a dent in the rear bumper" for "dented the rear bumper while parking").
 */
export function saysWords(text: string, words: string): boolean {
  const [said, wanted] = [plainWords(text), plainWords(words)];
  if (` ${said} `.includes(` ${wanted} `)) return true;
  const parts = wanted.split(' ');
  const longer = parts.filter((word) => word.length >= openingLength).map(opening);
  if (parts.length <= fewWords || longer.length === 0) return false;
  const openings = new Set(said.split(' ').map(opening));
  return longer.filter((word) => openings.has(word)).length * 2 >= longer.length;
}

function opening(word: string): string {
  return word.slice(0, openingLength);
}
