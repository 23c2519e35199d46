import { UserError } from '../base/errors.ts';
import { suggestion } from '../base/nearest.ts';
import { hasSignal, type PassRate, passAt, passAtInterval, passRates, wilsonInterval } from '../domain/rollout/pass-rates.ts';
import type { Store } from '../store/store.ts';

/** How often one agent solved a scenario, with what that is worth. */
export interface Measured extends PassRate {
  /** Of the share that passed, 95 %. */
  readonly interval: readonly [low: number, high: number];
  readonly passAt: readonly { readonly k: number; readonly estimate: number; readonly interval: readonly [number, number] }[];
  /** Whether some attempts pass and some fail. */
  readonly teaches: boolean;
}

/** The measured difficulty that one rate amounts to. */
export function measuredBy(rate: PassRate): Measured {
  const sizes = Array.from({ length: rate.attempts }, (_, index) => index + 1);
  return {
    ...rate,
    interval: wilsonInterval(rate.passed, rate.attempts),
    passAt: sizes.map((k) => ({ k, estimate: passAt(k, rate) ?? 0, interval: passAtInterval(k, rate) })),
    teaches: hasSignal(rate),
  };
}

/** By the hash of the scenario what an agent's attempts came to. A UserError for an agent that attempted none. */
export async function measuredOf(store: Store, agent: string): Promise<ReadonlyMap<string, Measured>> {
  const rates = passRates(await store.artifacts('trajectory'));
  const own = rates.filter((rate) => rate.agent === agent);
  if (own.length === 0) {
    const agents = [...new Set(rates.map((rate) => rate.agent))];
    const hint = agents.length === 0 ? ' "envscaler rollout" lets agents play.' : suggestion(agent, agents);
    throw new UserError(`No agent "${agent}" has attempted a scenario here.${hint}`);
  }
  return new Map(own.map((rate) => [rate.scenario, measuredBy(rate)]));
}
