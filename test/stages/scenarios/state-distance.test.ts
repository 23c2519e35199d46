import { describe, expect, it } from 'vitest';
import { domains } from '../../../src/builtin/domains.ts';
import { spreadOf, stateDistance } from '../../../src/stages/scenarios/state-distance.ts';
import { policyOf, stateOf } from '../../builtin/support.ts';

function shelf(...names: readonly string[]) {
  return { books: Object.fromEntries(names.map((name) => [name, { name, lent: false }])) };
}

const letters = 'abcdefgh'.split('');

describe('the distance of two states', () => {
  it('is 0 for equal ones, 1 without a common value, and between for a part', () => {
    const left = shelf(...letters);
    expect(stateDistance(left, left)).toBe(0);
    expect(stateDistance(left, shelf(...letters.map((letter) => `${letter}${letter}`)))).toBe(1);
    expect(stateDistance(left, shelf('a', 'b', 'c', 'd', 'w', 'x', 'y', 'z'))).toBeCloseTo(1 - 4 / 12);
  });

  it('leaves out attributes that cannot differ much', () => {
    expect(stateDistance(shelf('a', 'b'), shelf('c', 'd'))).toBe(0);
  });

  it('has a mean and a least value over all pairs', () => {
    expect(spreadOf([1, 2, 4], (left, right) => Math.abs(left - right))).toEqual({ mean: 2, least: 1 });
    expect(spreadOf([1], () => 0)).toEqual({ mean: 1, least: 1 });
  });

  it.each(domains.map((domain) => [domain.slug, domain] as const))('is large between any two states of %s', (slug, domain) => {
    const days = ['2026-03-09', '2026-05-12', '2026-08-10', '2027-01-20'];
    const states = days.map((today, number) => stateOf(domain, policyOf(slug, 0), today, `${slug} ${number}`));
    const { mean, least } = spreadOf(states, stateDistance);
    expect(least).toBeGreaterThan(0.6);
    expect(mean).toBeGreaterThan(0.65);
  });
});
