import type { ModelSettings } from '../author/assignment.ts';
import { choosePlayer } from '../cli/author-choice.ts';
import type { CommandLine } from '../cli/command-line.ts';
import { oneOf } from '../cli/flags.ts';
import { agentIdentity } from '../domain/trajectory.ts';
import type { AgentName } from '../stages.ts';
import { choiceSources } from './authors.ts';

/** The agents that play when none is named. */
const defaultAgents: readonly AgentName[] = ['reference'];

/**
 * The agents of these names, each once. Throws a UserError for an unknown one, and for `openai` when the model's key or name
 * is missing: that is known before anything was played.
 */
export function agentsCalled(line: CommandLine, names: readonly string[] | undefined): readonly AgentName[] {
  if (names === undefined) return defaultAgents;
  const agents = [...new Set(names.map((name) => oneOf('agent', name, agentIdentity.shape.kind.options)))];
  playerOf(line, agents);
  return agents;
}

/** The model among the agents; undefined when none plays. */
export function playerOf(line: CommandLine, agents: readonly AgentName[]): ModelSettings | undefined {
  return agents.includes('openai') ? choosePlayer(choiceSources(line)) : undefined;
}

/** Says who will play. */
export function agentsLine(line: CommandLine, agents: readonly AgentName[]): string {
  const nameOf = (agent: AgentName): string =>
    agent === 'openai' ? `openai (the model ${choosePlayer(choiceSources(line)).model})` : agent;
  const names = agents.map(nameOf);
  return `Agents: ${names.join(', ')}${agents.includes('openai') ? '' : ' (no model plays)'}.`;
}
