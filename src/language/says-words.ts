import { clausesOf, contentOf, withCompounds } from './content-words.ts';
import { plainWords } from './words.ts';

/**
 * Whether a text says what was dictated: every content word of it, in any order, case, punctuation and inflection, with words
 * around them as people add them; and it says so where that is said, and denies it where that is denied. What is denied, doubted
 * or offered beside something else in the clauses that hold those words is not said: "no bicycle", "a bicycle or a car".
 */
export function saysWords(text: string, dictated: string): boolean {
  const wanted = contentOf(dictated);
  if (wanted.length === 0) return plainWords(dictated) !== '' && ` ${plainWords(text)} `.includes(` ${plainWords(dictated)} `);
  const clauses = clausesOf(text);
  const said = new Set(clauses.flatMap(({ words }) => withCompounds(words)));
  if (!wanted.every((word) => said.has(word))) return false;
  const about = clauses.filter(({ words }) => isAbout(words, wanted));
  const asked = clausesOf(dictated);
  return (
    about.some(({ isDenied }) => isDenied) === asked.some(({ isDenied }) => isDenied) &&
    (asked.some(({ isDoubted }) => isDoubted) || !about.some(({ isDoubted }) => isDoubted))
  );
}

const verdict = /^(?:fals|untru|tru|wrong|incorrect|correct|contrary|opposit|denied|deni|cas|so|right)$/;

/** It holds one of the words, or nothing of its own but a verdict on the others: "No.", "That is false." */
function isAbout(words: readonly string[], wanted: readonly string[]): boolean {
  return words.every((word) => verdict.test(word)) || withCompounds(words).some((word) => wanted.includes(word));
}
