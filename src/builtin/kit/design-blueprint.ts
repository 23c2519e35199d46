import type { Blueprint } from '../blueprint.ts';
import type { Design } from './design.ts';
import { type ReadOperations, readOperations } from './read-operations.ts';

/**
 * The blueprint of a design. Its operations are read from the modules that declare them when they are first asked for, so that
 * a command which only looks does not read them.
 */
export function blueprintOfDesign(design: Design, readSources: () => readonly string[]): Blueprint {
  let known: ReadOperations | undefined;
  const read = (): ReadOperations => {
    known ??= readOperations(readSources(), design.entities);
    return known;
  };
  const { terms, policy, entities, rules, ...head } = design;
  return {
    ...head,
    terms: terms.split(',').map((term) => term.trim()),
    policy: Object.entries(policy).map(([name, { values, description }]) => ({ name, values: [...values], description })),
    entities: Object.entries(entities).map(([name, { collection, description, attributes }]) => ({
      name,
      collection,
      key: keyOf(name, attributes),
      description,
      attributes: Object.entries(attributes).map(([attribute, { isKey: _, value: __, type, ...rest }]) => ({
        name: attribute,
        type: { ...type },
        ...rest,
      })),
    })),
    rules: Object.entries(rules).map(([id, rule]) => ({ id, ...rule })),
    get operations() {
      return read().operations.map(({ returns, parameters, ...operation }) => ({
        ...operation,
        parameters: parameters.map(({ type, ...parameter }) => ({ ...parameter, type: { ...type } })),
        returns: returns.kind === 'message' ? 'message' : { ...returns.type },
      }));
    },
    get helpers() {
      return read().helpers;
    },
    get invariants() {
      return read().invariants;
    },
  };
}

function keyOf(entity: string, attributes: Design['entities'][string]['attributes']): string {
  const [name] = Object.entries(attributes).find(([, attribute]) => attribute.isKey) ?? [];
  if (name === undefined) throw new Error(`${entity} has no key`);
  return name;
}
