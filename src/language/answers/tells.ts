import type { Json } from '../../base/json.ts';
import { plainWords } from '../words.ts';
import { isDenied, messageText, type Span, sentenceSpans } from './clauses.ts';
import { type AnswerType, allSpots, type Spot, spotsOf } from './values.ts';

/** A value that somebody asked for, and what a wrong answer might say instead. */
export interface Telling {
  readonly type: AnswerType;
  /** Of a list its items, all of one type. */
  readonly value: Json;
  /** What the value is called: "nights", "due_on". */
  readonly name: string;
  /** Of other records, or the other words of an enumeration. */
  readonly others: readonly Json[];
  /** Of a list the type of its items. */
  readonly items?: AnswerType;
  /** Of several names the one with the most, or with the least. */
  readonly asks?: 'more' | 'less';
  /** Of yes and no: what is so, or is not, in different words. */
  readonly claim?: readonly string[];
  /** "2026-03-09" */
  readonly today: string;
}

type Verdict = 'right' | 'wrong' | 'silent';

/**
 * Whether a value was told in the last message that speaks of it: in any usual form, not denied, not as a guess and not as one
 * of several candidates.
 */
export function tells(said: readonly { readonly text: string }[], telling: Telling): boolean {
  const verdicts = said.map(({ text }) => verdictOn(messageText(text), telling));
  return verdicts.findLast((verdict) => verdict !== 'silent') === 'right';
}

function verdictOn(text: string, telling: Telling): Verdict {
  if (telling.type === 'yes-no') return yesOrNo(text, telling);
  if (telling.type === 'list') return wholeList(text, telling);
  const { type, value, others } = telling;
  const rivals = others.filter((other) => other !== value);
  const rightSpots = told(text, spotsOf(text, type, value, telling));
  const isCovered = ({ from, to }: Span): boolean => rightSpots.some((spot) => spot.from <= from && to <= spot.to);
  const rivalSpots = rivals
    .flatMap((other) => told(text, spotsOf(text, type, other, telling)))
    .filter((spot) => !isCovered(spot));
  if (rightSpots.length === 0) return rivalSpots.length > 0 ? 'wrong' : 'silent';
  const alike = allSpots(text, type, telling.today).filter((spot) => spot.value !== value && !isCovered(spot));
  const named = new Set(rivalSpots.map((spot) => `${spot.from}`));
  const otherSpots = [...rivalSpots, ...alike.filter(({ from }) => !named.has(String(from)))];
  if (rightSpots.every((spot) => otherSpots.some((other) => areAlternatives(text, spot, other, rivalSpots.includes(other)))))
    return 'wrong';
  if (isGuess(text, rightSpots, otherSpots)) return 'wrong';
  if (otherSpots.some((other) => rightSpots.some((spot) => sayTheSame(text, spot, other)))) return 'wrong';
  if (type === 'number' && isAnotherCount(text, telling, rightSpots)) return 'wrong';
  if ((type === 'name' || type === 'choice') && rivalSpots.length > 0)
    return claimed(text, telling, rightSpots, rivalSpots) ? 'right' : 'wrong';
  return 'right';
}

/** What is neither asked nor denied. */
function told(text: string, spots: readonly Spot[]): Spot[] {
  const questions = sentenceSpans(text).filter((sentence) => sentence.text.trim().endsWith('?'));
  return spots.filter(
    ({ from }) => !isDenied(text, from) && !questions.some((sentence) => sentence.from <= from && from < sentence.to),
  );
}

