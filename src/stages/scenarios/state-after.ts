import type { ExecutedCall } from '../../domain/rollout/call.ts';
import type { Patch, State } from '../../domain/state.ts';
import { stateWith } from '../../domain/with-record.ts';
import { applyPatches } from '../../sandbox/host/patches.ts';

/** The state after calls; whatever they did not touch is shared with the state before. */
export function stateAfter(state: State, calls: readonly Pick<ExecutedCall, 'patches'>[]): State {
  let present = state;
  for (const patch of calls.flatMap((call) => call.patches)) present = withPatch(present, patch);
  return present;
}

/** The record that a patch is about: its collection and key. Undefined for a patch of a whole collection. */
export function recordOf(patch: Patch): { collection: string; key: string } | undefined {
  const [collection, key] = patch.path.split('/').slice(1).map(unescapePart);
  return collection === undefined || key === undefined ? undefined : { collection, key };
}

function unescapePart(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function withPatch(state: State, patch: Patch): State {
  const at = recordOf(patch);
  if (!at) return applyPatches(state, [patch]) as State;
  const { collection, key } = at;
  const records = state[collection] ?? {};
  const part = Object.hasOwn(records, key) ? { [collection]: { [key]: records[key] ?? {} } } : { [collection]: {} };
  const changed = (applyPatches(part, [patch]) as State)[collection] ?? {};
  return stateWith(state, collection, key, Object.hasOwn(changed, key) ? changed[key] : undefined);
}
