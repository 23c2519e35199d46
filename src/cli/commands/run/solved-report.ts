import { passRates } from '../../../domain/rollout/pass-rates.ts';
import type { CurrentArtifacts } from '../../../figures/current-artifacts.ts';
import { countOf } from '../../../render/text/amounts.ts';
import { wrap } from '../../../render/text/layout.ts';

/** What became of the scenarios that a model attempted which sees only what an agent sees. */
export interface Solved {
  /** The model. */
  readonly by: string;
  readonly solved: number;
  readonly attempted: number;
  /** Names of those that no attempt solved. */
  readonly unsolved: readonly string[];
}

export function solvedBy(by: string, { scenarios, trajectories }: CurrentArtifacts): Solved {
  const names = new Map(scenarios.map(({ hash, subject }) => [hash, subject]));
  const rates = passRates(trajectories).filter(
    ({ agent, attempts, scenario }) => agent === by && attempts > 0 && names.has(scenario),
  );
  const unsolved = rates.filter(({ passed }) => passed === 0).flatMap(({ scenario }) => names.get(scenario) ?? []);
  return { by, solved: rates.length - unsolved.length, attempted: rates.length, unsolved: unsolved.sort() };
}

/** The same for people. To be solved says that a task can be; not to be solved is a reason to read it. */
export function solvedReport({ by, solved, attempted, unsolved }: Solved, width: number): string {
  const head = `${by} solved ${solved} of ${countOf(attempted, 'scenarios')} with what an agent sees.`;
  const rest =
    unsolved.length === 0
      ? []
      : [
          `Never solved: ${unsolved.join(', ')}. Each is hard, or its text does not say all that its checks demand: "envscaler show ${unsolved[0]}" tells.`,
        ];
  return [head, ...rest].map((text) => wrap(text, width)).join('\n');
}
