import type { Json } from '../../../base/json.ts';

/** A value that an argument may have. */
export interface Candidate {
  readonly value: Json;
  /** How far it is from what one would think of first; 0 for that. */
  readonly cost: number;
}

/** Each value once, the likeliest first. */
export function distinct(candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<Json | string, Candidate>();
  for (const candidate of candidates) {
    const id = typeof candidate.value === 'object' ? JSON.stringify(candidate.value) : candidate.value;
    const same = best.get(id);
    if (!same || candidate.cost < same.cost) best.set(id, candidate);
  }
  return [...best.values()].sort((one, two) => one.cost - two.cost);
}
