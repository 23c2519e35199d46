import { createHash } from 'node:crypto';
import type { Progress } from '../protocol.ts';
import { addDays, addMinutes, clockAt, daysBetween, minutesBetween, weekday } from './episode-clock.ts';

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
}

/** A scene for one call of generated code. */
export function sceneOf(state: object, episode: { readonly seed: string; readonly start: string }, progress: Progress): Scene {
  return { state, seed: episode.seed, start: episode.start, ...progress, issued: new Set() };
}

/** The first 48 bits of a hash, as a fraction in [0, 1): the same for the same texts on every machine. */
function fraction(seed: string, purpose: string, number: number): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, purpose, number]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

function isTaken(scene: Scene, id: string): boolean {
  return (
    scene.issued.has(id) || Object.values(scene.state).some((collection) => isRecord(collection) && Object.hasOwn(collection, id))
  );
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function newId(scene: Scene, prefix: unknown): string {
  if (typeof prefix !== 'string') throw new TypeError('newId: the prefix must be a string');
  for (let tries = 0; ; tries++) {
    // Four digits are easy to read; a crowded collection gets more.
    const digits = 4 + Math.floor(tries / 20);
    const low = 10 ** (digits - 1);
    const id = `${prefix}-${low + Math.floor(fraction(scene.seed, 'id', scene.ids++) * 9 * low)}`;
    if (isTaken(scene, id)) continue;
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
