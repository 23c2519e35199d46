import { stem } from '../stem.ts';
import { messageText } from './clauses.ts';

/** Words that people use for one another when they say why something was not done, a line for each meaning. */
const meanings = [
  'taken occupied booked reserved unavailable busy engaged allocated',
  'banned barred blacklisted excluded',
  'blocked frozen locked suspended stopped halted hold held',
  'closed shut ended finished over concluded settled completed complete done',
  'cancelled withdrawn called',
  'begun started underway running progress arrived checked house',
  'full capacity beds places seats room space fit holds sleeps accommodate small large big exceeds exceed maximum limit most many allowed',
  'overdue late past lapsed expired expiry elapsed outdated',
  'sent shipped dispatched despatched posted left out gone way delivered transit',
  'delivered received arrived',
  'paid settled cleared',
  'owes owe owing owed unpaid outstanding debt due arrears fine fines balance',
  'refunded refund reimbursed repaid',
  'missing lost absent',
  'already before earlier previously',
  'deadline period window days notice',
  'insufficient enough short lacks lack lacking funds cover covered covers balance',
  'stock pieces available quantity inventory',
  'inactive active dormant deactivated',
  'waiting queue queued waits waitlist next first turn',
  'renewed extended renewals extensions renewal extension',
  'licence license permit certificate qualification qualified entitled',
  'duplicate twice another second same existing exists',
  'resolved solved fixed answered',
  'merged combined joined duplicate',
  'senior experienced seniority',
  'workshop repair service maintenance serviced',
  'grounded parked',
  'prerequisite requirement required passed pass needs',
  'clash clashes conflict conflicts overlap overlaps overlapping coincides',
  'referral referred refer',
  'draft unsent',
  'approved approval confirmed confirmation authorised',
  'hazardous dangerous hazard',
  'damaged broken defective',
  'released lifted freed',
  'enrolled registered signed enrolment',
  'withdrawn dropped',
  'partly partially part',
] as const;

const clusters = new Map<string, Set<number>>();
meanings.forEach((line, number) => {
  for (const word of line.split(' ')) {
    const key = spelling(word);
    clusters.set(key, (clusters.get(key) ?? new Set()).add(number));
  }
});

/** What is said in several words and means one. */
const phrases: readonly [RegExp, string][] = [
  [/\b(?:no longer|not|isn't|aren't|wasn't|is not) (?:free|available|vacant)\b/g, 'taken'],
  [/\bnot (?:been )?(?:paid|settled)\b|\b(?:hasn't|haven't) (?:been )?paid\b/g, 'unpaid'],
  [
    /\b(?:already|is|are|been|was) (?:booked|reserved|let)\b(?! for you)|\b(?:booked|reserved) (?:by|until|out|up|through)\b/g,
    'taken',
  ],
  [/\bnot enough\b|\btoo (?:little|few|low)\b/g, 'insufficient'],
  [/\bon stop\b/g, 'stopped'],
  [/\bout of date\b|\brun out\b|\bran out\b/g, 'expired'],
  [/\b(?:no longer|not) (?:active|valid)\b/g, 'inactive'],
  [/\btoo (?:many|much|large|big)\b/g, 'exceeds limit'],
];

/** Words that say nothing about a reason. */
const plain = new Set(
  (
    'the and for with that this was were has have had been are not you your but can could cannot would will from out any all its it is to of on in at by be an as or no so if ' +
    'they them their there then than who which what when where only also just please would like may must since because such some one two now still yet ' +
    'him her his she he we our us me my do does did done therefore however unfortunately sorry nothing anything possible impossible unable able record change changed left leave ' +
    'first after under over same other more rule rules system request asked don doesn didn isn wasn hasn haven couldn ask made make tool call'
  ).split(' '),
);

function spelling(word: string): string {
  return stem(word).replace(/ll$/, 'l');
}

/** A word of a reason: its stem, its meanings, and whether a negation stands right before it. */
export interface ReasonWord {
  readonly stem: string;
  readonly meanings: ReadonlySet<number>;
  readonly isDenied: boolean;
}

/** The words of a text that can tell a reason, in their order. */
export function reasonWords(text: string): ReasonWord[] {
  const whole = phrases.reduce((said, [pattern, word]) => said.replace(pattern, word), messageText(text));
  const tokens = whole.match(/[\p{L}\p{N}]+(?:'t)?/gu) ?? [];
  return tokens.flatMap((token, index) => {
    const word = token.replace(/'t$/, '');
    if (plain.has(word) || (word.length < 3 && !/\d/.test(word))) return [];
    const before = tokens.slice(Math.max(0, index - 2), index);
    const isDenied = before.some((one) => /^(?:not|never|no|without)$|n't$/.test(one));
    const key = spelling(word);
    return [{ stem: key, meanings: clusters.get(key) ?? new Set<number>(), isDenied }];
  });
}

/** Whether two words can stand for one another. */
export function meansTheSame(one: ReasonWord, other: ReasonWord): boolean {
  return one.stem === other.stem || [...one.meanings].some((meaning) => other.meanings.has(meaning));
}
