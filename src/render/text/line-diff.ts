import { diffArrays } from 'diff';

/** A line of a difference: `-` only before, `+` only after, ` ` on both sides. */
export interface DiffLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

/**
 * The most edits that are searched for. Beyond it the texts have so little in common that everything between their equal
 * beginning and end is shown as replaced.
 */
const mostEdits = 1000;

/** The shortest difference between two lists of lines. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [
    ...signed(' ', before.slice(0, start)),
    ...differing(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...signed(' ', before.slice(before.length - end)),
  ];
}

function differing(before: string[], after: string[]): DiffLine[] {
  const changes = diffArrays(before, after, { maxEditLength: mostEdits });
  if (!changes) return [...signed('-', before), ...signed('+', after)];
  return changes.flatMap(({ added, removed, value }) => signed(added ? '+' : removed ? '-' : ' ', value));
}

function signed(sign: DiffLine['sign'], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ sign, text }));
}

/** The changed lines with `context` equal lines around them; `…` stands for equal lines left out. */
export function excerpts(lines: readonly DiffLine[], context = 3): string[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, index) => {
    if (line.sign !== ' ') near.fill(1, Math.max(0, index - context), index + context + 1);
  });
  const shown: string[] = [];
  lines.forEach((line, index) => {
    if (near[index]) shown.push(`${line.sign} ${line.text}`.trimEnd());
    else if (shown.at(-1) !== '…') shown.push('…');
  });
  return shown;
}
