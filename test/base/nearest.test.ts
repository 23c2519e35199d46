import { expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/base/nearest.ts';

it.each([
  ['skle', ['scen', 'skel'], 'skel'],
  ['environment', ['environments', 'env'], 'environments'],
  ['LIST', ['list'], 'list'],
  // The beginning of a name means it, however much follows.
  ['traj', ['task', 'trajectories'], 'trajectories'],
  ['xyzzy', ['list', 'show'], undefined],
])('the nearest to %s of %j is %s', (name, candidates, found) => {
  expect(nearest(name, candidates)).toBe(found);
});

// "abdc" is one swap from "abcd" and two substitutions from it without; "abxc" is one substitution and comes second.
it('takes the first of two that are as near, a swap counting as one', () => {
  expect(nearest('abdc', ['abcd', 'abxc'])).toBe('abcd');
});

it('offers the nearest, else the first dozen and how many more there are', () => {
  expect(suggestion('lst', ['list'])).toBe(' Did you mean "list"?');
  expect(suggestion('xyzzy', [])).toBe('');
  const many = Array.from({ length: 14 }, (_, number) => `name-${number}`);
  expect(suggestion('xyzzyplugh', many)).toMatch(/^ Known: name-0, .*name-11, and 2 more\.$/);
});
