import type { Json } from '../../../base/json.ts';
import type { Random } from '../../../base/random.ts';
import type { Attribute, Entity, Operation } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import { stateWith } from '../../../domain/with-record.ts';
import { neighboursOf } from '../calls/neighbours.ts';
import { argumentValues } from './argument-values.ts';
import { limitsAmong } from './limits.ts';
import type { Case, Scene } from './scene.ts';

/** Records around a call of which numbers and dates are varied, and records that are made to refer to one at most. */
const mostVaried = 6;
const mostGathered = 40;

/** A case whose state was varied in one respect. */
interface Varied extends Case {
  readonly fact: string;
}

/**
 * States on both sides of limits that lie in records: numbers and dates of those around a call, and how many records refer to one
 * that it names. `sortOf` says what the contract makes of a case.
 */
export function variedStates(
  scene: Scene,
  operation: Operation,
  { origin, random }: { readonly origin: ToolCall; readonly random: Random },
  sortOf: (at: Case) => string | undefined,
): Varied[] {
  const { skeleton } = scene.trial.environment;
  const named = operation.parameters.flatMap(({ name, type }): [Entity, string][] => {
    const entity = type.kind === 'reference' && skeleton.entities.find((candidate) => candidate.name === type.entity);
    const key = origin.arguments[name];
    return entity && typeof key === 'string' && scene.state[entity.collection]?.[key] ? [[entity, key]] : [];
  });
  const inState = (state: State): Case => ({ scene: { ...scene, state }, call: origin });
  const values = neighboursOf(skeleton, [scene.state], named)
    .slice(0, mostVaried)
    .flatMap(({ entity, key, record }) =>
      entity.attributes.filter(isMeasured).flatMap((attribute) => {
        const { name } = attribute;
        const withValue = (value: Json): Case =>
          inState(stateWith(scene.state, entity.collection, key, { ...record, [name]: value }));
        const tried = argumentValues(skeleton, scene.state, scene.start.slice(0, 10), attribute);
        return limitsAmong(tried, (value) => sortOf(withValue(value))).map((value) => ({
          ...withValue(value),
          fact: `${entity.name} ${name}`,
        }));
      }),
    );
  const gatherings = named.flatMap(([entity, key]) =>
    skeleton.entities.flatMap((owner) =>
      owner.attributes
        .filter(({ type }) => type.kind === 'reference' && type.entity === entity.name)
        .flatMap(({ name }) => {
          const keys = inOrderOfUse(random.shuffle(Object.keys(scene.state[owner.collection] ?? {})), owner, scene.state);
          const gathered = (count: Json): Case =>
            inState(
              keys.slice(0, Number(count)).reduce((state, own) => {
                const record = state[owner.collection]?.[own];
                return record ? stateWith(state, owner.collection, own, { ...record, [name]: key }) : state;
              }, scene.state),
            );
          const counts = [0, 1, 2, 3, 4, 6, 9, 13, 20, 30, mostGathered].filter((count) => count <= keys.length);
          return limitsAmong(counts, (count) => sortOf(gathered(count))).map((count) => ({
            ...gathered(count),
            fact: `${owner.name}s of a ${entity.name}`,
          }));
        }),
    ),
  );
  return [...values, ...gatherings];
}

function isMeasured({ type }: Attribute): boolean {
  return type.kind === 'integer' || type.kind === 'number' || type.kind === 'date' || type.kind === 'datetime';
}

/** Records that are still in use first: what has come to its end mostly has fewer empty attributes. */
function inOrderOfUse(keys: readonly string[], owner: Entity, state: State): string[] {
  const empty = (key: string): number =>
    Object.values(state[owner.collection]?.[key] ?? {}).filter((value) => value === null).length;
  return [...keys].sort((left, right) => empty(right) - empty(left));
}
