import { z } from 'zod';
import { canonicalJson } from '../../base/json.ts';
import { type ExecutedCall, executedCall } from '../../domain/rollout/call.ts';
import { type State, state } from '../../domain/state.ts';

/**
 * Artifacts are stored with their keys sorted, and what tools list follows the order of keys. Whatever is computed for a
 * scenario is computed in that order, so that it comes out the same from the stored one.
 */
export function stateInStoredOrder(value: State): State {
  return state.parse(JSON.parse(canonicalJson(value)));
}

export function callsInStoredOrder(calls: readonly ExecutedCall[]): ExecutedCall[] {
  return z.array(executedCall).parse(JSON.parse(canonicalJson(calls)));
}
