import { stem, words } from '../base/words.ts';
import type { Blueprint } from './blueprint.ts';

/** The best blueprint needs at least one term that is (nearly) its own ... */
const leastScore = 0.9;
/** ... and has to be this many times as good as the next. */
const margin = 1.3;
/** Every word of a phrase after the first makes it this much more telling. */
const phraseBonus = 0.75;

interface Term {
  readonly text: string;
  readonly stems: readonly string[];
  /** The blueprints it points to; a term of several counts as little as there are of them. */
  readonly blueprints: readonly number[];
}

/**
 * The blueprint in whose domain a request is at home, judged by the terms of all blueprints: whole words, inflections
 * alike, the longest phrase first. undefined when nothing points anywhere, or two domains are about equally near.
 */
export function matchTopic(text: string, blueprints: readonly Blueprint[]): { blueprint: Blueprint; reason: string } | undefined {
  const scores = blueprints.map((blueprint, index) => ({ blueprint, index, score: 0, found: [] as string[] }));
  for (const term of termsIn(words(text).map(stem), collectTerms(blueprints))) {
    const weight = (1 + phraseBonus * (term.stems.length - 1)) / term.blueprints.length;
    for (const index of term.blueprints) {
      const entry = scores[index];
      if (!entry) continue;
      entry.score += weight;
      entry.found.push(term.text);
    }
  }
  const [best, next] = scores.sort((left, right) => right.score - left.score || left.index - right.index);
  if (!best || best.score < leastScore || (next && next.score > 0 && best.score < next.score * margin)) return undefined;
  const quoted = best.found.slice(0, 4).map((term) => `"${term}"`);
  return {
    blueprint: best.blueprint,
    reason: `It speaks of ${quoted.join(', ')}, as requests to a ${best.blueprint.title.toLowerCase()} do.`,
  };
}

/** All terms, longest first, each once. */
function collectTerms(blueprints: readonly Blueprint[]): readonly Term[] {
  const terms = new Map<string, { text: string; stems: readonly string[]; blueprints: Set<number> }>();
  blueprints.forEach((blueprint, index) => {
    for (const text of blueprint.terms) {
      const stems = words(text).map(stem);
      if (stems.length === 0) continue;
      const known = terms.get(stems.join(' '));
      if (known) known.blueprints.add(index);
      else terms.set(stems.join(' '), { text, stems, blueprints: new Set([index]) });
    }
  });
  return [...terms.values()]
    .map((term) => ({ ...term, blueprints: [...term.blueprints] }))
    .sort((left, right) => right.stems.length - left.stems.length);
}

/** The terms that occur, each once. A word that is part of a longer term counts for that one only. */
function termsIn(stems: readonly string[], terms: readonly Term[]): Term[] {
  const taken = stems.map(() => false);
  return terms.filter((term) => {
    let found = false;
    for (let start = 0; start + term.stems.length <= stems.length; start++) {
      const free = term.stems.every((word, offset) => stems[start + offset] === word && !taken[start + offset]);
      if (!free) continue;
      found = true;
      taken.fill(true, start, start + term.stems.length);
    }
    return found;
  });
}
