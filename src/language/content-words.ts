import { smallNumbers, tens } from './number-words.ts';
import { stem } from './stem.ts';
import { flat, wordsIn } from './words.ts';

/** A stretch of a text in which what is denied or doubted is so as a whole. */
export interface Clause {
  /** Its content words by their keys. */
  readonly words: readonly string[];
  readonly isDenied: boolean;
  readonly isDoubted: boolean;
}

/** Words that deny what stands beside them. */
export const negators = /^(?:no|not|never|none|nothing|nobody|neither|nor|without|cannot|hardly|barely)$/;
/** What denies in several words, or a whole statement. */
const denials =
  /\b(?:no(?!\.? \d)|not(?! only\b)|never|none|nothing|nobody|neither|nor|without|cannot|hardly|barely|false|untrue|wrong|incorrect|contrary|opposite|denied|instead of|rather than|anything but|other than|far from|except)\b/;
const hedges = /\b(?:or|either|maybe|perhaps|possibly|might|unsure|unclear|whether)\b/;

/** A text by the marks that divide it. */
export function clausesOf(text: string): Clause[] {
  return unfolded(flat(text), 'lower')
    .split(/[,;:()!?\n]+|\.(?!\d)|(?:^|\s)[-–—]+(?=\s|$)|(?<!anything )\bbut\b/)
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause))
    .map((clause) => ({ words: contentOf(clause), isDenied: denials.test(clause), isDoubted: hedges.test(clause) }));
}

/** "doesn't" -> "does not", "e-mail" -> "email". */
export function unfolded(text: string, letters: 'kept' | 'lower'): string {
  const plain = text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\b[Cc]an't\b/g, 'can not')
    .replace(/\b([Ww])on't\b/g, '$1ill not')
    .replace(/n't\b/g, ' not')
    .replace(/'(?:s|re|ve|ll|d|m)\b/g, '')
    .replace(/\b(\p{L})-(?=\p{L})/gu, '$1')
    .replace(/\bno\.? ?#?(?=\d)/gi, '')
    .replace(/(?<=\d)[,](?=\d{3}\b)/g, '');
  return letters === 'lower' ? plain.toLowerCase() : plain;
}

/** The keys of the words that say something, in their order. */
export function contentOf(text: string): string[] {
  return wordsIn(unfolded(text, 'lower'))
    .filter((word) => !emptyWords.has(word) && !negators.test(word))
    .map(keyOf);
}

/** The words, and each two that follow each other as one: "test drive" for "testdrive". */
export function withCompounds(words: readonly string[]): string[] {
  return [...words, ...words.slice(1).map((word, index) => `${words[index] ?? ''}${word}`)];
}

/** What the forms of a word have in common, spelt as in America: "2" for "two", "break" for "broken". */
export function keyOf(written: string): string {
  const word = written.toLowerCase();
  const small = smallNumbers.indexOf(word);
  if (small >= 0) return String(small);
  const ten = tens.indexOf(word);
  if (ten > 1) return String(ten * 10);
  const root = irregular.get(word) ?? word;
  return stem(root.replace(/our(?=s?$|ed$|ing$)/, 'or').replace(/is(?=e[ds]?$|ing$)/, 'iz'));
}

const irregular = new Map(
  (
    'lose:lost find:found break:broke,broken bend:bent come:came fall:fell,fallen leave:left go:went,gone take:took,taken ' +
    'give:gave,given write:wrote,written send:sent pay:paid put:putting sell:sold buy:bought tear:tore,torn steal:stole,stolen ' +
    'wear:wore,worn run:ran hit:hitting begin:began,begun keep:kept hold:held make:made feel:felt tell:told say:said get:got,gotten ' +
    'see:saw,seen know:knew,known drive:drove,driven hurt:hurting shut:shutting meet:met move:moving child:children man:men woman:women foot:feet tooth:teeth'
  )
    .split(' ')
    .flatMap((line) => {
      const [base = '', forms = ''] = line.split(':');
      return forms.split(',').map((form) => [form, base] as const);
    }),
);

/** Words that say nothing by themselves. */
const emptyWords = new Set(
  (
    'a an the and or of to in on at by for from with into as is are was were be been being am it its this that these those there ' +
    'he she they them his her hers their theirs i me my we us our you your has have had having do does did will would shall should ' +
    'can could may might must any some so than then when which who whom whose if because since while whether either but only also just'
  ).split(' '),
);
