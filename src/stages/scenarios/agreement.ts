import type { ArgumentSource } from '../../domain/scenario/scenario.ts';
import { monthNames } from '../../language/calendar.ts';
import { quotedIn } from '../../language/proper-names.ts';
import { sentencesOf } from '../../language/sentences.ts';
import { dateForms } from '../../language/surface-forms/dates.ts';
import { surfaceFormIn } from '../../language/surface-forms/surface-form-in.ts';
import { demandsOf } from './certificate/demanded.ts';
import { seenIn } from './certificate/knowledge.ts';
import { type CertificateInput, todayOf, wordsOf } from './certificate-input.ts';
import { leavesOf, nameIn } from './leaves.ts';

/**
 * Where the words of a task and the rest of the scenario seem to disagree: values that are said and that no call, check
 * or observation uses, and arguments that contradict what is said. One sentence for each; none is proof of a mistake.
 */
export function disagreements(input: CertificateInput, provenance: readonly ArgumentSource[]): string[] {
  const unused = unusedValues(input);
  const unknown = provenance.filter(({ origin }) => origin.kind === 'unknown');
  const contradictions = unknown.flatMap(({ call, argument }) =>
    unused
      .filter(({ kind }) => kind === kindOfArgument(input, call, argument))
      .map(({ said }) => `The text says "${said}" where call ${call} uses another value for ${nameIn(argument)}.`),
  );
  return [...unused.map(({ said }) => `The text says "${said}", which no call, check or observation uses.`), ...contradictions];
}

interface SaidValue {
  readonly kind: 'name' | 'number' | 'date';
  readonly said: string;
}

function kindOfArgument(input: CertificateInput, call: number, argument: string): SaidValue['kind'] {
  const leaf = leavesOf(input.reference[call - 1]?.arguments ?? {}).find(({ path }) => path === argument);
  if (typeof leaf?.value === 'number') return 'number';
  return /^\d{4}-\d{2}-\d{2}/.test(String(leaf?.value)) ? 'date' : 'name';
}

/** Quoted names, amounts, numbers and dates of the text that stand for nothing in the scenario. */
function unusedValues(input: CertificateInput): SaidValue[] {
  const today = todayOf(input);
  const known = [
    ...[
      ...input.reference.flatMap((call, index) => [...leavesOf(call.arguments), ...seenIn(call, index + 1)]),
      // What is asked for in vain is said for the calls that are refused.
      ...(input.refused ?? []).flatMap((call) => leavesOf(call.arguments)),
    ].map(({ path, value }) => ({ name: nameIn(path), value })),
    ...demandsOf(input).map(({ attribute, value }) => ({ name: attribute, value })),
  ];
  const isUsed = (said: string): boolean =>
    known.some(({ name, value }) =>
      typeof value === 'string' && !isDate(value)
        ? surfaceFormIn(value, { value: said, name, today }) !== undefined
        : surfaceFormIn(said, { value: dayOf(value), name, today }) !== undefined,
    );
  return [...saidValues(wordsOf(input), today)].filter(({ said }) => !isUsed(said));
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/.test(value);
}

/** Of a moment its day. */
function dayOf(value: null | boolean | number | string): null | boolean | number | string {
  return typeof value === 'string' ? value.slice(0, 10) : value;
}

/** Sentences with a condition or a bound name values that may come to nothing. */
const conditional =
  /\b(if|otherwise|in case|unless|should|when|less than|more than|at least|at most|over|under|above|below|or (more|less|earlier|later|older)|before|after|until|as (many|much))\b/i;

const dayOfMonth = new RegExp(`\\b\\d{1,2} (?:${monthNames.join('|')})\\b`, 'g');
/** In characters; what is quoted at greater length is no name. */
const longestName = 80;

function saidValues(text: string, today: string): SaidValue[] {
  const task = sentencesOf(text, 'sentence')
    .filter((sentence) => !conditional.test(sentence))
    .join(' ');
  const names = quotedIn(task, longestName).map((words) => words.replace(/[.,;!?]$/, ''));
  const dates = [...task.matchAll(dayOfMonth)].map((match) => match[0]);
  const rest = dates.reduce((text, date) => text.replaceAll(date, ' '), task);
  const numbers = [...rest.matchAll(/[$€£]\d[\d,]*(?:\.\d+)?|(?<![\p{L}\d:-])\d[\d,]*(?:\.\d+)?(?![\p{L}\d:-])/gu)].map((match) =>
    match[0].replace(/,$/, ''),
  );
  const isToday = (date: string): boolean => dateForms(today, today).includes(date.toLowerCase());
  return [
    ...names.map((said): SaidValue => ({ kind: 'name', said })),
    ...dates.filter((date) => !isToday(date)).map((said): SaidValue => ({ kind: 'date', said })),
    ...numbers.map((said): SaidValue => ({ kind: 'number', said })),
  ];
}
