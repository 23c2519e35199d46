/** Records as a collection of a state: an object from key to record. */
export function keyBy<Key extends string, R extends Readonly<Record<Key, string>>>(
  records: readonly R[],
  key: Key,
): Record<string, R> {
  return Object.fromEntries(records.map((record) => [record[key], record]));
}

/** Whether a record is the only one with its value under a key. */
export function alone<R, Key extends keyof R>(record: R, records: readonly R[], key: Key): boolean {
  return records.filter((other) => other[key] === record[key]).length === 1;
}
