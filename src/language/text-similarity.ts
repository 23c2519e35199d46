import { stem } from './stem.ts';
import { words } from './words.ts';

/**
 * TF-IDF vectors of short texts. Building them takes time proportional to the text; one comparison, to the shorter
 * vector. Nothing here compares every text with every other.
 */
export interface TextVectors {
  readonly count: number;
  /** Cosine of two texts, 0 (no word in common) to 1 (the same words as often); 0 for a text without words. */
  similarity(left: number, right: number): number;
}

interface SparseVector {
  readonly terms: Int32Array;
  readonly weights: Float64Array;
}

/** Words that say nothing about the subject of an English text. */
const stopWords = new Set(
  (
    'a an and any are as at be been but by can could do does each for from get give had has have i if in into is it its me my ' +
    'need no not of on one or our out over please so some than that the their them then there these they this to up us use ' +
    'want was we were what when where which who will with would you your'
  ).split(' '),
);

/** Vectors over word stems; the weights are computed over the given texts alone. */
export function textVectors(texts: readonly string[]): TextVectors {
  return toTextVectors(sparseVectors(texts));
}

/**
 * Up to `count` texts that differ as much as possible: the most typical one first, then each time the one least similar
 * to all chosen so far (the earlier one on a tie). Takes time proportional to `count` times the total length of the texts.
 */
export function farthestPoints(texts: readonly string[], count: number): number[] {
  const { vectors, termCount } = sparseVectors(texts);
  const chosen: number[] = [];
  const nearest = new Float64Array(vectors.length);
  const dense = new Float64Array(termCount);
  let next = mostTypical(vectors, termCount);
  while (next !== undefined && chosen.length < count) {
    chosen.push(next);
    nearest[next] = Number.POSITIVE_INFINITY;
    const picked = vectors[next];
    if (!picked) break;
    spread(picked, dense, 1);
    next = undefined;
    let least = Number.POSITIVE_INFINITY;
    vectors.forEach((vector, index) => {
      const similarity = Math.max(nearest[index] ?? 0, dot(vector, dense));
      nearest[index] = similarity;
      if (similarity < least) {
        least = similarity;
        next = index;
      }
    });
    spread(picked, dense, 0);
  }
  return chosen;
}

function sparseVectors(texts: readonly string[]): { vectors: SparseVector[]; termCount: number } {
  const ids = new Map<string, number>();
  const documentFrequency: number[] = [];
  const counts = texts.map((text) => {
    const found = new Map<number, number>();
    for (const term of termsOf(text)) {
      let id = ids.get(term);
      if (id === undefined) {
        id = ids.size;
        ids.set(term, id);
      }
      found.set(id, (found.get(id) ?? 0) + 1);
    }
    for (const id of found.keys()) documentFrequency[id] = (documentFrequency[id] ?? 0) + 1;
    return found;
  });
  const vectors = counts.map((found) => {
    const terms = Int32Array.from(found.keys()).sort();
    const weights = Float64Array.from(terms, (id) => {
      const inverse = Math.log((1 + texts.length) / (1 + (documentFrequency[id] ?? 0))) + 1;
      return (1 + Math.log(found.get(id) ?? 1)) * inverse;
    });
    const length = Math.hypot(...weights) || 1;
    return { terms, weights: weights.map((weight) => weight / length) };
  });
  return { vectors, termCount: ids.size };
}

function termsOf(text: string): string[] {
  return words(text)
    .filter((word) => !stopWords.has(word))
    .map(stem);
}

function toTextVectors({ vectors, termCount }: { vectors: readonly SparseVector[]; termCount: number }): TextVectors {
  const dense = new Float64Array(termCount);
  return {
    count: vectors.length,
    similarity: (left, right) => {
      const [one, other] = [vectors[left], vectors[right]];
      if (!one || !other) throw new RangeError(`there are ${vectors.length} texts, no pair ${left} and ${right}`);
      spread(one, dense, 1);
      const similarity = dot(other, dense);
      spread(one, dense, 0);
      return similarity;
    },
  };
}

/** Write a vector, times a factor, into a dense array (factor 0 clears it again). */
function spread(vector: SparseVector, dense: Float64Array, factor: number): void {
  vector.terms.forEach((term, position) => {
    dense[term] = (vector.weights[position] ?? 0) * factor;
  });
}

function dot(vector: SparseVector, dense: Float64Array): number {
  let sum = 0;
  for (let position = 0; position < vector.terms.length; position++) {
    sum += (vector.weights[position] ?? 0) * (dense[vector.terms[position] ?? 0] ?? 0);
  }
  return sum;
}

/** The text nearest to the mean of all. */
function mostTypical(vectors: readonly SparseVector[], termCount: number): number | undefined {
  const mean = new Float64Array(termCount);
  for (const vector of vectors) {
    vector.terms.forEach((term, position) => {
      mean[term] = (mean[term] ?? 0) + (vector.weights[position] ?? 0);
    });
  }
  let best: number | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  vectors.forEach((vector, index) => {
    const similarity = dot(vector, mean);
    if (similarity > highest) {
      highest = similarity;
      best = index;
    }
  });
  return best;
}
