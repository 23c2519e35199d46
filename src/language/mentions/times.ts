import { smallNumbers } from '../number-words.ts';

/** The times of day that a sentence in small letters says: "14:30". */
export function timesIn(sentence: string): string[] {
  const hourWords = smallNumbers.slice(1, 13).join('|');
  const pattern = new RegExp(
    `\\b(half|quarter) past (${hourWords})\\b|\\b(noon|midday|midnight)\\b|\\b(\\d{1,2})[:.](\\d{2})(?: ?([ap])\\.?m)?|\\b(\\d{1,2}|${hourWords})(?: ?([ap])\\.?m\\b| o'clock)|\\bat (\\d{1,2}|${hourWords})\\b(?![:.]\\d)`,
    'g',
  );
  return [
    ...new Set(
      [...sentence.matchAll(pattern)].flatMap((match) => {
        const [, part, past, named, hour, minute, half, full, fullHalf, at] = match;
        if (named !== undefined) return [named === 'midnight' ? '00:00' : '12:00'];
        const number = (word: string): number => (/^\d/.test(word) ? Number(word) : smallNumbers.indexOf(word));
        if (part !== undefined && past !== undefined) return timesOf(number(past), part === 'half' ? 30 : 15, undefined);
        if (hour !== undefined) return timesOf(number(hour), Number(minute), half);
        return timesOf(number(full ?? at ?? '0'), 0, fullHalf);
      }),
    ),
  ];
}

function timesOf(hour: number, minute: number, half: string | undefined): string[] {
  const written = (value: number): string => `${String(value).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  if (hour > 23 || minute > 59) return [];
  if (half === 'p') return [written(hour % 12 === hour ? hour + 12 : 12)];
  if (half === 'a') return [written(hour % 12)];
  return hour > 0 && hour < 8 ? [written(hour + 12), written(hour)] : [written(hour)];
}
