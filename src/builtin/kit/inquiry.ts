import type { PlannedToolCall, RequestTemplate, Setting, Telling } from './domain.ts';

/** A question about one case: the ways to put it, what has to be read, and what is to be told of it. */
interface Inquiry {
  readonly says: readonly string[];
  /** Records that it is about, as "collection/key". */
  readonly records: readonly string[];
  readonly calls: readonly PlannedToolCall[];
  readonly told: readonly Telling[];
}

/** A kind of question: each case is tried in random order until one can be asked. */
export function inquiry<S, Case>(
  name: string,
  cases: (setting: Setting<S>) => readonly Case[],
  ask: (item: Case, setting: Setting<S>) => Inquiry | undefined,
): RequestTemplate<S> {
  return {
    name,
    kind: 'inquiry',
    plan(setting) {
      for (const item of setting.random.shuffle(cases(setting))) {
        const found = ask(item, setting);
        if (found) return { text: setting.random.pick(found.says), records: found.records, calls: found.calls, told: found.told };
      }
      return undefined;
    },
  };
}

/** Whether one of several figures is the largest and no other equals it. */
export function hasOneLargest(figures: readonly number[]): boolean {
  const largest = Math.max(...figures);
  return figures.length > 1 && figures.filter((figure) => figure === largest).length === 1;
}

/** Whether one of several figures is the smallest and no other equals it. */
export function hasOneSmallest(figures: readonly number[]): boolean {
  return hasOneLargest(figures.map((figure) => -figure));
}
