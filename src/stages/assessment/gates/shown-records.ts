import type { Skeleton } from '../../../domain/environment/skeleton.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { State } from '../../../domain/state.ts';
import type { ShownCollection } from '../../../generation/work/calls.ts';
import { nearness } from '../agents/call-context.ts';

/** Records of one collection that are shown. Whoever judges a list must see all that could stand in it, so this is generous. */
const mostRecords = 40;

/** The records of a state as a request shows them: whole collections, and of long ones those nearest to the calls. */
export function shownRecords(skeleton: Skeleton, state: State, calls: readonly ToolCall[] = []): ShownCollection[] {
  const distanceOf = nearness(skeleton, state, calls);
  return skeleton.entities.map((entity) => {
    const all = Object.entries(state[entity.collection] ?? {});
    const distance = ([key, record]: (typeof all)[number]): number => distanceOf(entity, key, record) ?? 3;
    const nearest =
      all.length > mostRecords ? all.toSorted((left, right) => distance(left) - distance(right)).slice(0, mostRecords) : all;
    return {
      collection: entity.collection,
      attributes: entity.attributes,
      records: Object.fromEntries(nearest),
      more: all.length - nearest.length,
    };
  });
}
