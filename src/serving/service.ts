import { needsUser } from '../domain/scenario/scenario-kind.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { openSession } from '../stages/rollouts/session/session.ts';
import type { User } from '../stages/rollouts/user/user.ts';
import type { Catalogue, ServedScenario } from './catalogue/catalogue.ts';
import { type EpisodeEvents, type ServedEpisode, serveEpisode } from './episodes/episode.ts';
import type { RewardWish } from './episodes/outcome.ts';
import { createRegistry, type EpisodeRegistry } from './episodes/registry.ts';

export interface ServiceOptions {
  readonly catalogue: Catalogue;
  readonly sandbox: Sandbox;
  /** Who answers in a conversation. */
  userOf(scenario: ServedScenario): User;
  readonly wish: RewardWish;
  readonly maxSessions: number;
  readonly idleMs: number;
  readonly events: EpisodeEvents;
  /** Of this program. */
  readonly version: string;
  /** A clock in milliseconds. */
  now(): number;
}

/** What every protocol stands on. */
export interface Service {
  readonly catalogue: Catalogue;
  readonly sandbox: Sandbox;
  readonly episodes: EpisodeRegistry;
  readonly version: string;
  /** An episode outside the registry, for one that opens, uses and closes it. */
  openEpisode(scenario: ServedScenario): Promise<ServedEpisode>;
}

export function createService(options: ServiceOptions): Service {
  const { catalogue, sandbox, wish, events, version, now } = options;
  const openEpisode = async (scenario: ServedScenario): Promise<ServedEpisode> => {
    const environment = catalogue.environment(scenario.environment);
    const session = await openSession({
      environment: await sandbox.open(environment.body),
      scenario: scenario.body,
      system: scenario.system,
      user: needsUser(scenario.body.kind) ? options.userOf(scenario) : undefined,
    });
    return serveEpisode({ environment, scenario, session, wish, events, now });
  };
  const episodes = createRegistry({ most: options.maxSessions, idleMs: options.idleMs, open: openEpisode });
  return { catalogue, sandbox, episodes, version, openEpisode };
}
