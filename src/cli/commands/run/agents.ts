import { UserError } from '../../../base/errors.ts';
import { agentIdentity } from '../../../domain/rollout/trajectory.ts';
import type { ModelSettings, Writer } from '../../../generation/assignment.ts';
import type { AgentName } from '../../../pipeline/play-scenarios.ts';
import type { Conversations } from '../../../pipeline/rollout-units.ts';
import type { CommandLine } from '../../command-line.ts';
import { choosePlayer, chooseUser, modelText } from '../../config/author-choice.ts';
import { userNames } from '../../config/author-names.ts';
import { oneOf } from '../../options/flags.ts';
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

/** The flags that say who is the user in conversations, and what is played as one. */
export interface UserFlags {
  readonly user?: string;
  readonly conversation?: boolean;
}

/** What the flags mean. Throws a UserError for an unknown user, and for a conversation without one. */
export function conversationsOf({ user, conversation }: UserFlags): Conversations {
  if (user !== undefined && oneOf('user', user, userNames) === 'none') {
    if (conversation) throw new UserError('--conversation needs a user: leave out "--user none".');
    return 'none';
  }
  return conversation ? 'all' : 'needed';
}

/** Who is the user where one is named; undefined leaves it to the general choice. */
export function userNamed(line: CommandLine, { user }: UserFlags): Writer | undefined {
  const name = user === undefined ? undefined : oneOf('user', user, userNames);
  return name === undefined || name === 'none' ? undefined : chooseUser(choiceSources(line), name);
}

/** Who is the user of a command that writes nothing else. */
export function userOf(line: CommandLine, flags: UserFlags): Writer {
  return userNamed(line, flags) ?? chooseUser(choiceSources(line), undefined);
}

/** Says who the user is. */
export function userLine(user: Writer): string {
  return `User in conversations: ${user === 'procedural' ? 'scripted' : modelText(user)}.`;
}
