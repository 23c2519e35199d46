import { sentencesOf } from '../../language/sentences.ts';

/** What an agent's message is to the person who reads it: a question, a request for consent, a report, a farewell. */

const telling =
  'tell|let|give|specify|provide|confirm|clarify|send|state|advise|share|indicate|choose|select|pick|name|say|supply|write|list|describe|explain|inform|answer|reply|respond|quote|decide|mention|identify|read|enter|fill';

const questionForms: readonly RegExp[] = [
  /\?["'”’)*_\s]*$/,
  new RegExp(`\\b(please|kindly)\\s+(${telling})\\b`, 'i'),
  new RegExp(`^\\W*(?:(?:so|then|and|ok|okay|first|now)\\W+)*(${telling})\\b(?! (me )?(see|check|look|try|do|find)\\b)`, 'i'),
  new RegExp(`\\b(could|can|would|will) you (please |kindly )?(${telling})\\b`, 'i'),
  /\b(let me know|tell me|advise|wonder(ing)?|waiting for|(would|'d) (like|love) to know|(have|has|want) to (know|ask)|ask(ing)? (for|about|you|which|what|how)|may i ask)\b/i,
  /\b(i|we)( \p{L}+)? (need|require|lack|am missing|are missing)\b(?! (to (look|check|see|find|search|verify)|a (moment|second|minute)))/iu,
  /\b(requires|needs (the|a|an|to know)|missing|unclear|unspecified|unknown|is (needed|required)|without (the|knowing|this|that))\b/i,
  /\bnot\b( \p{L}+)? (stated|said|given|specified|mentioned|clear|known|provided|told|sure|certain)\b/iu,
  /\b(cannot|can't|can’t|could not|couldn't|do not|don't|don’t|did not|didn't|didn’t|does not|doesn't|unable to) (yet )?(see|find|tell|know|determine|guess|say|mention|specify|state|contain|include)\b/i,
];

/** Whether a sentence asks for something, with a question mark or in other words. */
export function isQuestion(sentence: string): boolean {
  return questionForms.some((form) => form.test(sentence));
}

/** "Anything else?" at the end, as against "anything else I should know?". */
export function isFarewell(sentence: string): boolean {
  const further = /\b(anything|something) (else|more)\b|\bfurther (help|questions|requests)\b/i;
  return further.test(sentence) && !/\b(i|we) (should|need to|must|ought to|have to) know\b|\btell me\b/i.test(sentence);
}

/** Politeness, and an offer to help, which ask for nothing that somebody leaves unsaid. */
export function isPleasantry(sentence: string): boolean {
  return /\bhow (are|do) you( do| doing)?( today)?\W*$|\bhow('s| is) it going\b|\bhow (can|may|could) (i|we) (help|assist|be of)\b|\b(what|how) (can|could|may) (i|we) (do|help)\b|\bwould you like (me )?to (help|do)\b|\bare you (still )?(there|well|ok|okay)\b|\bhave a (nice|good)\b/i.test(
    sentence,
  );
}

/** What people are asked about themselves and the world and what no request leaves open. */
export function isForeign(sentence: string): boolean {
  return /\b(weather|rain\w*|birth\w*|phone|telephone|e-?mail|password|pin|blood|colou?r|favou?rite|joke|story|news|born|who (are|is) (you|this|there)|your name|how old|your age)\b/i.test(
    sentence,
  );
}

/** "What is the unit price?", "how much does one cost?" */
export function asksPrice(sentence: string): boolean {
  return /\b(what|which|the)\b[^?,]*\b(price|cost)\b|\bwhat\b[^?,]*\bcosts?\b|\bhow (much|many dollars)\b[^?,]*\b(costs?|priced?)\b/i.test(
    sentence,
  );
}

/** What a meter shows, which is not what was done since. */
export function asksReading(sentence: string): boolean {
  return /\bodometer\b|\b(final|current|last) reading\b/i.test(sentence);
}

/** People whose things a question is about: "which appointment of Leila Silva?", "Leila Silva's card". */
export function ownersIn(sentence: string): string[] {
  const name = '(\\p{Lu}\\p{L}+(?: \\p{Lu}[\\p{L}-]+)+)';
  const owner = new RegExp(`\\b(?:of|for|does|did) (?!Dr\\b)${name}|${name}['’]s\\b`, 'gu');
  return [...sentence.matchAll(owner)].flatMap(([, one, other]) => one ?? other ?? []);
}

/** Whether it asks for leanings: "anyone in particular?", "both?". */
export function asksPreference(sentence: string): boolean {
  return /\b(particular|preference|prefer|in mind|both|all of (them|these|those)|either|anyone|anybody|next free)\b/i.test(
    sentence,
  );
}

/** Whether it is about the one who is asked, and not about what they want. */
export function isAboutListener(sentence: string): boolean {
  const theirs = /\byours?\b|\b(do|are|were|did|have) you\b/i;
  return (
    theirs.test(sentence) &&
    !/\b(do|did|would|are|have) you (want|like|prefer|mean|need|wish|know|have|think|asking|got|decided)\b/i.test(sentence)
  );
}

/** "Which one and how many?": something open beside what is named. */
export function asksForTheRest(sentence: string): boolean {
  return /\b(which ones?|what)\W+and\b/i.test(sentence);
}

/** Whether it asks for leave: "Shall I go on?". A question word makes it another question. */
export function asksConsent(sentence: string): boolean {
  const leave =
    /^\W*(?:(?:so|ok|okay|then|well|and|also|please|now|great|thanks|good|alright|just|but)\W+)*(shall|should|may|can|could|might|do you want|would you like|is (that|this|it|everything) (right|correct|ok|okay|fine|sure|all right)|are you (sure|ok|okay|fine))\b|\bproceed\b|\bgo (ahead|on)\b|\bcontinue\b|\bconfirm\b|\b(is|are) (that|this|it|you) (right|correct|ok|okay|sure|fine)\b/i;
  return leave.test(sentence) && !asksInWords(sentence);
}

/** Whether it is about going on, whatever else is in it. */
export function asksToGoOn(sentence: string): boolean {
  return /\b(proceed|go ahead|go on|continue)\b/i.test(sentence);
}

/** Whether a question word or a word for telling asks for something unknown, as against yes or no. */
export function asksInWords(sentence: string): boolean {
  return /\b(which|what|when|where|who|whom|whose|why|how)\b/i.test(sentence) || asksToTell(sentence);
}

function asksToTell(sentence: string): boolean {
  return (
    !/\bconfirm\b/i.test(sentence) &&
    (questionForms.slice(1).some((form) => form.test(sentence)) ||
      /\b(know|details?|information|more (precise|specific|exact)\w*|be more)\b/i.test(sentence))
  );
}

/** "Low, normal or high?": alternatives to choose from. */
export function offersChoice(sentence: string): boolean {
  return /\p{L}[\p{L}\p{N}'’)"-]* or (?!(not|no|so|else|wait|should|shall|may|can)\b)[\p{L}\p{N}"'(]/iu.test(sentence);
}

/** Work that only looks, which is nothing to be content with. */
const looking =
  /^(need|indeed|open|found|looked|checked|seen|read|searched|noticed|identified|located|retrieved|reviewed|received|noted|understood|asked|needed|required|stated|given|specified|mentioned|known|listed|supposed|allowed|missed|interested|confused|opened|concerned|involved|called|even|then|often|when)$/i;

/** Whether it says that something is done, or cannot be, or that the agent leaves it at that. */
export function reportsEnd(text: string): boolean {
  if (
    /\b(done|complete|completed|finished|succe\w+|all set|cannot|can't|can’t|could not|couldn't|impossible|not possible|unable|nothing|(good)?bye|stop|give up)\b/i.test(
      text,
    )
  )
    return true;
  return sentencesOf(text, 'message').some((sentence) => {
    if (/^\W*(there (is|are)|(she|he|they) ha(s|ve)(?! been)|i (can )?see|i (have )?found)\b/i.test(sentence)) return false;
    const deeds = [
      ...sentence.matchAll(
        /\b(?:(?:i|we)(?:['’]ve| have)?|has been|have been|is|are|was|were)(?: now| just| already| all| successfully)*\s+(\p{L}+(?:ed|en|wn)|set|put|sent|made|paid|held|kept)\b|^\W*(\p{L}+ed)\b/giu,
      ),
    ];
    return deeds.some((deed) => !looking.test(deed[1] ?? deed[2] ?? ''));
  });
}

export function isAnnouncement(text: string): boolean {
  return /\b(i will|i'll|i’ll|let me|i am going to|i'm going to|i’m going to|one moment)\b/i.test(text) && !reportsEnd(text);
}
