import { signs } from './judge-signs.ts';

/** What speaks for a stateful environment has to outweigh the rest by this much. */
const threshold = 1.5;

/** Only the beginning of a long text is read: people say first what they want. */
const readCharacters = 1500;

/**
 * Does this request need an environment with records that are looked up and changed? A table of signs, each with a weight,
 * is summed up; the reason names the strongest signs on the winning side. What stands in quotation marks is spoken of, not
 * asked for. English only.
 */
export function judgeTask(text: string): { stateful: boolean; reason: string } {
  const plain = text.slice(0, readCharacters).replaceAll('’', "'");
  const asked = plain.replace(/"[^"]*"/g, '""');
  const seen = signs.filter((sign) => sign.pattern.test(sign.weight > 0 ? asked : plain));
  const total = seen.reduce((sum, sign) => sum + sign.weight, 0);
  const stateful = total >= threshold;
  const telling = seen
    .filter((sign) => sign.weight > 0 === stateful)
    .sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight));
  if (telling.length === 0) return { stateful, reason: 'Nothing in it speaks of records that a system keeps.' };
  const said = telling.slice(0, 2).map((sign) => sign.says);
  return { stateful, reason: `It ${said.join(' and ')}.` };
}
