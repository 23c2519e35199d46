import type { State, StateRecord } from './state.ts';

/** A collection with one record replaced in its place, added at the end or (undefined) removed. */
export function withRecord(
  records: Readonly<Record<string, StateRecord>>,
  key: string,
  record: StateRecord | undefined,
): Record<string, StateRecord> {
  if (record !== undefined) return { ...records, [key]: record };
  const { [key]: _, ...rest } = records;
  return rest;
}

/** A state with one record of a collection replaced, added or (undefined) removed; all else is shared. */
export function stateWith(state: State, collection: string, key: string, record: StateRecord | undefined): State {
  return { ...state, [collection]: withRecord(state[collection] ?? {}, key, record) };
}
