import { clausesOf, contentOf, keyOf, negators, unfolded, withCompounds } from './content-words.ts';
import { capitalisedRuns, quotedIn } from './proper-names.ts';
import { sentencesOf } from './sentences.ts';
import { plainWords, wordsIn } from './words.ts';

/**
 * The words of a text that a task dictates: all of a text that stands in it between quotation marks, and of one that it describes
 * in one sentence those that carry it. Undefined where the task does not say what to write.
 */
export function dictatedWords(text: string, task: string): string | undefined {
  const plain = plainWords(text);
  if (plain === '') return undefined;
  if (quotedIn(task).some((quote) => plainWords(quote) === plain)) return text;
  const own = new Set(contentOf(text));
  const heard = sentencesOf(task, 'request').map(
    (sentence) => new Set(clausesOf(sentence).flatMap(({ words }) => withCompounds(words))),
  );
  // Of two that carry as much the later one: a request is opened by saying who speaks.
  const described = heard
    .map((said) => [...own].filter((word) => said.has(word)))
    .reduce((best, carried) => (carried.length >= best.length ? carried : best), []);
  // At least half of it comes from the task: less is the subject that both are about.
  const known = [...own].filter((word) => heard.some((said) => said.has(word)));
  if (described.length === 0 || known.length * 2 < own.size) return undefined;
  // Whom or what it is about alone says nothing of the wording.
  const names = namesIn(task);
  if (described.every((word) => names.has(word))) return undefined;
  const carriers = described.filter((word) => !lightWords.has(word));
  const kept = new Set(carriers.length > 0 ? carriers : described);
  const words = wordsIn(unfolded(text, 'kept')).filter((word) => kept.has(keyOf(word)) || negators.test(word.toLowerCase()));
  return words.join(' ');
}

/** The words of names: of several capitalised words, or of one that does not begin a sentence. */
function namesIn(task: string): ReadonlySet<string> {
  const runs = sentencesOf(task, 'request').flatMap((sentence) =>
    capitalisedRuns(sentence).filter((run) => run.includes(' ') || !sentence.trimStart().startsWith(run)),
  );
  return new Set(runs.flatMap((run) => wordsIn(run).map(keyOf)));
}

/** Words that people leave out or replace when they put a thing in words of their own. */
const lightWords = new Set(
  'come go get make take give put want like need please very really quite now already again still more much today yesterday'
    .split(' ')
    .map(keyOf),
);
