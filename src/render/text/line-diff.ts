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

/** The shortest difference between two lists of lines (Myers 1986, greedy). */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  return [
    ...before.slice(0, start).map(signed(' ')),
    ...differing(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(signed(' ')),
  ];
}

function signed(sign: DiffLine['sign']): (text: string) => DiffLine {
  return (text) => ({ sign, text });
}

function differing(before: readonly string[], after: readonly string[]): DiffLine[] {
  const rounds = furthestReaching(before, after);
  if (!rounds) return [...before.map(signed('-')), ...after.map(signed('+'))];
  const lines: DiffLine[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = rounds.length - 1; edits >= 0; edits--) {
    const reached = rounds[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const down =
      diagonal === -edits || (diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
    const from = down ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : (reached.get(from) ?? 0);
    const fromY = edits === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY && before[x - 1] === after[y - 1]) {
      x--;
      y--;
      lines.push({ sign: ' ', text: before[x] ?? '' });
    }
    if (edits === 0) break;
    if (down) lines.push({ sign: '+', text: after[fromY] ?? '' });
    else lines.push({ sign: '-', text: before[fromX] ?? '' });
    x = fromX;
    y = fromY;
  }
  return lines.reverse();
}

/** For each number of edits the furthest position on each diagonal before that round; undefined when too many edits are needed. */
function furthestReaching(before: readonly string[], after: readonly string[]): Map<number, number>[] | undefined {
  const rounds: Map<number, number>[] = [];
  const reached = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= Math.min(before.length + after.length, mostEdits); edits++) {
    rounds.push(new Map(reached));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down =
        diagonal === -edits || (diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
      let x = down ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return rounds;
    }
  }
  return undefined;
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
