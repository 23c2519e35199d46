import { seededRandom } from '../../src/base/random.ts';
import { codeOf, skeletonOf } from '../../src/builtin/blueprint.ts';
import { blueprintOf } from '../../src/builtin/blueprints.ts';
import type { Domain, Policy } from '../../src/builtin/kit/domain.ts';
import type { Environment } from '../../src/domain/environment/environment.ts';
import type { State } from '../../src/domain/state.ts';
import { renderModule } from '../../src/stages/skeletons/render.ts';
import { toolsOf } from '../../src/stages/skeletons/tools.ts';

/** The n-th value of every policy constant of a domain. */
export function policyOf(slug: string, choice: number): Policy {
  return Object.fromEntries(
    blueprintOf(slug).policy.map((constant) => [constant.name, constant.values[choice % constant.values.length] ?? 0]),
  );
}

/** The environment of a domain's blueprint under a policy. */
export function environmentOf(slug: string, policy: Policy): Environment {
  const blueprint = blueprintOf(slug);
  const skeleton = skeletonOf(blueprint, policy);
  const code = codeOf(blueprint);
  return {
    slug,
    skeleton,
    code,
    source: renderModule(skeleton, code),
    tools: toolsOf(skeleton),
    writtenBy: { provider: 'procedural', version: 1 },
  };
}

export function stateOf(domain: Domain<State>, policy: Policy, today: string, seed: string): State {
  return domain.makeState({ policy, today, random: seededRandom(seed) });
}
