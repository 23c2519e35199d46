import type { FactKind } from '../../domain/scenario/user-profile.ts';
import type { SimulateUserInput, UserTurn } from '../../generation/work/conversations.ts';
import { sentencesOf } from '../../language/sentences.ts';
import {
  asksConsent,
  asksForTheRest,
  asksInWords,
  asksPreference,
  asksPrice,
  asksReading,
  asksToGoOn,
  isAboutListener,
  isAnnouncement,
  isFarewell,
  isForeign,
  isPleasantry,
  isQuestion,
  offersChoice,
  ownersIn,
  reportsEnd,
} from './user-questions.ts';
import { allStems, isAkin, stemsOf } from './user-words.ts';

type Fact = SimulateUserInput['facts'][number];

/**
 * A user who goes by a script: tells a fact when a question is about it, or about the request where nothing else is open;
 * never tells anything unasked, and is done when the agent asks nothing more. As long as something is untold they wait for a
 * question, unless the agent says that it is through.
 */
export function answerAsUser({ wants, facts, said }: SimulateUserInput): UserTurn {
  const last = said.at(-1);
  const text = last?.by === 'agent' ? last.text : '';
  const isTold = (fact: Fact): boolean => said.some(({ by, text: words }) => by === 'user' && words.includes(fact.says));
  const isOpen = facts.some((fact) => !isTold(fact));
  const questions = sentencesOf(text, 'message')
    .filter(isQuestion)
    .filter((sentence) => !isFarewell(sentence));
  if (questions.length === 0) {
    const waits = isAnnouncement(text) || (isOpen && text !== '' && !reportsEnd(text));
    return waits ? { say: 'All right.', done: false } : { say: 'Thank you, that is all.', done: true };
  }
  const context = [said[0]?.text ?? '', wants, ...facts.flatMap(({ about, says }) => [about, says])];
  const listener = new Listener(facts, isTold, [...new Set(stemsOf(context.join(' ')))]);
  const asked = listener.askedIn(questions);
  if (asked.length > 0) return { say: asked.map(({ says }) => says).join(' '), done: false };
  if (questions.some((question) => listener.isElsewhere(question)))
    return { say: 'I do not know that. Please look it up, or ask about what I want done.', done: false };
  return questions.some((question) => asksConsent(question) || isPleasantry(question))
    ? { say: 'Please do just what I asked for.', done: false }
    : { say: 'I am afraid I cannot tell you that.', done: false };
}

/** Words of a question that ask for a sort of thing. */
const cues: Readonly<Record<FactKind, RegExp>> = {
  record: /\bwho(m|se)?\b/i,
  text: /\bwhere\b/i,
  choice: /\b(why|reason|kind|type)\b/i,
  date: /\b(when|what day|which day|what date|which date|date)\b/i,
  time: /\b(when|what time|which time|time)\b/i,
  amount: /\b(how much|what amount|which amount|amount|what sum)\b/i,
  count: /\b(how many|how long|quantity|number of|(what|which|the|exact) number)\b/i,
};

/**
 * The words that are asked for, while others may only be mentioned ("to which day should I move the appointment?"). All of
 * them where no question word points at any ("please send me the amount").
 */
