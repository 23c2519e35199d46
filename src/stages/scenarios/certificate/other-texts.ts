import { contentOf, negators } from '../../../language/content-words.ts';
import { wordsIn } from '../../../language/words.ts';

/** Texts that somebody careless may write in place of a dictated one: a letter, the contrary, and one that lacks a word of it. */
export function otherTexts(text: string, dictated: string): string[] {
  const [last] = wordsIn(dictated)
    .filter((word) => contentOf(word).length > 0)
    .slice(-1);
  const lacking =
    last === undefined
      ? ''
      : wordsIn(text)
          .filter((word) => word !== last)
          .join(' ');
  return ['x', contraryOf(text), ...(lacking === '' ? [] : [lacking])].filter((other) => other !== text);
}

function contraryOf(text: string): string {
  const kept = text.split(' ').filter((word) => !negators.test(word.toLowerCase()) && !/n['’]t$/.test(word));
  return kept.length < text.split(' ').length ? kept.join(' ') : `no ${text}`;
}
