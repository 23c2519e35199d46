import { needsUser } from '../../domain/scenario/scenario-kind.ts';
import { orderedParameters } from '../../exports/formats/tool-schema.ts';
import type { ServedEnvironment, ServedScenario } from '../catalogue/catalogue.ts';

/** A tool as an agent sees it. `parameters` is a JSON Schema of type object. */
export interface AgentTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the two tools that belong to the episode and not to the environment are called in it. */
export interface EpisodeToolNames {
  readonly submit: string;
  readonly ask: string;
}

/** An environment may have a tool of that name already, and keeps it. */
export function episodeToolNames({ body }: ServedEnvironment): EpisodeToolNames {
  const taken = new Set(body.tools.map((tool) => tool.name));
  return {
    submit: taken.has('submit') ? 'submit_episode' : 'submit',
    ask: taken.has('ask_user') ? 'ask_the_user' : 'ask_user',
  };
}

/** The tools of an environment, with those that any of its scenarios needs. */
export function toolsOfEnvironment(environment: ServedEnvironment): readonly AgentTool[] {
  return withEpisodeTools(environment, environment.hasUsers);
}

/** The tools in one scenario: the user can be asked where there is one. */
export function toolsOfScenario(environment: ServedEnvironment, scenario: ServedScenario): readonly AgentTool[] {
  return withEpisodeTools(environment, needsUser(scenario.body.kind));
}

/** Made once: thousands of episodes may share them. */
const made = new WeakMap<ServedEnvironment, Map<boolean, readonly AgentTool[]>>();

function withEpisodeTools(environment: ServedEnvironment, hasUser: boolean): readonly AgentTool[] {
  const variants = made.get(environment) ?? new Map<boolean, readonly AgentTool[]>();
  const tools = variants.get(hasUser) ?? makeTools(environment, hasUser);
  made.set(environment, variants.set(hasUser, tools));
  return tools;
}

function makeTools(environment: ServedEnvironment, hasUser: boolean): AgentTool[] {
  const names = episodeToolNames(environment);
  const own = environment.body.tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    parameters: Object.fromEntries(Object.entries(Object(orderedParameters(environment.body, tool)))),
  }));
  return [...own, ...(hasUser ? [askTool(names.ask)] : []), submitTool(names.submit)];
}

function askTool(name: string): AgentTool {
  return {
    name,
    description: 'Say something to the person who asks, such as a question about what only they know, and hear what they answer.',
    parameters: {
      type: 'object',
      properties: { message: { type: 'string', description: 'What to say to them.' } },
      required: ['message'],
      additionalProperties: false,
    },
  };
}

function submitTool(name: string): AgentTool {
  return {
    name,
    description: 'Hand in the work when everything is done, or cannot be done. Ends the task: nothing can be called afterwards.',
    parameters: {
      type: 'object',
      properties: { answer: { type: 'string', description: 'The last message to the person who asked: what was done.' } },
      required: [],
      additionalProperties: false,
    },
  };
}

/** What an agent is told that can do nothing but call tools. */
export function wayToEnd({ submit, ask }: EpisodeToolNames, hasUser: boolean): string {
  return hasUser
    ? `Here a message without a tool call reaches nobody: talk with the person by calling \`${ask}\`, and when everything is done, call \`${submit}\` with your last message as \`answer\`.`
    : `Here a message without a tool call reaches nobody: when everything is done, call \`${submit}\` with that message as \`answer\`.`;
}
