import { canonicalJson } from '../../base/json.ts';
import type { Operation } from '../../domain/environment/skeleton.ts';
import { stem } from '../../language/stem.ts';
import { words } from '../../language/words.ts';

/** Pairs of operations that take and return the same, and say the same in other words. */
export function sameOperations(operations: readonly Operation[]): string[] {
  return operations.flatMap((operation, index) =>
    operations
      .slice(0, index)
      .filter((other) => shapeOf(other) === shapeOf(operation) && saysTheSame(other, operation))
      .map(
        (other) =>
          `Operations ${other.name} and ${operation.name} take and return the same and say the same: drop one, or describe what sets them apart.`,
      ),
  );
}

function shapeOf({ effect, parameters, returns }: Operation): string {
  const types = parameters.map(({ type, required }) => canonicalJson({ type, required })).sort();
  return canonicalJson({ effect, types, returns });
}

/** Words that say only that something is read. */
const readingWords = new Set([
  'get',
  'show',
  'list',
  'find',
  'view',
  'fetch',
  'read',
  'look',
  'lookup',
  'search',
  'display',
  'retrieve',
  'all',
  'by',
]);

function saysTheSame(left: Operation, right: Operation): boolean {
  const nameWords = ({ name }: Operation): string =>
    [
      ...new Set(
        name
          .split('_')
          .filter((word) => !readingWords.has(word))
          .map(stem),
      ),
    ]
      .sort()
      .join(' ');
  if (
    nameWords(left) === nameWords(right) &&
    left.parameters.every(({ name }) => right.parameters.some((other) => other.name === name))
  )
    return true;
  const [ours, theirs] = [left, right].map(({ description }) => new Set(words(description).map(stem)));
  if (!ours || !theirs) return false;
  const shared = [...ours].filter((word) => theirs.has(word)).length;
  return shared === ours.size && shared === theirs.size;
}
