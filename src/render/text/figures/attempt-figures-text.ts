import type { AgentFigures } from '../../../domain/rollout/pass-rates.ts';
import type { AttemptFigures } from '../../../figures/attempts.ts';
import { countOf, shareText } from '../amounts.ts';
import { table } from '../layout.ts';

/** For each agent the share of attempts that passed, with 95 % intervals, and what groups of attempts teach. */
export function attemptFiguresText({ agents }: AttemptFigures, width: number): string {
  const rows = agents.map((agent) => [
    `  ${agent.agent}`,
    String(agent.scenarios),
    String(agent.attempts),
    `${shareText(agent.passed, agent.attempts)} (${shareText(agent.interval[0], 1)} to ${shareText(agent.interval[1], 1)})`,
    passAtText(agent),
    agent.groups === 0 ? '-' : shareText(agent.withSignal, agent.groups),
  ]);
  const header = ['  agent', 'scenarios', 'attempts', 'passed (95 %)', 'pass@k', 'groups that teach'];
  return `${countOf(agents.length, 'agents')} at the scenarios; a group teaches when some of its attempts pass and some fail\n${table(header, rows, width)}`;
}

function passAtText({ passAt: points }: AgentFigures): string {
  const later = points.filter(({ k }) => k > 1);
  return later.length === 0 ? '-' : later.map(({ k, mean }) => `@${k} ${shareText(mean, 1)}`).join(', ');
}
