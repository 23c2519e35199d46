import { hashJson } from '../base/hash.ts';
import { canonicalJson } from '../base/json.ts';
import { kinds } from '../domain/kinds.ts';
import type { Work } from '../generation/author.ts';
import type { FingerprintParts } from '../store/store.ts';
import type { EngineContext } from './engine-context.ts';
import type { Stage, Unit } from './stage.ts';

/** What of the run a unit's result depends on. Concurrency, budget and logging are not among it. */
export type FingerprintSources = Pick<EngineContext, 'seed' | 'author' | 'promptHash'>;

export interface Fingerprint {
  readonly hash: string;
  readonly parts: FingerprintParts;
}

/**
 * Everything that determines a unit's result, by name, and the hash of it. Taken before the unit runs, so that an input
 * that changes meanwhile cannot be linked to the wrong result. `plan.ts` words the names for people.
 */
export function fingerprintOf(stage: Stage, unit: Unit, sources: FingerprintSources): Fingerprint {
  const parts: Record<string, string> = {
    'stage version': String(stage.version),
    [`schema ${stage.writes}`]: String(kinds[stage.writes].version),
    seed: sources.seed,
    ...workParts(stage.works, sources),
    ...inputParts(unit),
  };
  for (const [name, value] of Object.entries(unit.parameters)) parts[`parameter ${name}`] = canonicalJson(value);
  return { hash: hashJson(['unit', stage.name, unit.subject, parts]), parts };
}

function workParts(works: readonly Work<never, unknown>[], sources: FingerprintSources): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const work of works) {
    parts[`prompt ${work.prompt}`] = sources.promptHash(work.prompt);
    parts[`author ${work.name}`] = canonicalJson(sources.author.identity(work.name));
  }
  return parts;
}

function inputParts({ inputs }: Unit): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const input of inputs) {
    const name = `input ${input.kind} ${input.subject}`;
    let free = name;
    for (let number = 2; free in parts; number++) free = `${name} (${number})`;
    parts[free] = input.hash;
  }
  // The parts have no order of their own, but a stage sees its inputs in one.
  if (inputs.length > 1) parts['input order'] = hashJson(inputs.map((input) => input.hash));
  return parts;
}

/** The seed of one unit: adding units or stages does not move the others. */
export function unitSeed(seed: string, stage: string, subject: string): string {
  return hashJson(['unit seed', seed, stage, subject]);
}
