import type { World } from '../../../domain/contract/form.ts';
import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State, StateRecord } from '../../../domain/state.ts';
import { stateWith } from '../../../domain/with-record.ts';
import type { Trial } from '../gates/trial.ts';

/** A state and a moment at which calls are tried; `trial` is the test state it stems from. */
export interface Scene {
  readonly trial: Trial;
  readonly state: State;
  /** "2026-03-09T09:00:00Z" */
  readonly start: string;
}

/** A call on a scene. */
export interface Case {
  readonly scene: Scene;
  readonly call: ToolCall;
}

export function worldOf(skeleton: Skeleton, { state, start }: Scene): World<State> {
  const policy = Object.fromEntries(skeleton.policy.map(({ name, value }) => [name, value]));
  return { state, policy, now: start, today: start.slice(0, 10) };
}

/** A record that a scene holds otherwise than the test state it stems from; `null` where it has none. */
export interface RecordChange {
  readonly collection: string;
  readonly key: string;
  readonly record: StateRecord | null;
}

export function changesSince(before: State, after: State): RecordChange[] {
  return Object.keys(after).flatMap((collection) => {
    const [old, present] = [before[collection] ?? {}, after[collection] ?? {}];
    const changed = Object.keys(present).filter((key) => present[key] !== old[key]);
    const gone = Object.keys(old).filter((key) => !Object.hasOwn(present, key));
    return [...changed, ...gone].map((key) => ({ collection, key, record: present[key] ?? null }));
  });
}

export function withChanges(state: State, changes: readonly RecordChange[]): State {
  return changes.reduce((made, { collection, key, record }) => stateWith(made, collection, key, record ?? undefined), state);
}
