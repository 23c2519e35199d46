import { randomUUID } from 'node:crypto';
import { createQueue } from '../../base/concurrency.ts';
import type { ServedEnvironment } from '../catalogue/catalogue.ts';
import { type AgentTool, toolsOfEnvironment } from '../episodes/agent-tools.ts';
import type { ServedEpisode } from '../episodes/episode.ts';
import type { Service } from '../service.ts';
import {
  type Action,
  callObserved,
  failed,
  type ResetRequest,
  resetObserved,
  type StepResult,
  toolsObserved,
} from './openenv-messages.ts';

/** One environment for one client, which plays one episode after the other in it. What it is asked for is done in order. */
export interface OpenEnvInstance {
  /** Of the episode; before the first of the environment. */
  tools(): readonly AgentTool[];
  /** Ends what is played, and begins an episode of the wanted scenario, or of the one that the seed points at. */
  reset(wanted: ResetRequest): Promise<StepResult>;
  step(action: Action): Promise<StepResult>;
  state(): { readonly episode_id: string | null; readonly step_count: number };
  close(): Promise<void>;
}

/** `onExpire` is called when an episode was idle for too long. */
export function createOpenEnvInstance(service: Service, environment: ServedEnvironment, onExpire?: () => void): OpenEnvInstance {
  const { catalogue, episodes } = service;
  const inOrder = createQueue();
  let key: string | undefined;
  let playing: ServedEpisode | undefined;
  let episodeId: string | null = null;
  let isClosed = false;

  const end = async (): Promise<void> => {
    const ended = key;
    key = undefined;
    playing = undefined;
    if (ended !== undefined) await episodes.close(ended);
  };

  return {
    tools: () => playing?.tools ?? toolsOfEnvironment(environment),
    reset: ({ seed, episode_id, scenario_id, scenario_hash, task_idx }) =>
      inOrder(async () => {
        const index = task_idx ?? (seed ?? 0) % environment.scenarios.length;
        const wanted = { name: scenario_id ?? undefined, hash: scenario_hash ?? undefined, index };
        const scenario = catalogue.scenario(wanted, environment);
        await end();
        const begun = randomUUID();
        key = `openenv ${begun}`;
        playing = await episodes.open({ key, scenario, ...(onExpire ? { onExpire } : {}) });
        episodeId = episode_id ?? begun;
        if (isClosed) await end();
        return playing ? resetObserved(playing) : failed('', 'execution_error', 'The connection is closed.');
      }),
    step: (action) =>
      inOrder(async () => {
        if (action.type === 'list_tools') return toolsObserved(playing?.tools ?? toolsOfEnvironment(environment));
        if (!playing) return failed(action.tool_name, 'execution_error', 'No episode has begun: reset first.');
        return callObserved(action.tool_name, await playing.call(action.tool_name, action.arguments));
      }),
    state: () => ({ episode_id: episodeId, step_count: playing?.steps ?? 0 }),
    async close() {
      isClosed = true;
      await end();
    },
  };
}
