import { canonicalJson } from '../../base/json.ts';
import { compareNaturally } from '../../base/natural-order.ts';
import type { Check } from '../checks/check.ts';
import { predicateShape } from '../checks/kinds.ts';
import type { Artifact } from '../kinds.ts';
import type { Scenario } from './scenario.ts';

/**
 * Scenarios that pose the same problem as an earlier one (in the order of their names), by content hash, each with the name
 * of that earlier one. Told by the shape of reference and goal, within and across environments, whatever the wording.
 */
export function nearDuplicates(scenarios: readonly Artifact<'scenario'>[]): ReadonlyMap<string, string> {
  const firsts = new Map<string, string>();
  const duplicates = new Map<string, string>();
  const ordered = [...scenarios].sort((left, right) => compareNaturally(left.subject, right.subject));
  for (const scenario of ordered) {
    const shape = shapeOf(scenario.body);
    const first = firsts.get(shape);
    if (first === undefined) firsts.set(shape, scenario.subject);
    else duplicates.set(scenario.hash, first);
  }
  return duplicates;
}

/**
 * What a scenario is about with the particular people, things, numbers and dates taken out: the calls of the reference in
 * any order, each argument by how an agent comes by it (values that the schema offers stay), and what the checks demand.
 */
function shapeOf(scenario: Scenario): string {
  const origins = new Map(scenario.provenance.map(({ call, argument, origin }) => [`${call} ${argument}`, origin.kind]));
  const calls = scenario.reference.map((call, index) => {
    const args = Object.entries(call.arguments).map(([name, value]) => {
      const origin = origins.get(`${index + 1} ${name}`) ?? 'several';
      return [name, origin === 'schema' ? value : origin];
    });
    return canonicalJson([call.tool, Object.fromEntries(args)]);
  });
  return canonicalJson({ kind: scenario.kind, calls: calls.sort(), goal: scenario.checks.map(goalOf).sort() });
}

function goalOf({ role, predicate, source }: Check): string {
  return `${role} ${predicateShape(predicate, source)}`;
}
