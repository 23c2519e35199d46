import type { Artifact } from '../kinds.ts';
import type { AgentIdentity } from './trajectory.ts';

/** What the attempts of one agent at one scenario came to. Attempts without a score count as neither. */
export interface PassRate {
  /** Hash of the scenario. */
  readonly scenario: string;
  readonly agent: string;
  readonly attempts: number;
  readonly passed: number;
  readonly unscored: number;
}

/** How an agent is named in figures and on the command line: a model by its name, others by their kind. */
export function agentName({ kind, model }: AgentIdentity): string {
  return model ?? kind;
}

/** The attempts at each scenario, by agent, in order of agent and of first appearance. */
export function passRates(trajectories: readonly Artifact<'trajectory'>[]): PassRate[] {
  const groups = new Map<string, PassRate>();
  for (const { body } of trajectories) {
    const agent = agentName(body.agent);
    const key = JSON.stringify([agent, body.scenario]);
    const group = groups.get(key) ?? { scenario: body.scenario, agent, attempts: 0, passed: 0, unscored: 0 };
    const { reward } = body;
    groups.set(
      key,
      reward.kind === 'unscored'
        ? { ...group, unscored: group.unscored + 1 }
        : { ...group, attempts: group.attempts + 1, passed: group.passed + reward.strict },
    );
  }
  return [...groups.values()].sort((left, right) => (left.agent < right.agent ? -1 : left.agent > right.agent ? 1 : 0));
}

/** Two standard deviations: 95 %. */
const z = 1.959964;

/** Wilson's score interval for a share, 95 %: sound for few attempts and for shares of 0 and 1. Without attempts nothing is known. */
export function wilsonInterval(passed: number, attempts: number): readonly [low: number, high: number] {
  if (attempts === 0) return [0, 1];
  const share = passed / attempts;
  const scale = 1 + z ** 2 / attempts;
  const middle = (share + z ** 2 / (2 * attempts)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / attempts + z ** 2 / (4 * attempts ** 2));
  const low = passed === 0 ? 0 : Math.max(0, middle - half);
  const high = passed === attempts ? 1 : Math.min(1, middle + half);
  return [low, high];
}

/**
 * The chance that at least one of `k` attempts passes, estimated without bias from all of them: 1 - C(n-c, k) / C(n, k)
 * (Chen et al., 2021). Undefined for more than were made.
 */
export function passAt(k: number, { attempts, passed }: Pick<PassRate, 'attempts' | 'passed'>): number | undefined {
  if (k < 1 || k > attempts) return undefined;
  let allFail = 1;
  for (let i = 0; i < k; i++) allFail *= Math.max(0, attempts - passed - i) / (attempts - i);
  return 1 - allFail;
}

/** The interval of a share carried over to pass@k, which grows with it. */
export function passAtInterval(
  k: number,
  { attempts, passed }: Pick<PassRate, 'attempts' | 'passed'>,
): readonly [number, number] {
  const [low, high] = wilsonInterval(passed, attempts);
  return [1 - (1 - low) ** k, 1 - (1 - high) ** k];
}

/** Whether a group of attempts would teach by comparison: some passed and some did not. */
export function hasSignal({ attempts, passed }: Pick<PassRate, 'attempts' | 'passed'>): boolean {
  return passed > 0 && passed < attempts;
}

/** Figures of one agent over all scenarios it was measured on. */
export interface AgentFigures {
  readonly agent: string;
  readonly scenarios: number;
  readonly attempts: number;
  readonly passed: number;
  readonly unscored: number;
  /** Of all attempts together. */
  readonly interval: readonly [number, number];
  /** For each k that every scenario was attempted often enough for, the mean over the scenarios. */
  readonly passAt: readonly { readonly k: number; readonly mean: number }[];
  /** Scenarios attempted more than once, and how many of these groups hold both passes and failures. */
  readonly groups: number;
  readonly withSignal: number;
}

const sizes = [1, 2, 4, 8, 16, 32];

/** For each agent what its attempts came to, in order of name. */
export function agentFigures(rates: readonly PassRate[]): AgentFigures[] {
  return [...new Set(rates.map((rate) => rate.agent))].map((agent) => {
    const own = rates.filter((rate) => rate.agent === agent && rate.attempts > 0);
    const attempts = sum(own.map((rate) => rate.attempts));
    const passed = sum(own.map((rate) => rate.passed));
    const groups = own.filter((rate) => rate.attempts > 1);
    const least = Math.min(...own.map((rate) => rate.attempts));
    return {
      agent,
      scenarios: own.length,
      attempts,
      passed,
      unscored: sum(rates.filter((rate) => rate.agent === agent).map((rate) => rate.unscored)),
      interval: wilsonInterval(passed, attempts),
      passAt: sizes
        .filter((k) => own.length > 0 && k <= least)
        .map((k) => ({ k, mean: sum(own.map((rate) => passAt(k, rate) ?? 0)) / own.length })),
      groups: groups.length,
      withSignal: groups.filter(hasSignal).length,
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
