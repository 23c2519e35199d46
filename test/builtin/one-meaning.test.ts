import { describe, expect, it } from 'vitest';
import { canonicalJson, isObject } from '../../src/base/json.ts';
import { type Random, seededRandom } from '../../src/base/random.ts';
import { blueprintOf } from '../../src/builtin/blueprints.ts';
import { domains } from '../../src/builtin/domains.ts';
import { isFrom } from '../../src/builtin/kit/compose.ts';
import type { PlannedRequest, PlannedToolCall } from '../../src/builtin/kit/domain.ts';
import type { State } from '../../src/domain/state.ts';
import { policyOf, stateOf } from './support.ts';

const today = '2026-03-09';

/** What a plan does, whatever it reads before and in whatever order independent things are done. */
function meaning(plan: PlannedRequest, writes: ReadonlySet<string>): string {
  const done = plan.calls.filter((call) => writes.has(call.tool)).map((call) => canonicalJson(resolved(call, plan)));
  const refused = (plan.refused ?? []).map((call) => canonicalJson(call));
  return [...done.sort(), ...refused.sort()].join('\n');
}

/** A call with the calls in place of the numbers under which its arguments refer to them. */
function resolved({ tool, arguments: args }: PlannedToolCall, plan: PlannedRequest): unknown {
  const values = Object.entries(args).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const source = isFrom(value) ? plan.calls[value.from - 1] : undefined;
    return [[name, source ? resolved(source, plan) : value]];
  });
  return { tool, arguments: Object.fromEntries(values) };
}

/** Other ids for the records, in reverse order, so that what comes first by its id comes last. Codes that mean something stay. */
function reversedIds(state: State): Map<string, string> {
  return new Map(
    Object.values(state).flatMap((records) => {
      const keys = Object.keys(records)
        .filter((key) => /^[A-Z]{1,3}-\d{3,}$/.test(key))
        .sort();
      return keys.map((key, i) => [key, keys[keys.length - 1 - i] ?? key] as const);
    }),
  );
}

function renamed(state: State, names: ReadonlyMap<string, string>): State {
  return JSON.parse(JSON.stringify(state), (_, value: unknown) => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [names.get(key) ?? key, inner]));
  });
}

function translated(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/[A-Z]{1,3}-\d{3,}/g, (id) => names.get(id) ?? id);
}

/** The same records in another order. */
function mixed(state: State, random: Random): State {
  return Object.fromEntries(
    Object.entries(state).map(([collection, records]) => [
      collection,
      Object.fromEntries(random.fork(collection).shuffle(Object.entries(records))),
    ]),
  );
}

describe.each(domains.map((domain) => [domain.slug, domain] as const))('the words of a request in %s', (slug, domain) => {
  it('mean one thing, in whatever order the records come and whatever numbers they have', () => {
    const writes = new Set(
      blueprintOf(slug)
        .operations.filter((operation) => operation.effect === 'write')
        .map((operation) => operation.name),
    );
    const moves = [...domain.requests, ...domain.infeasible, ...domain.underspecified];
    for (let number = 0; number < 8; number++) {
      const policy = policyOf(slug, number);
      const state = stateOf(domain, policy, today, `${slug} one meaning ${number}`);
      const names = reversedIds(state);
      const known = new Map<string, string>();
      for (const [variant, present] of [state, renamed(mixed(state, seededRandom(`mixed ${number}`)), names)].entries()) {
        const own = (text: string): string => (variant === 0 ? text : translated(text, names));
        for (const move of moves) {
          for (let attempt = 0; attempt < 30; attempt++) {
            const random = seededRandom(`${move.name} ${number} ${attempt}`);
            const plan = move.plan({ state: present, policy, today, random });
            if (!plan) continue;
            const [text, effect] = [own(plan.user?.wants ?? plan.text), own(meaning(plan, writes))];
            const before = known.get(text) ?? effect;
            expect({ move: move.name, text, effect: effect.split('\n').sort() }).toEqual({
              move: move.name,
              text,
              effect: before.split('\n').sort(),
            });
            known.set(text, effect);
          }
        }
      }
    }
  });
});
