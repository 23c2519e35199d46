import { type AgentFigures, agentFigures, passRates } from '../../../domain/rollout/pass-rates.ts';
import { countOf, shareText } from '../../../render/amounts.ts';
import { table } from '../../../render/layout.ts';
import { measuredBy } from '../lookup/measured.ts';
import type { Section } from './section.ts';

/** How hard the scenarios came out: for each agent the share of attempts that passed, with 95 % intervals, and what groups of attempts teach. */
export const attemptsSection: Section = async (store, width) => {
  const names = new Map((await store.artifacts('scenario')).map((scenario) => [scenario.hash, scenario.subject]));
  const rates = passRates(await store.artifacts('trajectory')).filter((rate) => names.has(rate.scenario));
  if (rates.length === 0) return undefined;
  const figures = agentFigures(rates);
  const rows = figures.map((agent) => [
    `  ${agent.agent}`,
    String(agent.scenarios),
    String(agent.attempts),
    `${shareText(agent.passed, agent.attempts)} (${shareText(agent.interval[0], 1)} to ${shareText(agent.interval[1], 1)})`,
    passAtText(agent),
    agent.groups === 0 ? '-' : shareText(agent.withSignal, agent.groups),
  ]);
  const header = ['  agent', 'scenarios', 'attempts', 'passed (95 %)', 'pass@k', 'groups that teach'];
  const each = rates.map((rate) => {
    const { scenario, ...measured } = measuredBy(rate);
    return { name: names.get(scenario) ?? scenario, ...measured };
  });
  return {
    name: 'attempts',
    text: `${countOf(figures.length, 'agents')} at the scenarios; a group teaches when some of its attempts pass and some fail\n${table(header, rows, width)}`,
    value: { agents: figures, each },
  };
};

function passAtText({ passAt: points }: AgentFigures): string {
  const later = points.filter(({ k }) => k > 1);
  return later.length === 0 ? '-' : later.map(({ k, mean }) => `@${k} ${shareText(mean, 1)}`).join(', ');
}
