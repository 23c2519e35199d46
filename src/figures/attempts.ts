import type { Artifact } from '../domain/kinds.ts';
import { type AgentFigures, agentFigures, passRates } from '../domain/rollout/pass-rates.ts';
import { type Measured, measuredBy } from './measured.ts';

/** How hard the scenarios came out: for each agent, and for each agent at each scenario. */
export interface AttemptFigures {
  readonly agents: readonly AgentFigures[];
  readonly each: readonly (Omit<Measured, 'scenario'> & { readonly name: string })[];
}

/** Undefined where no agent attempted one of these scenarios. */
export function attemptFigures(
  scenarios: readonly Artifact<'scenario'>[],
  trajectories: readonly Artifact<'trajectory'>[],
): AttemptFigures | undefined {
  const names = new Map(scenarios.map((scenario) => [scenario.hash, scenario.subject]));
  const rates = passRates(trajectories).filter((rate) => names.has(rate.scenario));
  if (rates.length === 0) return undefined;
  const each = rates.map((rate) => {
    const { scenario, ...measured } = measuredBy(rate);
    return { name: names.get(scenario) ?? scenario, ...measured };
  });
  return { agents: agentFigures(rates), each };
}