/** "3 March or 5 March", "Ann, Ben": nothing stands between two values but what joins alternatives. */
function areAlternatives(text: string, one: Span, other: Span, isRival: boolean): boolean {
  const [first, second] = one.from < other.from ? [one, other] : [other, one];
  const between = text.slice(first.to, second.from).replace(/^(?:st|nd|rd|th)\b/, '');
  if (
    /^[\s,;()]*(?:or|maybe|perhaps|possibly|either|else)\b[\s,]*(?:(?:on|at|the|maybe|perhaps|possibly|even|else|by|it is|it's)[\s,]*)*$/.test(
      between,
    )
  )
    return true;
  if (/^\s?\/\s?$/.test(between)) return true;
  return isRival && /^[\s,;|-]*(?:(?:and|or|to|until|also|even|then)[\s,]*)?$/.test(between);
}

const guessing =
  /\b(?:maybe|perhaps|possibly|probably|presumably|might|could be|may be|may have been|either|guess|i think|i believe|i assume|i suppose|not sure|unsure|not certain|roughly|approximately|unclear|whether|can't tell|cannot tell|can't say|cannot say|hard to say|one of (?:the|these|those|them)\b(?!m))\b|^\s*or\b/;

/** Every sentence that says the value only guesses it, or one that guesses names another. */
function isGuess(text: string, right: readonly Span[], others: readonly Span[]): boolean {
  const within = (spots: readonly Span[], { from, to }: Span): boolean =>
    spots.some((spot) => from <= spot.from && spot.to <= to);
  const sentences = sentenceSpans(text);
  const guesses = sentences.filter((sentence) => guessing.test(sentence.text));
  const telling = sentences.filter((sentence) => within(right, sentence));
  return (
    telling.every((sentence) => guesses.includes(sentence)) ||
    guesses.some(
      (sentence) =>
        within(others, sentence) && !within(right, sentence) && /\bor\b|maybe|perhaps|possibly|might/.test(sentence.text),
    )
  );
}

/** Two sentences that differ in nothing but the value: "It is 3. It is 4." */
function sayTheSame(text: string, one: Span, other: Span): boolean {
  const frame = (spot: Span): string | undefined => {
    const sentence = sentenceSpans(text).find(({ from, to }) => from <= spot.from && spot.to <= to);
    return (
      sentence &&
      plainWords(`${text.slice(sentence.from, spot.from)} § ${text.slice(spot.to, sentence.to)}`).replace(
        /^(?:and|or|also|no|actually|wait) /,
        '',
      )
    );
  };
  const [left, right] = [frame(one), frame(other)];
  return left !== undefined && left === right;
}

/** "Room 3 has 4 beds", where three are asked about: a count of the very thing that is another one. */
function isAnotherCount(text: string, { value, name, today }: Telling, right: readonly Span[]): boolean {
  const unit = name.split('_').findLast((word) => !['count', 'number', 'total', 'of'].includes(word));
  if (unit === undefined || unit.length < 3) return false;
  const counts = allSpots(text, 'number', today).filter(({ to }) =>
    text.slice(to).trimStart().startsWith(unit.replace(/s$/, '')),
  );
  return (
    counts.length > 0 &&
    !counts.some((spot) => spot.value === value) &&
    !right.some((spot) => text.slice(spot.to).trimStart().startsWith(unit.replace(/s$/, '')))
  );
}

const moreWords =
  /\b(?:more|most|highest|higher|longer|longest|later|latest|larger|largest|bigger|biggest|greater|greatest|older|oldest|dearer|dearest|further|furthest|heavier|heaviest)\b/;
const lessWords =
  /\b(?:less|least|fewer|fewest|lower|lowest|shorter|shortest|earlier|earliest|smaller|smallest|cheaper|cheapest|younger|youngest|nearer|nearest|sooner|soonest|lighter|lightest|first)\b/;

/**
 * Where others are named beside the right one, it must be what is claimed: of "A has more than B" the first, of a sentence with
 * a superlative the one in it, behind "so it is" the one there, of choices the last one said of a record.
 */
function claimed(text: string, { type, asks }: Telling, right: readonly Spot[], rivals: readonly Spot[]): boolean {
  const sentences = sentenceSpans(text).map((sentence) => {
    const inside = ({ from, to }: Span): boolean => sentence.from <= from && to <= sentence.to;
    const named = [
      ...right.filter(inside).map(({ from }) => ({ from, isRight: true })),
      ...rivals.filter(inside).map(({ from }) => ({ from, isRight: false })),
    ];
    return { text: sentence.text, named: named.sort((one, other) => one.from - other.from) };
  });
  const claims = sentences.flatMap(({ text: words, named }): boolean[] => {
    const [first, second] = named;
    if (!first) return [];
    const isComparison = /\bthan\b|\bcompared\b|\bagainst\b/.test(words);
    if (asks && second && isComparison) {
      const [more, less] = [moreWords.test(words), lessWords.test(words)];
      if (more !== less) return [(asks === 'more') === more ? first.isRight : !first.isRight];
    }
    const isOne = new Set(named.map(({ isRight }) => isRight)).size === 1;
    if (asks && isOne && (asks === 'more' ? moreWords : lessWords).test(words)) return [first.isRight];
    if (isOne && /\b(?:so|therefore|hence|thus|answer|it is|it's|it was|that is|that's|result)\b/.test(words))
      return [first.isRight];
    return [];
  });
  if (claims.length > 0) return claims.every((isRight) => isRight);
  const single = sentences.filter(({ named }) => new Set(named.map(({ isRight }) => isRight)).size === 1);
  const decisive = type === 'choice' ? single.at(-1) : single[0];
  return decisive?.named[0]?.isRight ?? false;
}

function yesOrNo(text: string, { value, claim = [] }: Telling): Verdict {
  const answers = sentenceSpans(text).flatMap((sentence): boolean[] => {
    const words = sentence.text.trim();
    if (words.endsWith('?') || guessing.test(words)) return [];
    if (/^yes and no\b/.test(words)) return [true, false];
    if (/^(?:yes|yep|yeah|correct|indeed|right|true|affirmative)\b/.test(words)) return [true];
    if (/^(?:no|nope|negative|false)\b(?! (?:problem|worries|one\b))/.test(words)) return [false];
    return claim.flatMap((form) =>
      spotsOf(words, 'name', form, { name: '', today: '' }).map(
        ({ from }) => !isDenied(words, from) && !/\b(?:no|nothing|none|nobody|neither)\b[^,]*$/.test(words.slice(0, from)),
      ),
    );
  });
  if (answers.length === 0) return 'silent';
  return answers.every((answer) => answer === value) ? 'right' : 'wrong';
}

/** All items and none beside them. */
function wholeList(text: string, telling: Telling): Verdict {
  const { value, others, items = 'name' } = telling;
  const wanted = Array.isArray(value) ? value : [value];
  const isSaid = (item: Json): boolean => told(text, spotsOf(text, items, item, telling)).length > 0;
  const tooMany = others.filter((other) => !wanted.includes(other)).some(isSaid);
  if (wanted.length === 0)
    return tooMany ? 'wrong' : /\b(?:no|none|nothing|nobody|not any|zero)\b/.test(text) ? 'right' : 'silent';
  const said = wanted.filter(isSaid).length;
  if (said === 0 && !tooMany) return 'silent';
  const telltale = sentenceSpans(text).filter((sentence) =>
    wanted.some((item) => spotsOf(sentence.text, items, item, telling).length > 0),
  );
  return said === wanted.length && !tooMany && !telltale.every((sentence) => guessing.test(sentence.text)) ? 'right' : 'wrong';
}
