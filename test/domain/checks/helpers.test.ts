import { expect, it } from 'vitest';
import { changedOnly } from '../../../src/domain/checks/helpers.ts';

const initial = {
  loans: { 'L-1': { due: '2026-03-10', note: '' }, 'L-2': { due: '2026-03-12', note: 'dusty' } },
  tools: { 'T-1': { status: 'shelf' } },
};
const { 'L-1': first, 'L-2': second } = initial.loans;
const record = { due: '2026-03-20', note: '' };

it.each<[string, object, Parameters<typeof changedOnly>[2], boolean]>([
  ['nothing', initial, {}, true],
  ['one record more than none', { ...initial, loans: { ...initial.loans, 'L-3': record } }, {}, false],
  [
    'one record where one may appear',
    { ...initial, loans: { ...initial.loans, 'L-3': record } },
    { loans: { created: 1 } },
    true,
  ],
  [
    'two records where one may appear',
    { ...initial, loans: { ...initial.loans, 'L-3': record, 'L-4': record } },
    { loans: { created: 1 } },
    false,
  ],
  [
    'one record elsewhere than it may appear',
    { ...initial, tools: { ...initial.tools, 'T-2': {} } },
    { loans: { created: 1 } },
    false,
  ],
  ['a record that disappeared', { ...initial, loans: { 'L-1': first } }, {}, false],
  ['a record that may disappear', { ...initial, loans: { 'L-1': first } }, { loans: { removed: ['L-2'] } }, true],
  ['another record than may disappear', { ...initial, loans: { 'L-2': second } }, { loans: { removed: ['L-2'] } }, false],
  [
    'an attribute that may change',
    { ...initial, loans: { ...initial.loans, 'L-1': { ...first, due: '2026-03-11' } } },
    { loans: { changed: { 'L-1': ['due'] } } },
    true,
  ],
  [
    'that attribute of another record',
    { ...initial, loans: { ...initial.loans, 'L-2': { ...second, due: '2026-03-11' } } },
    { loans: { changed: { 'L-1': ['due'] } } },
    false,
  ],
  [
    'another attribute of that record',
    { ...initial, loans: { ...initial.loans, 'L-1': { ...first, note: 'x' } } },
    { loans: { changed: { 'L-1': ['due'] } } },
    false,
  ],
  [
    'an attribute that is compared nowhere',
    { ...initial, loans: { ...initial.loans, 'L-2': { ...second, note: 'x' } } },
    { loans: { exempt: ['note'] } },
    true,
  ],
  ['an attribute that went', { ...initial, tools: { 'T-1': {} } }, {}, false],
  ['a collection that went', { loans: initial.loans }, {}, false],
  ['the order of keys', { tools: initial.tools, loans: { 'L-2': second, 'L-1': { note: '', due: '2026-03-10' } } }, {}, true],
])('changedOnly of a state that differs in %s', (_, final, allowed, isSo) => {
  expect(changedOnly(initial, final, allowed)).toBe(isSo);
});
