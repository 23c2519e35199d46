/** Verbs of tools whose past and participle do not follow the rule. */
const irregular: Readonly<Record<string, readonly [string, string]>> = {
  send: ['sent', 'sent'],
  lend: ['lent', 'lent'],
  take: ['took', 'taken'],
  put: ['put', 'put'],
  set: ['set', 'set'],
  pay: ['paid', 'paid'],
  make: ['made', 'made'],
  give: ['gave', 'given'],
  hold: ['held', 'held'],
  let: ['let', 'let'],
  withdraw: ['withdrew', 'withdrawn'],
  draw: ['drew', 'drawn'],
  write: ['wrote', 'written'],
  find: ['found', 'found'],
  bring: ['brought', 'brought'],
  sell: ['sold', 'sold'],
  buy: ['bought', 'bought'],
  undo: ['undid', 'undone'],
  leave: ['left', 'left'],
  begin: ['began', 'begun'],
  freeze: ['froze', 'frozen'],
  get: ['got', 'got'],
  keep: ['kept', 'kept'],
  see: ['saw', 'seen'],
  ground: ['grounded', 'grounded'],
  split: ['split', 'split'],
  spend: ['spent', 'spent'],
  tell: ['told', 'told'],
  withhold: ['withheld', 'withheld'],
  choose: ['chose', 'chosen'],
  reset: ['reset', 'reset'],
};
/** Verbs of more than one syllable that double their last letter all the same, and the short ones that do. */
const doubling =
  /^(?:admit|permit|refer|transfer|defer|submit|commit|omit|ship|drop|swap|stop|plan|log|tag|cap|pick-?up|enrol|cancel|label|total|model|travel|level|control)$/;

/** "book" -> "booked", "cancel" -> "cancelled", "send" -> "sent"; the participle where the two differ. */
export function pastTense(verb: string, form: 'past' | 'participle' = 'past'): string {
  const known = Object.hasOwn(irregular, verb) ? irregular[verb] : undefined;
  if (known) return known[form === 'past' ? 0 : 1];
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  return doubling.test(verb) ? `${verb}${verb.slice(-1)}ed` : `${verb}ed`;
}
