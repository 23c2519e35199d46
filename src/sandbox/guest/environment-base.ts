import { hash } from 'node:crypto';
import type { Progress } from '../protocol.ts';
import type { Draft } from './draft.ts';
import { addDays, addMinutes, clockAt, daysBetween, minutesBetween, weekday } from './episode-clock.ts';
import type { Tree } from './tree.ts';

/** What the base class answers from while a call runs. */
export interface Scene {
  readonly state: object;
  readonly seed: string;
  readonly start: string;
  readonly writes: number;
  ids: number;
  draws: number;
  /** Ids handed out in this call, which need not be in the state yet. */
  readonly issued: Set<string>;
  /** Whether any collection of the state has this key. */
  hasKey(key: string): boolean;
}

interface Episode {
  readonly seed: string;
  readonly start: string;
  readonly progress: Progress;
}

/** A scene for one call of generated code: a write sees a draft, a read the state itself. */
export function sceneOf(state: Draft | Tree, { seed, start, progress }: Episode): Scene {
  const { writes, ids, draws } = progress;
  const issued = new Set<string>();
  if (isDraft(state)) return { state: state.root, seed, start, writes, ids, draws, issued, hasKey: state.hasKey };
  return { state, seed, start, writes, ids, draws, issued, hasKey: (key) => hasKey(state, key) };
}

/** A tree is frozen, a draft is not. */
function isDraft(state: Draft | Tree): state is Draft {
  return !Object.isFrozen(state);
}

function hasKey(state: Tree, key: string): boolean {
  return Object.values(state).some(
    (collection) => typeof collection === 'object' && collection !== null && Object.hasOwn(collection, key),
  );
}

/** The first 48 bits of a hash, as a fraction in [0, 1): the same for the same texts on every machine. */
function fraction(seed: string, purpose: string, number: number): number {
  return Number.parseInt(hash('sha256', JSON.stringify([seed, purpose, number])).slice(0, 12), 16) / 2 ** 48;
}

function newId(scene: Scene, prefix: unknown): string {
  if (typeof prefix !== 'string') throw new TypeError('newId: the prefix must be a string');
  for (let tries = 0; ; tries++) {
    // Four digits are easy to read; a crowded collection gets more.
    const digits = 4 + Math.floor(tries / 20);
    const low = 10 ** (digits - 1);
    const id = `${prefix}-${low + Math.floor(fraction(scene.seed, 'id', scene.ids++) * 9 * low)}`;
    if (scene.issued.has(id) || scene.hasKey(id)) continue;
    scene.issued.add(id);
    return id;
  }
}

/**
 * The base class of generated environments, answering from the scene of the call that runs. One object of a class serves
 * all instances: it holds nothing itself.
 */
export function createBaseClass(currentScene: () => Scene): new () => object {
  return class Environment {
    get state(): object {
      return currentScene().state;
    }
    newId(prefix: string): string {
      return newId(currentScene(), prefix);
    }
    now(): string {
      const scene = currentScene();
      return clockAt(scene.start, scene.writes);
    }
    today(offsetDays = 0): string {
      const scene = currentScene();
      return addDays(clockAt(scene.start, scene.writes).slice(0, 10), offsetDays);
    }
    addDays(when: string, days: number): string {
      return addDays(when, days);
    }
    addMinutes(when: string, minutes: number): string {
      return addMinutes(when, minutes);
    }
    daysBetween(from: string, to: string): number {
      return daysBetween(from, to);
    }
    minutesBetween(from: string, to: string): number {
      return minutesBetween(from, to);
    }
    weekday(when: string): number {
      return weekday(when);
    }
    random(): number {
      const scene = currentScene();
      return fraction(scene.seed, 'random', scene.draws++);
    }
  };
}
