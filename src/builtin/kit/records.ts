/** Records as a collection of a state: an object from key to record. */
export function keyBy<Key extends string, R extends Readonly<Record<Key, string>>>(
  records: readonly R[],
  key: Key,
): Record<string, R> {
  return Object.fromEntries(records.map((record) => [record[key], record]));
}
