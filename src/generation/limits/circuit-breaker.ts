import type { Trouble } from '../endpoint/call-event.ts';

/** How many requests are looked back upon, and how many it takes to judge. */
const lookedAt = 20;
const enough = 10;

/** How a request ended, all its tries counted as one: with an answer, by a trouble on the way, or refused in the server's words. */
export type RequestEnd =
  | { readonly kind: 'answered' }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | { readonly kind: 'refused'; readonly words: string };

/** Watches how requests to one endpoint end. */
export interface CircuitBreaker {
  /** Notes an end. Returns the sentence that says why to stop, when it is time to. */
  note(end: RequestEnd): string | undefined;
}

/**
 * A breaker for an endpoint, which it names in its sentence. It stops for troubles in most of the last requests, and for one refusal
 * over and over while nothing is answered.
 */
export function createCircuitBreaker(endpoint: string): CircuitBreaker {
  const ends: RequestEnd[] = [];
  let [words, refusals] = ['', 0];

  /** Numbers differ from request to request. */
  const countRefusal = (refusal: string): string | undefined => {
    const alike = refusal.replace(/\d+/g, '#');
    refusals = alike === words ? refusals + 1 : 1;
    words = alike;
    if (refusals < enough) return undefined;
    return `${endpoint} refused the last ${refusals} calls in the same words and answered none, so the run was stopped.`;
  };

  return {
    note(end) {
      ends.push(end);
      if (ends.length > lookedAt) ends.shift();
      if (end.kind === 'answered') refusals = 0;
      if (end.kind === 'refused') return countRefusal(end.words);
      const troubles = ends.flatMap((one) => (one.kind === 'trouble' ? one.trouble : []));
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
