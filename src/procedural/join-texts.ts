import type { Random } from '../base/random.ts';

/** Words that may follow a comma in small letters; names and "I" keep their capital. */
const smallable = new Set(
  'Please Could Can Would The If My There For When A An Some Someone We Our Let Have Take Give Put Move Cancel Book Send Check Look Find Make Set Change Add Release Renew Refund Record Report Lend Mark Open Close Block Escalate Assign Raise Order Pay Ship Confirm Announce Enrol See Every All Everything Everyone Whoever Whatever Any Both'.split(
    ' ',
  ),
);
const beforeComma = [
  'Also,',
  'After that,',
  'While you are at it,',
  'On top of that,',
  'Then,',
  'And when that is done,',
  'Besides,',
  'Apart from that,',
  'In the same go,',
  'And finally,',
];
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
  const commas = random.shuffle(beforeComma.filter((words) => words !== 'And finally,'));
  const colons = random.shuffle(beforeColon);
  const parts = texts.map((text, i) => {
    if (i === 0) return text;
    const small = inSmall(text);
    if (small !== undefined && random.chance(0.6)) {
      const isLast = i === texts.length - 1 && texts.length > 2 && random.chance(0.4);
      return `${isLast ? 'And finally,' : commas[i % commas.length]} ${small}`;
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
