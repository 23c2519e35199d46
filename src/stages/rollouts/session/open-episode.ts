import type { Environment } from '../../../domain/environment/environment.ts';
import type { Scenario } from '../../../domain/scenario/scenario.ts';
import type { Prompts } from '../../../generation/prompt.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { User } from '../user/user.ts';
import type { EpisodeLimits } from './limits.ts';
import { type EpisodeSession, openSession } from './session.ts';
import { type InteractionMode, systemMessage } from './system-message.ts';

export interface EpisodeParts {
  readonly sandbox: Sandbox;
  /** The environment that the scenario was made in. */
  readonly environment: Environment;
  readonly scenario: Scenario;
  readonly prompts: Prompts;
  readonly user?: User | undefined;
  /** What the agent is told about asking. Without it: as the scenario has to be played. */
  readonly mode?: InteractionMode;
  readonly limits?: EpisodeLimits;
}

/** Begins an episode of a scenario: its environment is loaded, the agent's instructions are written. Close it to free its instance. */
export async function openEpisode(parts: EpisodeParts): Promise<EpisodeSession> {
  const { sandbox, environment, scenario, prompts, user, mode, limits } = parts;
  return openSession({
    environment: await sandbox.open(environment),
    scenario,
    system: systemMessage(prompts, environment, scenario, mode),
    user,
    ...(limits ? { limits } : {}),
  });
}
