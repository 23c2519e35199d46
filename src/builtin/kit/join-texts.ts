import type { Random } from '../../base/random.ts';

/** Words with which somebody begins who wants something done or asks for it, rather than tells a fact. */
const asking = new Set(
  'Please Could Can Would Let Have Take Give Put Move Cancel Book Send Check Look Find Make Set Change Add Release Renew Refund Record Report Lend Mark Open Close Block Escalate Assign Raise Pay Ship Confirm Announce Enrol See Pick Even Transfer Postpone Hand Tidy Issue Freeze'.split(
    ' ',
  ),
);
/** Words that may follow a comma in small letters; names and "I" keep their capital. */
const smallable = new Set([
  ...asking,
  ...'The If My There For When A An Some Someone Somebody We Our Order Ticket Tickets Housekeeping Since Every All Everything Everyone Whoever Whatever Any Both'.split(
    ' ',
  ),
]);
const beforeAnything = ['Also,', 'On top of that,', 'Besides,', 'Apart from that,'];
/** What only something to be done can follow: a fact that is told comes neither after another nor in the same go. */
const beforeAsking = ['After that,', 'While you are at it,', 'Then,', 'And when that is done,', 'In the same go,'];
const beforeColon = [
  'One more thing:',
  'Next:',
  'Then there is this:',
  'Another matter:',
  'And besides that:',
  'Something else:',
  'Separately:',
  'What is more:',
  'Also on the list:',
];

/** One natural request: perhaps an opener, then the texts with connectors between them, each connector at most once. */
export function joinTexts(openers: readonly string[], texts: readonly string[], random: Random): string {
  const neutral = random.shuffle(beforeAnything);
  const urging = random.shuffle([...beforeAnything, ...beforeAsking]);
  const used = new Set<string>();
  const colons = random.shuffle(beforeColon);
  const parts = texts.map((text, i) => {
    if (i === 0) return text;
    const small = inSmall(text);
    if (small !== undefined && random.chance(0.6)) {
      const isAsking = asking.has(/^[A-Za-z]+/.exec(text)?.[0] ?? '');
      const isLast = isAsking && i === texts.length - 1 && texts.length > 2 && random.chance(0.4);
      const words = (isAsking ? urging : neutral).find((one) => !used.has(one));
      if (words !== undefined) {
        used.add(words);
        return `${isLast ? 'And finally,' : words} ${small}`;
      }
    }
    return random.chance(0.75) ? `${colons[i % colons.length]} ${small ?? text}` : text;
  });
  const opener = openers.length > 0 && random.chance(0.75) ? [random.pick(openers)] : [];
  return [...opener, ...parts].join(' ');
}

/** The text as it goes on after a comma or colon; undefined where its first word keeps the capital. "The Paper Kings" is a name. */
function inSmall(text: string): string | undefined {
  const [first = '', second = ''] = /^[A-Za-z]+ ?[A-Za-z]*/.exec(text)?.[0].split(' ') ?? [];
  const isName = ['The', 'A', 'An'].includes(first) && /^[A-Z]/.test(second);
  return smallable.has(first) && !isName ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : undefined;
}
