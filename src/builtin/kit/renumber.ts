import { isObject } from '../../base/json.ts';
import type { Random } from '../../base/random.ts';

/** "T-2040", "PR-101", "20410": what a record is filed under. Room numbers, bins and course codes are names, not numbers. */
const filed = /^([A-Z]{1,2}-|(?=\d{5}$))(\d{2,6})$/;

/**
 * The state with other numbers in its keys and references, so that no two states share them: numbers of one prefix keep their order and
 * their length. Prefixes named in `except` stay.
 */
export function renumbered<S extends object>(state: S, random: Random, except: readonly string[] = []): S {
  const groups = new Map<string, Set<number>>();
  for (const key of Object.values(state).flatMap((records) => (isObject(records) ? Object.keys(records) : []))) {
    const [, prefix, digits] = filed.exec(key) ?? [];
    if (prefix === undefined || digits === undefined || except.includes(prefix)) continue;
    const group = `${prefix} ${digits.length}`;
    groups.set(group, (groups.get(group) ?? new Set()).add(Number(digits)));
  }
  const names = new Map([...groups].flatMap(([group, numbers]) => pairsOf(group, numbers, random.fork(group))));
  return JSON.parse(JSON.stringify(state), (_, value: unknown) => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [names.get(key) ?? key, inner]));
  });
}

/** Old and new names of one prefix: as many other numbers of the same length, in the same order. */
function pairsOf(group: string, numbers: ReadonlySet<number>, random: Random): [string, string][] {
  const [prefix = '', length = ''] = group.split(' ');
  const low = 10 ** (Number(length) - 1);
  const old = [...numbers].sort((left, right) => left - right);
  const fresh = new Set<number>();
  while (fresh.size < old.length) fresh.add(random.integer(low, low * 10 - 1));
  const sorted = [...fresh].sort((left, right) => left - right);
  return old.map((number, index) => [`${prefix}${number}`, `${prefix}${sorted[index] ?? number}`]);
}
