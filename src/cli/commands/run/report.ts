import { acceptedEnvironments } from '../../../domain/environment/accepted.ts';
import { shortId } from '../../../domain/kinds.ts';
import { usableScenarios } from '../../../domain/scenario/usable-scenarios.ts';
import { writersOfEnvironment } from '../../../domain/writers.ts';
import type { WrittenBy } from '../../../domain/written-by.ts';
import type { CurrentArtifacts } from '../../../figures/current-artifacts.ts';
import type { ScenarioYield } from '../../../pipeline/scenario-yield.ts';
import { countOf, meanText, shareText } from '../../../render/text/amounts.ts';
import { authorText } from '../../../render/text/author-text.ts';
import { table } from '../../../render/text/layout.ts';
import type { StoredArtifact } from '../../../store/store.ts';

/** The accepted environments with their usable scenarios, of those asked for where a command was to make some, one line each. */
export function environmentsReport(artifacts: CurrentArtifacts, yields: readonly ScenarioYield[], width: number): string {
  const accepted = acceptedEnvironments(artifacts);
  const rest = artifacts.environments.length - accepted.length;
  const head = `${countOf(accepted.length, 'accepted environments')}${rest > 0 ? ` (${rest} more not accepted)` : ''}`;
  if (accepted.length === 0) return head;
  const rows = accepted.map((environment) => {
    const scenarios = artifacts.scenarios.filter((scenario) => scenario.body.environment === environment.hash);
    const asked = yields.find((item) => item.environment.hash === environment.hash);
    const usable = asked ? `${asked.usable} of ${asked.asked}` : String(usableScenarios(scenarios).length);
    return [
      `  ${shortId(environment)}`,
      environment.subject,
      String(environment.body.tools.length),
      scenarios.length === 0 ? '-' : usable,
      environment.body.skeleton.summary,
    ];
  });
  return `${head}\n${table(['  id', 'name', 'tools', 'usable scenarios', 'summary'], rows, width)}`;
}

/** How each agent fared, one line each. */
export function rolloutsReport(artifacts: CurrentArtifacts, width: number): string {
  const agents = [...new Set(artifacts.trajectories.map(agentName))];
  const rows = agents.map((agent) => {
    const rewards = artifacts.trajectories.filter((item) => agentName(item) === agent).map((item) => item.body.reward);
    const scored = rewards.flatMap((reward) => (reward.kind === 'scored' ? [reward] : []));
    const passed = scored.filter((reward) => reward.strict === 1).length;
    return [
      `  ${agent}`,
      String(rewards.length),
      shareText(passed, scored.length),
      meanText(scored.map((reward) => reward.dense)),
      String(rewards.length - scored.length),
    ];
  });
  const head = countOf(artifacts.trajectories.length, 'trajectories');
  return rows.length === 0
    ? head
    : `${head}\n${table(['  agent', 'played', 'passed', 'mean dense reward', 'unscored'], rows, width)}`;
}

function agentName(trajectory: StoredArtifact<'trajectory'>): string {
  const { kind, model } = trajectory.body.agent;
  return model === undefined ? kind : `${kind} (${model})`;
}

/** Who wrote what is there, plainly: nobody shall take templates for the work of a model. */
export function writersText(artifacts: CurrentArtifacts): string {
  const writers = new Set(writersOf(artifacts).map(authorText));
  const isModelInvolved =
    writersOf(artifacts).some((writer) => writer.provider === 'openai') ||
    artifacts.trajectories.some((trajectory) => trajectory.body.agent.kind === 'openai');
  const names = [...writers].join(' and ');
  return `Environments and scenarios were written by ${names}.${isModelInvolved ? '' : ' No model was asked anything.'}`;
}

function writersOf({ environments, scenarios }: CurrentArtifacts): WrittenBy[] {
  return [
    ...environments.flatMap(({ body }) => writersOfEnvironment(body)),
    ...scenarios.flatMap(({ body }) => [...(body.stateWrittenBy ? [body.stateWrittenBy] : []), body.writtenBy]),
  ];
}

/** Three commands to try, with ids that exist. */
export function nextCommands(artifacts: CurrentArtifacts, workspaceFlag: string): string[] {
  const [environment] = acceptedEnvironments(artifacts);
  const scenario = artifacts.scenarios.find((item) => item.body.certificate.complete) ?? artifacts.scenarios[0];
  const trajectory = artifacts.trajectories.find((item) => item.body.scenario === scenario?.hash) ?? artifacts.trajectories[0];
  const traced = trajectory ?? scenario ?? environment;
  const commands = [
    ...(environment ? [[`envscaler show ${shortId(environment)} --source`, 'the generated class']] : []),
    ...(traced ? [[`envscaler trace ${shortId(traced)}`, 'where it came from, back to the mined request']] : []),
    ...(scenario ? [[`envscaler play ${shortId(scenario)}`, 'call the tools yourself and see the reward']] : []),
  ];
  const widest = Math.max(0, ...commands.map(([command = '']) => command.length)) + workspaceFlag.length;
  return commands.map(([command = '', what = '']) => `  ${`${command}${workspaceFlag}`.padEnd(widest)}  ${what}`);
}
