import type { Rank } from './form.ts';

/** Less than zero where `left` comes first, more where `right` does, zero for a tie. Texts go by their characters. */
export function compareRanks(left: readonly Rank[], right: readonly Rank[]): number {
  for (const [index, rank] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 0;
    const isDescending = typeof rank === 'object';
    const [a, b] = [plain(rank), plain(other)];
    if (a !== b) return a < b !== isDescending ? -1 : 1;
  }
  return 0;
}

function plain(rank: Rank): string | number {
  return typeof rank === 'object' ? rank.descending : rank;
}
