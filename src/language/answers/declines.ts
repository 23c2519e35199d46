import { messageText, sentenceSpans } from './clauses.ts';
import { meansTheSame, type ReasonWord, reasonWords } from './thesaurus.ts';

/** Something asked for in vain, why it was not done, and what a wrong reason would be. */
export interface Declining {
  /** `forbidden`: a rule does not allow it. `done`: it is so already. */
  readonly as: 'forbidden' | 'done';
  /** The refusal and the facts that decide: any of their words will do that the request does not hold. */
  readonly reason: string;
  /** The rule behind it, if it is known: of its words those that no other rule has. */
  readonly rule: string;
  /** The other rules of the place. */
  readonly elsewhere: readonly string[];
  /** What the person said, and the nouns of the place: their words are no reason. */
  readonly request: string;
  /** What would have been done, as verbs; claiming it is untrue. */
  readonly acts: readonly string[];
}

const notDone: Readonly<Record<Declining['as'], RegExp>> = {
  forbidden:
    /\b(?:cannot|can not|could not|unable|impossible|not (?:been )?(?:possible|able|allowed|permitted|done|made|booked|changed|cancelled|carried|go|gone|went|accepted|available|eligible)|did not|was not|has not|have not|may not|must not|will not|would not|does not|is not|are not|nothing (?:was|has been|is|could be)? ?(?:changed|done)|no changes?|no (?:\w+ ){1,3}(?:was|were|is|has been|have been|could be|can be)|unchanged|refus\w*|declin\w*|reject\w*|forbid\w*|forbidden|prohibit\w*|denied|against the rules?|blocked|fails?|failed|unfortunately|sorry|left (?:it|everything|things|the \w+|that)|leave it)\b|\b(?:can|couldn|didn|wasn|hasn|haven|isn|aren|won|wouldn|doesn|don|weren|mustn)'t\b/,
  done: /\balready\b|\bno need\b|\bneed not\b|\bnothing (?:left |more |else )?(?:to (?:do|change|cancel|add)|(?:was|has been|is|had to be|needed) ?(?:changed|done|to be)?)|\b(?:unchanged|no changes?|no action|no further)\b|\b(?:cannot|could not|did not|was not|has not|is no longer|as it (?:was|is))\b|\b(?:can|couldn|didn|wasn|hasn|needn|don|doesn)'t\b|\bbefore\b|\balso so\b|\bsince\b|\b(?:had|has) (?:long )?been\b/,
};

/** Whether somebody was told that what they asked for was not done, and why in substance. */
export function declines(said: readonly { readonly text: string }[], declining: Declining): boolean {
  return said.some(({ text }) => saysWhy(text, declining));
}

function saysWhy(text: string, declining: Declining): boolean {
  const message = messageText(text);
  if (!notDone[declining.as].test(message)) return false;
  if (claimsToHaveDone(message, declining)) return false;
  return givesReason(message, declining);
}

/** The reason's own words weigh against those of each other rule; what the request says counts for neither. */
function givesReason(message: string, { reason, rule, elsewhere, request }: Declining): boolean {
  const known = reasonWords(request);
  const isKnown = (word: ReasonWord): boolean => known.some((one) => one.stem === word.stem);
  const all = reasonWords(message);
  const fresh = all.filter((word) => !isKnown(word));
  const others = elsewhere.flatMap(reasonWords);
  const own = [...reasonWords(reason), ...reasonWords(rule).filter((word) => !others.some((one) => one.stem === word.stem))];
  const telling = own.filter((word) => !isKnown(word));
  const said = telling.length > 0 ? fresh : all;
  const hits = (words: readonly ReasonWord[]): number =>
    distinct(words).filter((word) => said.some((one) => meansTheSame(one, word) && agree(one, word, words))).length;
  const score = hits(telling.length > 0 ? telling : own);
  if (score < (telling.length > 0 ? 1 : 2)) return false;
  return elsewhere.every((other) => {
    const foreign = reasonWords(other).filter((word) => !isKnown(word) && !own.some((one) => meansTheSame(one, word)));
    return hits(foreign) <= score;
  });
}

/** What is denied in one place must be denied in the other, unless the reason has it both ways. */
function agree(said: ReasonWord, word: ReasonWord, words: readonly ReasonWord[]): boolean {
  if (said.stem !== word.stem || said.isDenied === word.isDenied) return true;
  return words.some((one) => one.stem === word.stem && one.isDenied === said.isDenied);
}

function distinct(words: readonly ReasonWord[]): ReasonWord[] {
  return words.filter((word, index) => words.findIndex((one) => one.stem === word.stem) === index);
}

/** "I have booked the room", "the stay is now cancelled". That it is so already is no claim to have done it. */
function claimsToHaveDone(message: string, { as, acts }: Declining): boolean {
  return acts.some((act) => {
    const verb = `${act.replace(/e$/, '').replace(/y$/, '[yi]')}\\w*`;
    const byMe = new RegExp(
      `\\b(?:i|we)(?:'ve| have)?(?: just| now| successfully| duly)? ${verb}ed\\b|\\b(?:i|we)(?:'ve| have)?(?: just| now| successfully| duly)? ${verb.replace('\\w*', '(?:ed|led|t|nt)?')}\\b`,
    );
    const now = new RegExp(`\\b(?:has been|have been|is now|are now) (?:now |successfully )?${verb}\\b`);
    return sentenceSpans(message).some(
      ({ text }) =>
        !/\b(?:not|never|cannot|already|before)\b|n't\b/.test(text) &&
        (byMe.test(text) || (as === 'forbidden' && now.test(text))),
    );
  });
}
