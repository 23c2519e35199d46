import type { SimulateUserInput, UserTurn } from '../author/works/conversations.ts';
import type { FactKind } from '../domain/user-profile.ts';

type Fact = SimulateUserInput['facts'][number];

/**
 * A user who goes by a script: tells a fact when a question is about it, says that they know nothing else, never tells
 * anything unasked, and is done when the agent asks nothing more.
 */
export function answerAsUser({ facts, said }: SimulateUserInput): UserTurn {
  const text = said.at(-1)?.text ?? '';
  const questions = sentencesOf(text)
    .filter(isQuestion)
    .filter((sentence) => !isFarewell(sentence));
  if (questions.length === 0) {
    return isAnnouncement(text) ? { say: 'All right.', done: false } : { say: 'Thank you, that is all.', done: true };
  }
  const told = (fact: Fact): boolean => said.some(({ by, text: words }) => by === 'user' && words.includes(fact.says));
  const asked = [...new Set(questions.flatMap((question) => askedFor(question, facts, told)))];
  if (asked.length > 0) return { say: asked.map(({ says }) => says).join(' '), done: false };
  return questions.some(asksConsent)
    ? { say: 'Please do just what I asked for.', done: false }
    : { say: 'I am afraid I cannot tell you that.', done: false };
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => sentence.trim() !== '');
}

function isQuestion(sentence: string): boolean {
  return (
    sentence.trimEnd().endsWith('?') ||
    /\b(please (tell|let|give|specify|provide|confirm|clarify)|let me know|(could|can|would) you (tell|give|specify|provide|confirm|clarify)|i (still )?need(ed)? (to know|you to|the|more|some)|tell me)\b/i.test(
      sentence,
    )
  );
}

function isFarewell(sentence: string): boolean {
  return /\b(anything|something) (else|more)\b|\bfurther (help|questions|requests)\b/i.test(sentence);
}

function isAnnouncement(text: string): boolean {
  return (
    /\b(i will|i'll|i’ll|let me|i am going to|i'm going to|one moment)\b/i.test(text) && !/\b(done|have|has|been)\b/i.test(text)
  );
}

function asksConsent(sentence: string): boolean {
  return /\b(shall|should|may|can) i\b|\b(is that|is this|are you) (right|correct|ok|okay|sure|fine)\b|\bproceed\b|\bgo ahead\b|\bconfirm\b/i.test(
    sentence,
  );
}

function asksInGeneral(sentence: string): boolean {
  return /\bwhich (one|of)\b|\bwhich\b.*\bmean\b|\bmore (details|information|precise|specific|exactly)\b|\bwhat exactly\b|\bclarify\b|\bspecify\b|\bbe more\b/i.test(
    sentence,
  );
}

/** Words of a question that ask for a sort of thing. */
const cues: Readonly<Record<FactKind, RegExp>> = {
  record: /$^/,
  text: /$^/,
  choice: /\bwhy\b/i,
  date: /\b(when|what day|which day|what date|which date|date)\b/i,
  time: /\b(when|what time|which time|time)\b/i,
  amount: /\b(how much|what amount|which amount|amount|what sum)\b/i,
  count: /\b(how many|how long|what number|quantity|number of)\b/i,
};

/** The words after "which" and "what": they are asked for, while others may only be mentioned ("to which day should I move the appointment?"). */
function pointedAt(question: string): string {
  return [...question.matchAll(/\b(?:which|what)\b((?:[^\p{L},;:]+[\p{L}'-]+){0,5})/giu)]
    .map((match) => match[1] ?? '')
    .join(' ');
}

/** The facts that a question is about: by what it asks for, by words that stand in one fact alone, then by words of several, then any for a general question. */
function askedFor(question: string, facts: readonly Fact[], told: (fact: Fact) => boolean): Fact[] {
  const heard = new Set(stemsOf(question));
  const pointed = new Set(stemsOf(pointedAt(question)));
  const holders = (stem: string): number => facts.filter((fact) => stemsOf(fact.about).includes(stem)).length;
  const cued = (fact: Fact): boolean =>
    cues[fact.kind].test(question) && facts.filter((other) => other.kind === fact.kind).length === 1;
  const names = (fact: Fact, words: ReadonlySet<string>): boolean =>
    stemsOf(fact.about).some((stem) => words.has(stem) && holders(stem) === 1);
  const exact = facts.filter((fact) => cued(fact) || names(fact, pointed));
  if (exact.length > 0) return exact;
  const meant = facts.filter((fact) => names(fact, heard));
  if (meant.length > 0) return meant;
  const perhaps = facts.filter((fact) => stemsOf(fact.about).some((stem) => heard.has(stem)));
  const [first] = [...perhaps, ...(asksInGeneral(question) ? facts : [])].filter((fact) => !told(fact));
  const [known] = perhaps;
  return first ? [first] : known ? [known] : [];
}

const empty = new Set(
  'the that this which what when with from for and his her their its your you she they him them are was has have had does did will would should could can not one new right want wants been being about into onto than then there here please tell know'.split(
    ' ',
  ),
);

/** The words that carry the sense, without endings. */
function stemsOf(text: string): string[] {
  return (text.toLowerCase().match(/\p{L}{3,}/gu) ?? [])
    .filter((word) => !empty.has(word))
    .map((word) => word.replace(/(ies)$/, 'y').replace(/(?<=\p{L}{3})(ing|ed|es|s|e)$/u, ''));
}
