/** Records as a collection of a state: an object from each record's key to the record. Throws when two share a key. */
export function keyed<Item extends object, Key extends keyof Item & string>(
  items: readonly Item[],
  key: Key,
): Record<string, Item> {
  const collection: Record<string, Item> = {};
  for (const item of items) {
    const name = String(item[key]);
    if (name in collection) throw new Error(`two records have the key "${name}"`);
    collection[name] = item;
  }
  return collection;
}

/** Different ids with a prefix, in the form in which environments make new ones: "L-4821". */
export function idMaker(next: () => number): (prefix: string) => string {
  const given = new Set<string>();
  return (prefix) => {
    for (;;) {
      const id = `${prefix}-${1000 + Math.floor(next() * 9000)}`;
      if (given.has(id)) continue;
      given.add(id);
      return id;
    }
  };
}
