import { checkHelpers } from '../../domain/checks/helpers.ts';
import { applyPatches } from '../../sandbox/host/patches.ts';

// Shipped with every bundle as a part of runtime.js: imports nothing that needs a package.

/** What scoring reads of a line of `scenarios/<split>.jsonl`. */
export interface ScenarioLine {
  readonly initial_state: State;
  readonly reference: readonly (EpisodeCall & { readonly patches: readonly Patch[] })[];
  readonly replies: readonly unknown[];
  readonly said: readonly unknown[];
  readonly checks: readonly { readonly id: string; readonly role: 'credit' | 'guard' }[];
  readonly check_scripts: readonly string[];
}

type Patch = Parameters<typeof applyPatches>[1][number];
type State = Parameters<typeof applyPatches>[0];

export interface EpisodeCall {
  readonly tool: string;
  readonly arguments: object;
  readonly outcome: string;
  readonly result: unknown;
}

export interface Episode {
  readonly final: unknown;
  readonly calls: readonly EpisodeCall[];
  readonly replies?: readonly unknown[];
  /** What the agent told the user, each as `{ after, text }`: its final message, and in conversation every message without a call. */
  readonly said?: readonly unknown[];
}

/** `unscored` is not 0: it says which check could not be evaluated. `failed` are the ids of the checks that did not pass. */
type Score =
  | { readonly dense: number; readonly strict: 0 | 1; readonly failed: readonly string[] }
  | { readonly unscored: string };

/**
 * The reward of an episode of a scenario: `dense` is the share of credit checks that pass, 0 if a guard fails; `strict` is 1 if
 * every check passes. Checks are generated code and run as they are: call this in a process that may touch nothing.
 */
export function score(scenario: ScenarioLine, { final, calls, replies = [], said = [] }: Episode): Score {
  const failed: string[] = [];
  let credits = 0;
  let earned = 0;
  let isGuarded = true;
  for (const [index, { id, role }] of scenario.checks.entries()) {
    const episode = structuredClone({ initial: scenario.initial_state, final, calls, replies, said });
    let passed: unknown;
    try {
      const script = `'use strict'; return (${scenario.check_scripts[index]});`;
      passed = new Function(...Object.keys(checkHelpers), script)(...Object.values(checkHelpers))(episode);
    } catch (error) {
      return { unscored: `${id}: ${error}` };
    }
    if (typeof passed !== 'boolean') return { unscored: `${id}: answered neither true nor false` };
    if (!passed) failed.push(id);
    if (role === 'guard') isGuarded &&= passed;
    else {
      credits++;
      if (passed) earned++;
    }
  }
  if (credits === 0) return { unscored: 'no check earns credit' };
  return { dense: isGuarded ? earned / credits : 0, strict: failed.length === 0 ? 1 : 0, failed };
}

/** The episode of the reference solution. */
export function referenceEpisode({ initial_state, reference, replies, said }: ScenarioLine): Episode {
  const patches = reference.flatMap((call) => call.patches);
  return { final: applyPatches(initial_state, patches), calls: reference, replies, said };
}
