import { nounStem } from '../nouns.ts';
import { wordsIn } from '../words.ts';
import { standsIn } from './stands-in.ts';

/**
 * The words in which a text (in lower case) says a name, a code or a word for a choice: the whole of it, or its words one after
 * the other, in the singular or plural, or near each other. Undefined where it does not.
 */
export function nameIn(text: string, value: string): string | undefined {
  if (value === '') return undefined;
  if (standsIn(text, value)) return value;
  const wanted = wordsIn(value).map(nounStem);
  if (wanted.length === 0 || value.length < 3) return undefined;
  const said = wordsIn(text);
  const at = said.findIndex((_, start) => wanted.every((word, index) => nounStem(said[start + index] ?? '') === word));
  return at < 0 ? nearTogether(said, wanted) : said.slice(at, at + wanted.length).join(' ');
}

/** As far apart as the parts of a name may stand: "The Brandls have called, Mateo cannot come." */
const nearWords = 10;

/** All of several words near each other in any order: people say a name in pieces. */
function nearTogether(said: readonly string[], wanted: readonly string[]): string | undefined {
  if (wanted.length < 2 || wanted.some((word) => word.length < 3)) return undefined;
  for (let start = 0; start < said.length; start++) {
    const stretch = said.slice(start, start + nearWords);
    const mentions = new Set(stretch.map(nounStem));
    if (wanted.every((word) => mentions.has(word))) return stretch.filter((word) => wanted.includes(nounStem(word))).join(' ');
  }
  return undefined;
}
