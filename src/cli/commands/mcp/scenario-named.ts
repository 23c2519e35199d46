import { UserError } from '../../../base/errors.ts';
import { suggestion } from '../../../base/nearest.ts';
import type { Catalogue, ServedScenario } from '../../../serving/catalogue/catalogue.ts';

/** The scenario that a person typed: its name, its number in the environment, or the beginning of its hash. Without one the first. */
export function scenarioNamed({ environments }: Catalogue, typed: string | undefined): ServedScenario {
  const scenarios = environments.flatMap((environment) => environment.scenarios);
  const hash = (typed ?? '').replace(/^scen-/, '');
  const found =
    typed === undefined
      ? scenarios[0]
      : (scenarios.find(({ name }) => name === typed || name.split('/').at(-1) === typed) ??
        scenarios.find((one) => hash.length >= 8 && one.hash.startsWith(hash)));
  if (found) return found;
  const names = scenarios.map(({ name }) => name);
  throw new UserError(`There is no scenario "${typed}" in this environment.${suggestion(typed ?? '', names)}`);
}
