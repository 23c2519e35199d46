import { UserError } from '../../base/errors.ts';
import { suggestion } from '../../base/nearest.ts';
import type { Band } from '../../domain/dataset.ts';
import { agentName, passRates } from '../../domain/rollout/pass-rates.ts';
import type { Candidates } from './records.ts';

/** A band of measured pass rates as a user asks for it: whose attempts count need not be said where only one agent played. */
export interface BandWish {
  readonly low: number;
  readonly high: number;
  readonly agent?: string | undefined;
}

/** Why a scenario does not belong into a band; undefined where it does. */
export type BandFilter = (scenario: string) => string | undefined;

/** The band with its agent, and a filter by the share of the agent's attempts that passed. Throws a UserError where nobody was measured. */
export function bandOf(wish: BandWish, { trajectories }: Candidates): { readonly band: Band; readonly filter: BandFilter } {
  const agents = [...new Set(trajectories.map(({ body }) => agentName(body.agent)))].sort();
  const agent = agentOf(wish, agents);
  const rates = new Map(
    passRates(trajectories)
      .filter((rate) => rate.agent === agent && rate.attempts > 0)
      .map((rate) => [rate.scenario, rate.passed / rate.attempts]),
  );
  const { low, high } = wish;
  return {
    band: { low, high, agent },
    filter(scenario) {
      const rate = rates.get(scenario);
      if (rate === undefined) return `scenario that ${agent} has not attempted`;
      return rate < low || rate > high ? `scenario outside the band of pass rates of ${agent}` : undefined;
    },
  };
}

function agentOf({ agent }: BandWish, agents: readonly string[]): string {
  const [only, ...others] = agents;
  if (only === undefined)
    throw new UserError('A band of pass rates needs attempts: let an agent play with `envscaler rollout --attempts K` first.');
  if (agent === undefined) {
    if (others.length === 0) return only;
    throw new UserError(`Say whose pass rates count: --agent NAME, with one of ${agents.join(', ')}.`);
  }
  if (!agents.includes(agent)) throw new UserError(`No attempts of "${agent}" are stored.${suggestion(agent, agents)}`);
  return agent;
}
