import type { Artifact } from '../kinds.ts';
import { nearDuplicates } from './near-duplicates.ts';

/** Those with a complete certificate that pose another problem than every earlier one of their environment. */
export function usableScenarios<S extends Artifact<'scenario'>>(scenarios: readonly S[]): readonly S[] {
  const certified = scenarios.filter((scenario) => scenario.body.certificate.complete);
  const environments = [...new Set(certified.map((scenario) => scenario.body.environment))];
  return environments.flatMap((environment) => {
    const own = certified.filter((scenario) => scenario.body.environment === environment);
    const repeated = nearDuplicates(own);
    return own.filter((scenario) => !repeated.has(scenario.hash));
  });
}
