import type { Trouble } from '../endpoint/call-event.ts';

/** How many requests are looked back upon, and how many it takes to judge. */
const lookedAt = 20;
const enough = 10;

/** Watches how requests to one endpoint end, all their tries counted as one. */
export interface CircuitBreaker {
  /** Notes an end; `trouble` where it was one on the way. Returns the sentence that says why to stop, when it is time to. */
  note(trouble: Trouble | undefined): string | undefined;
}

/** A breaker for an endpoint, which it names in its sentence. */
export function createCircuitBreaker(endpoint: string): CircuitBreaker {
  const ends: (Trouble | undefined)[] = [];
  return {
    note(trouble) {
      ends.push(trouble);
      if (ends.length > lookedAt) ends.shift();
      const troubles = ends.filter((end) => end !== undefined);
      if (ends.length < enough || troubles.length * 2 <= ends.length) return undefined;
      return `${troubles.length} of the last ${ends.length} calls to ${endpoint} failed on the way (${countsOf(troubles)}), so the run was stopped.`;
    },
  };
}

function countsOf(troubles: readonly Trouble[]): string {
  return [...new Set(troubles)]
    .map((trouble) => `${trouble}: ${troubles.filter((other) => other === trouble).length}`)
    .join(', ');
}
