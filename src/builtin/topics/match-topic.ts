import { stem } from '../../language/stem.ts';
import { words } from '../../language/words.ts';
import type { Blueprint } from '../blueprint.ts';
import { foreignTerms, vagueTerms } from './match-words.ts';

/** The best blueprint needs at least one term that is (nearly) its own ... */
const leastScore = 0.9;
/** ... and has to be this many times as good as the next. */
const margin = 1.3;
/** What a term of several kinds of systems counts, compared with one of a domain's own. */
const vagueWeight = 0.5;
/** Every word of a phrase after the first makes it this much more telling. */
const phraseBonus = 0.75;

interface Term {
  readonly text: string;
  readonly stems: readonly string[];
  /** The blueprints it points to (none: a domain that no blueprint has). A term of several counts the less, the more there are. */
  readonly blueprints: readonly number[];
  readonly weight: number;
}

/**
 * The blueprint in whose domain a request is at home, judged by the terms of all blueprints: whole words, inflections
 * alike, the longest phrase first. undefined when nothing points anywhere, or two domains are about equally near.
 */
export function matchTopic(text: string, blueprints: readonly Blueprint[]): { blueprint: Blueprint; reason: string } | undefined {
  const scores = blueprints.map((blueprint, index) => ({ blueprint, index, score: 0, found: [] as string[] }));
  let foreign = 0;
  for (const term of termsIn(words(text).map(stem), collectTerms(blueprints))) {
    if (term.blueprints.length === 0) foreign += term.weight;
    for (const index of term.blueprints) {
      const entry = scores[index];
      if (!entry) continue;
      entry.score += term.weight;
      entry.found.push(term.text);
    }
  }
  const [best, next] = scores.sort((left, right) => right.score - left.score || left.index - right.index);
  const rival = Math.max(next?.score ?? 0, foreign);
  if (!best || best.score < leastScore || best.score < rival * margin) return undefined;
  const quoted = best.found.slice(0, 4).map((term) => `"${term}"`);
  return { blueprint: best.blueprint, reason: `It speaks of ${quoted.join(', ')}: "${best.blueprint.title}".` };
}

/** All terms, longest first, each once. */
function collectTerms(blueprints: readonly Blueprint[]): readonly Term[] {
  const vague = new Set(vagueTerms.map(keyOf));
  const terms = new Map<string, { text: string; blueprints: Set<number> }>();
  const add = (text: string, blueprint?: number): void => {
    const key = keyOf(text);
    const term = terms.get(key) ?? { text, blueprints: new Set() };
    terms.set(key, term);
    if (blueprint !== undefined) term.blueprints.add(blueprint);
  };
  blueprints.forEach((blueprint, index) => {
    for (const text of blueprint.terms) add(text, index);
  });
  for (const text of foreignTerms) add(text);
  return [...terms]
    .map(([key, { text, blueprints: pointedTo }]) => {
      const stems = key.split(' ');
      const telling = vague.has(key) ? vagueWeight : 1 + phraseBonus * (stems.length - 1);
      return { text, stems, blueprints: [...pointedTo], weight: telling / Math.max(1, pointedTo.size) };
    })
    .filter((term) => term.stems[0] !== '')
    .sort((left, right) => right.stems.length - left.stems.length);
}

function keyOf(text: string): string {
  return words(text).map(stem).join(' ');
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
