import { isObject, type Json } from '../../base/json.ts';
import type { State } from '../../domain/state.ts';
import type { FinalText } from '../protocol.ts';

/** The final state of an episode, told by what is another than in the initial one: of a record that is the same, only its key. */
export function finalText(initial: State, final: State): FinalText {
  return Object.fromEntries(Object.entries(final).map(([name, collection]) => [name, changed(ownOf(initial, name), collection)]));
}

function changed(before: Json | undefined, after: Json): FinalText[string] {
  if (!isObject(before) || !isObject(after)) return { whole: after };
  const records: [string, Json][] = [];
  for (const [key, value] of Object.entries(after)) {
    // What is no record cannot be told from the sign for one that is the same.
    if (typeof value !== 'object') return { whole: after as Json };
    const record = value as Json;
    records.push([key, identical(ownOf(before, key), record) ? 0 : record]);
  }
  return { records: Object.fromEntries(records) };
}

/** Whether two values are the same text as JSON: equal, and with their keys in the same order. */
function identical(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  const others = Object.keys(right);
  return (
    keys.length === others.length &&
    keys.every((key, index) => key === others[index] && identical(Reflect.get(left, key), Reflect.get(right, key)))
  );
}

function ownOf(holder: object, key: string): Json | undefined {
  return Object.getOwnPropertyDescriptor(holder, key)?.value;
}
