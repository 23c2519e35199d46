import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { stem } from '../../src/language/stem.ts';
import { farthestPoints, textVectors } from '../../src/language/text-similarity.ts';

const shared = join(import.meta.dirname, '../../../shared/data/tasks');
const services = join(shared, 'cc-by-sa/sgdx_services.jsonl');
const servers = join(shared, 'mcp_topics.jsonl');

function rows(file: string): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Precision and recall of "same group" for all pairs at least this similar, and the share of nearest neighbours in the same group. */
function agreement(file: string, group: string, threshold: number) {
  const labelled = rows(file);
  const vectors = textVectors(labelled.map((row) => String(row.text)));
  const same = (left: number, right: number): boolean =>
    labelled[left]?.[group] != null && labelled[left]?.[group] === labelled[right]?.[group];
  const count = { pairs: 0, samePairs: 0, similar: 0, similarAndSame: 0, grouped: 0, neighbours: 0 };
  for (let left = 0; left < labelled.length; left++) {
    let nearest = { index: -1, similarity: -1 };
    for (let right = 0; right < labelled.length; right++) {
      if (left === right) continue;
      const similarity = vectors.similarity(left, right);
      if (similarity > nearest.similarity) nearest = { index: right, similarity };
      if (right < left) continue;
      count.pairs++;
      if (same(left, right)) count.samePairs++;
      if (similarity >= threshold) count.similar++;
      if (similarity >= threshold && same(left, right)) count.similarAndSame++;
    }
    if (labelled[left]?.[group] == null) continue;
    count.grouped++;
    if (same(left, nearest.index)) count.neighbours++;
  }
  return {
    precision: count.similarAndSame / count.similar,
    recall: count.similarAndSame / count.samePairs,
    nearest: count.neighbours / count.grouped,
  };
}

describe('text similarity', () => {
  it('is 1 for the same words, 0 for no common word, and in between otherwise', () => {
    const vectors = textVectors(['Cancel my orders', 'cancelled: my order!', 'A lake in winter', 'Cancel the lake trip', '']);
    expect(vectors.similarity(0, 1)).toBeCloseTo(1);
    expect(vectors.similarity(0, 2)).toBe(0);
    expect(vectors.similarity(0, 3)).toBeGreaterThan(0.1);
    expect(vectors.similarity(0, 3)).toBeLessThan(0.9);
    expect(vectors.similarity(3, 0)).toBeCloseTo(vectors.similarity(0, 3));
    expect(vectors.similarity(0, 4)).toBe(0);
    expect(() => vectors.similarity(0, 5)).toThrow(RangeError);
  });

  it('meets inflections of a word, and keeps a booking apart from a book and a suite from a suit', () => {
    const forms = [
      ['returns', 'returned', 'returning', 'return'],
      ['moves', 'moved', 'moving', 'move'],
      ['stopped', 'stopping', 'stop'],
      ['deliveries', 'delivery'],
      ['classes', 'class'],
    ];
    for (const group of forms) expect(new Set(group.map(stem)).size, group.join(' ')).toBe(1);
    expect(stem('bookings')).not.toBe(stem('books'));
    expect(stem('suites')).not.toBe(stem('suits'));
  });

  it('finds the texts that differ most, each once, and the same ones every time', () => {
    const texts = ['dog walks home', 'the dog walks', 'a dog walks home', 'stars at night', 'boats in the harbour'];
    const chosen = farthestPoints(texts, 3);
    expect(chosen).toHaveLength(3);
    expect(chosen).toEqual(expect.arrayContaining([3, 4]));
    expect(farthestPoints(texts, 3)).toEqual(chosen);
    expect([...farthestPoints(texts, 99)].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(farthestPoints([], 3)).toEqual([]);
    expect(farthestPoints(['', ''], 2).sort()).toEqual([0, 1]);
  });

  it('chooses 200 of 5,000 short texts in about a second', () => {
    const random = seededRandom('texts');
    const vocabulary = Array.from({ length: 3000 }, (_, index) => `word${index}`);
    const texts = Array.from({ length: 5000 }, () => random.sample(vocabulary.slice(0, random.integer(30, 3000)), 15).join(' '));
    const begin = performance.now();
    expect(new Set(farthestPoints(texts, 200)).size).toBe(200);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it.skipIf(!existsSync(services))('tells paraphrased services apart (needs ../shared/data)', () => {
    const measured = agreement(services, 'service', 0.6);
    expect(measured.precision).toBeGreaterThan(0.9);
    expect(measured.nearest).toBeGreaterThan(0.79);
  });

  it.skipIf(!existsSync(servers))('finds most duplicated tool servers (needs ../shared/data)', () => {
    const measured = agreement(servers, 'dup_group', 0.6);
    expect(measured.recall).toBeGreaterThan(0.58);
    expect(measured.nearest).toBeGreaterThan(0.7);
  });
});
