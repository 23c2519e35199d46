import type { Skeleton } from '../../domain/environment/skeleton.ts';

/**
 * What the task of a number is to be about: two tools that write (one where there is only one). As many numbers as there are
 * such tools lead with each of them once; after that they are paired otherwise. So scenarios that are written at the same time, and
 * know nothing of each other, do not ask for the same thing.
 */
export function focusOf({ operations }: Pick<Skeleton, 'operations'>, number: number): string[] {
  const writers = operations.filter(({ effect }) => effect === 'write').map(({ name }) => name);
  const count = writers.length;
  const round = Math.floor((number - 1) / Math.max(1, count));
  const lead = (number - 1) % Math.max(1, count);
  const second = count > 1 ? (lead + 1 + (round % (count - 1))) % count : lead;
  return [...new Set([lead, second])].flatMap((place) => writers[place] ?? []);
}
