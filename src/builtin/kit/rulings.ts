import { withDefaults } from '../../domain/contract/call-arguments.ts';
import type { Contract, World } from '../../domain/contract/form.ts';
import { rulingOf, type Standing, standingReasons } from '../../domain/contract/refusals.ts';
import type { Skeleton } from '../../domain/environment/skeleton.ts';
import type { State } from '../../domain/state.ts';
import { skeletonOf } from '../blueprint.ts';
import type { Design } from './design.ts';
import { designedBlueprint } from './design-sources.ts';
import type { Setting } from './domain.ts';
import type { RequestedCall } from './finding.ts';

/** What the contract of a domain says of calls that a request plans, so that requests need not know the rules. */
export interface Rulings {
  /** Whether a call is accepted for certain. */
  accepts(setting: Setting<State>, call: RequestedCall): boolean;
  /** The reason for refusing a call where exactly one stands against it: whoever removes that one has the call accepted. */
  loneReason(setting: Setting<State>, call: RequestedCall): string | undefined;
}

export function rulingsOf(design: Design, contract: Contract<State>): Rulings {
  let known: Skeleton | undefined;
  const called = (setting: Setting<State>, call: RequestedCall) => {
    // Only names and references are looked at, which are the same under every policy.
    known ??= skeletonOf(designedBlueprint(design), {});
    const operation = known.operations.find((candidate) => candidate.name === call.tool);
    const promised = contract[call.tool];
    if (!operation || !promised) throw new Error(`the contract of ${design.slug} does not know ${call.tool}`);
    const args = withDefaults(operation, call.arguments);
    return { skeleton: known, operation, promised, asked: { world: worldOf(setting), args } };
  };
  return {
    accepts(setting, call) {
      const { skeleton, operation, promised, asked } = called(setting, call);
      return rulingOf(skeleton, operation, promised, asked).kind === 'accepted';
    },
    loneReason(setting, call) {
      const { skeleton, operation, promised, asked } = called(setting, call);
      const standing: readonly Standing[] = standingReasons(skeleton, operation, promised, asked);
      const [first, second] = standing.filter((reason) => reason.holds === true);
      return first?.kind === 'must' && second === undefined ? first.text : undefined;
    },
  };
}

/** The world at the beginning of a task: environments open at nine. */
function worldOf({ state, policy, today }: Setting<State>): World<State> {
  return { state, policy, today, now: `${today}T09:00:00Z` };
}