function pointedAt(question: string): string {
  const hasPointer = /\b(which|what|how|when|where|who|whom|whose|why)\b/i.test(question);
  const isFragment =
    (question.match(/\p{L}+/gu) ?? []).length <= 5 && !/^\W*(is|are|was|were|do|does|did|has|have)\b/i.test(question);
  if (!hasPointer && !asksConsent(question) && (isFragment || asksInWords(question))) return question;
  const nouns = [...question.matchAll(/\b(?:which|what)\b((?:[^\p{L},;:]+[\p{L}'’-]+){0,5})/giu)].map((match) => match[1] ?? '');
  const measures = [...question.matchAll(/\bhow (?!many\b|much\b)(\p{L}+)/giu)].map((match) => match[1] ?? '');
  return [...nouns, ...measures].join(' ');
}

/** Finds out what a question is about. */
class Listener {
  readonly #facts: readonly Fact[];
  readonly #isTold: (fact: Fact) => boolean;
  /** The stems of what is spoken of anyway. */
  readonly #context: readonly string[];

  constructor(facts: readonly Fact[], isTold: (fact: Fact) => boolean, context: readonly string[]) {
    this.#facts = facts;
    this.#isTold = isTold;
    this.#context = context;
  }

  /** The facts that the questions of a message are about, in the order of the profile; of a question about the request in general, the first untold. */
  askedIn(questions: readonly string[]): readonly Fact[] {
    const named = questions.map((question) => this.#named(question));
    const told = new Set(named.flat());
    const [first] = this.#facts.filter((fact) => !told.has(fact) && !this.#isTold(fact));
    const isGeneral = questions.some(
      (question, place) => first && (named[place]?.length === 0 || asksForTheRest(question)) && this.#isGeneral(question, first),
    );
    return this.#facts.filter((fact) => told.has(fact) || (isGeneral && fact === first));
  }

  /** Whether it asks for a price or a reading where no fact is one, or about somebody whom nobody has spoken of. */
  isElsewhere(question: string): boolean {
    const isNone = (kind: FactKind): boolean => this.#facts.every((fact) => fact.kind !== kind);
    if (asksPrice(question) && isNone('amount')) return true;
    if (asksReading(question) && !this.#facts.some(({ about, says }) => asksReading(`${about} ${says}`))) return true;
    const others = ownersIn(question);
    return others.length > 0 && others.every((name) => stemsOf(name).every((stem) => !this.#context.includes(stem)));
  }

  /** By what it asks for, then by words that stand for one fact alone, then by words of several. */
  #named(question: string): readonly Fact[] {
    const facts = this.#facts;
    if (isPleasantry(question)) return [];
    if (isForeign(question)) return facts.filter(({ about }) => isForeign(about));
    if (this.isElsewhere(question)) return [];
    const heard = allStems(question);
    const pointed = allStems(pointedAt(question));
    const exact = facts.filter(
      (fact) => this.#isCued(fact, question) || this.#isWordFor(fact, pointed) || this.#isAkinFor(fact, pointed),
    );
    const chosen = offersChoice(question) ? this.#choosable(question, exact) : [];
    if (exact.length + chosen.length > 0) return [...exact, ...chosen];
    const meant = facts.filter((fact) => this.#isWordFor(fact, heard));
    if (meant.length > 0) return meant;
    const akin = facts.filter((fact) => this.#isAkinFor(fact, heard) || this.#isQuoted(fact, stemsOf(question)));
    if (akin.length > 0) return akin;
    const perhaps = facts.filter((fact) => stemsOf(fact.about).some((stem) => heard.includes(stem)));
    const [next] = [...perhaps.filter((fact) => !this.#isTold(fact)), ...perhaps];
    return next ? [next] : [];
  }

  /** A cue counts where one fact is of the sort and the question does not speak of other things altogether. */
  #isCued({ kind }: Fact, question: string): boolean {
    if (!cues[kind].test(question) || this.#facts.filter((other) => other.kind === kind).length > 1) return false;
    const strange = this.#strange(question).length;
    return strange <= 2 || stemsOf(question).length > strange;
  }

  /** Words of its own, which no other fact has. */
  #isWordFor(fact: Fact, stems: readonly string[]): boolean {
    return stemsOf(fact.about).some((own) => stems.includes(own) && this.#holders((other) => other === own) === 1);
  }

  /** Other words for it, which are none for another fact. */
  #isAkinFor(fact: Fact, stems: readonly string[]): boolean {
    return stems.some(
      (stem) => stemsOf(fact.about).some((own) => isAkin(own, stem)) && this.#holders((other) => isAkin(other, stem)) === 1,
    );
  }

  /** Words of the answer itself: "is it the one with Dr Lind?". */
  #isQuoted(fact: Fact, stems: readonly string[]): boolean {
    return stemsOf(fact.says).some((own) => stems.includes(own));
  }

  #holders(test: (stem: string) => boolean): number {
    return this.#facts.filter((fact) => stemsOf(fact.about).some(test)).length;
  }

  /** What is chosen among alternatives, beside what else a question asks for: a choice or a record, or whatever is untold. */
  #choosable(question: string, exact: readonly Fact[]): readonly Fact[] {
    if (asksToGoOn(question)) return [];
    const isChosen = ({ kind }: Fact): boolean => kind === 'choice' || kind === 'record';
    const open = this.#facts.filter((fact) => !this.#isTold(fact));
    if (exact.some((fact) => isChosen(fact) && open.includes(fact))) return [];
    const [first] = [...open.filter(isChosen), ...(exact.length === 0 ? open : [])];
    return first ? [first] : [];
  }

  /** The stems of a question that nobody has spoken of, in other words neither. */
  #strange(question: string): string[] {
    return stemsOf(question).filter((stem) => !this.#context.some((known) => isAkin(known, stem)));
  }

  /** Whether it can only be about what is left open: "which one?", "what should it be?", "is it the blue one?". */
  #isGeneral(question: string, { kind }: Fact): boolean {
    if (isPleasantry(question) || isForeign(question) || this.isElsewhere(question)) return false;
    const strange = this.#strange(question.replace(/"[^"]*"|“[^”]*”/g, '')).length;
    if (asksInWords(question)) return strange <= (isAboutListener(question) ? 0 : 1);
    if (asksPreference(question)) return strange <= 1;
    const isGuess = /^\W*((so|and|or|then)\W+)*(is|was|are|were) (it|this|that|they)\b/i.test(question);
    return !asksConsent(question) && isGuess && strange <= 2 && (kind === 'choice' || kind === 'record');
  }
}
