import type { ServedScenario } from '../catalogue/catalogue.ts';
import { ServingError } from '../serving-error.ts';
import type { ServedEpisode } from './episode.ts';

export interface RegistryOptions {
  /** Episodes that may go on at once; those that have ended do not count. */
  readonly most: number;
  /** An episode that nobody used for so long ends and is forgotten. */
  readonly idleMs: number;
  open(scenario: ServedScenario): Promise<ServedEpisode>;
}

export interface OpenRequest {
  /** Under which it is found again: the protocol and an id that only its client knows. */
  readonly key: string;
  readonly scenario: ServedScenario;
  /** The key is good for one episode ever, so that whoever knows it cannot begin anew. */
  readonly once?: boolean;
  /** Called when the episode has been idle for too long. */
  onExpire?(): void;
}

/** The episodes that are played at present. */
export interface EpisodeRegistry {
  readonly most: number;
  /** Throws a ServingError: 409 where the key is taken, 410 where it is used up, 503 where there is no room. */
  open(request: OpenRequest): Promise<ServedEpisode>;
  /** The episode of a key, once it is open. Counts as use of it. */
  find(key: string): Promise<ServedEpisode | undefined>;
  /** Whether a key has been used for an episode that is gone. */
  isSpent(key: string): boolean;
  /** Episodes that go on. */
  live(): number;
  close(key: string): Promise<void>;
  closeAll(): Promise<void>;
}

interface Slot {
  readonly opening: Promise<ServedEpisode>;
  episode: ServedEpisode | undefined;
  onExpire: (() => void) | undefined;
}

/** So many keys of the past are remembered. */
const mostSpent = 20_000;

export function createRegistry({ most, idleMs, open }: RegistryOptions): EpisodeRegistry {
  const slots = new Map<string, Slot>();
  const spent = new Set<string>();

  const live = (): number => {
    let count = 0;
    for (const { episode } of slots.values()) if (!episode?.outcome) count++;
    return count;
  };

  const close = async (key: string): Promise<void> => {
    const slot = slots.get(key);
    if (!slot) return;
    slots.delete(key);
    await slot.opening.then(
      (episode) => episode.close(),
      () => undefined,
    );
  };

  const sweep = (): void => {
    for (const [key, { episode, onExpire }] of slots) {
      if (!episode || episode.idleMs() < idleMs) continue;
      void close(key);
      onExpire?.();
    }
  };
  const sweeping = setInterval(sweep, Math.min(5_000, Math.max(50, idleMs / 4)));
  sweeping.unref();

  return {
    most,
    live,
    close,
    async open({ key, scenario, once, onExpire }) {
      if (slots.has(key)) throw new ServingError(409, 'There is an episode under this id already.');
      if (spent.has(key)) throw new ServingError(410, 'The episode of this id is over. Begin another under a new id.');
      if (live() >= most)
        throw new ServingError(503, `All ${most} sessions are in use. Close some, wait, or serve with a higher --max-sessions.`);
      if (once) {
        spent.add(key);
        const [oldest] = spent;
        if (spent.size > mostSpent && oldest !== undefined) spent.delete(oldest);
      }
      const slot: Slot = { opening: open(scenario), episode: undefined, onExpire };
      slots.set(key, slot);
      try {
        slot.episode = await slot.opening;
        return slot.episode;
      } catch (error) {
        slots.delete(key);
        spent.delete(key);
        throw error;
      }
    },
    async find(key) {
      // One that cannot be opened is nobody's: whoever opens it is told why.
      const episode = await slots.get(key)?.opening.catch(() => undefined);
      episode?.touch();
      return episode;
    },
    isSpent: (key) => spent.has(key),
    async closeAll() {
      clearInterval(sweeping);
      await Promise.all([...slots.keys()].map(close));
    },
  };
}
