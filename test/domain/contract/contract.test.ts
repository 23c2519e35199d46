import { describe, expect, it } from 'vitest';
import { answerProblem, matches } from '../../../src/domain/contract/answers.ts';
import { unexpectedChanges } from '../../../src/domain/contract/changes.ts';
import {
  anyOrder,
  change,
  create,
  desc,
  inOrder,
  may,
  must,
  open,
  openText,
  type Promised,
  remove,
  type World,
} from '../../../src/domain/contract/form.ts';
import { at, contains, found, join, least, lookUp, made, sum, where } from '../../../src/domain/contract/reading.ts';
import { rulingOf, standingReasons } from '../../../src/domain/contract/refusals.ts';
import type { State } from '../../../src/domain/state.ts';
import { toolLibrary } from '../../support/sample-skeleton.ts';

const rows = [
  { id: 'A', size: 2, day: '2026-03-02' },
  { id: 'B', size: 10, day: '2026-03-01' },
  { id: 'C', size: 2, day: '2026-03-01' },
];
const [a, b, c] = rows;

describe('an answer of a contract', () => {
  it('holds the items in order, with ties left open', () => {
    const answer = inOrder(rows, 'size');
    expect(answerProblem([a, c, b], answer)).toBeUndefined();
    expect(answerProblem([c, a, b], answer)).toBeUndefined();
    // Numbers are ordered as numbers: 10 comes after 2.
    expect(answerProblem([b, a, c], answer)).toMatch(/before/);
    expect(answerProblem([b, c, a], inOrder(rows, desc('size'), 'id'))).toMatch(/before/);
    expect(answerProblem([b, a, c], inOrder(rows, desc('size'), 'id'))).toBeUndefined();
    expect(
      answerProblem(
        [c, b, a],
        inOrder(rows, 'day', (row) => row.size),
      ),
    ).toBeUndefined();
  });

  it('holds each item once, none beside them, and nothing but a list', () => {
    expect(answerProblem([a, b], anyOrder(rows))).toMatch(/also answer/);
    expect(answerProblem([c, a, b], anyOrder(rows))).toBeUndefined();
    expect(answerProblem([a, b, c, a], anyOrder(rows))).toMatch(/should not answer/);
    expect(answerProblem(a, anyOrder(rows))).toMatch(/list/);
  });

  it('leaves open what the design leaves open, and nothing else', () => {
    expect(matches({ id: 'X', note: 'because' }, { id: open, note: openText })).toBe(true);
    expect(matches({ id: 'X', note: null }, { id: open, note: openText })).toBe(false);
    expect(matches({ id: 'X' }, { id: open, note: open })).toBe(false);
    expect(matches({ id: 'X', note: 'n', more: 1 }, { id: open, note: open })).toBe(false);
    expect(matches([1, 2], [1, 2])).toBe(true);
    expect(matches([1, 2], [2, 1])).toBe(false);
    expect(matches(0, null)).toBe(false);
  });
});

describe('reading a state', () => {
  const records = { A: { id: 'A', other: 'B', size: 3 }, B: { id: 'B', other: 'Z', size: 1 } };

  it('finds by key, whatever the key is called, and by condition', () => {
    expect(lookUp(records, 'toString')).toBeUndefined();
    expect(lookUp(records, null)).toBeUndefined();
    expect(() => at(records, 'Z')).toThrow('there is no record Z');
    expect(where(records, (item) => item.size > 1)).toEqual([records.A]);
    expect(join(Object.values(records), records, (item) => item.other)).toEqual([[records.A, records.B]]);
    expect(least(Object.values(records), (item) => item.size)).toBe(records.B);
    expect(least([], () => 0)).toBeUndefined();
    expect(sum(Object.values(records), (item) => item.size)).toBe(4);
    expect(made({ A: 1 }, { A: 2, B: 3 })).toEqual([3]);
    expect(contains('The Salt Road', ' salt ')).toBe(true);
  });
});

describe('a contract says what stands against a call', () => {
  const operation = toolLibrary.operations.find(({ parameters }) =>
    parameters.some(({ type, required }) => required && type.kind === 'reference'),
  )!;
  const parameter = operation.parameters.find(({ type }) => type.kind === 'reference')!;
  const entity = toolLibrary.entities.find(({ name }) => parameter.type.kind === 'reference' && name === parameter.type.entity)!;
  const state: State = Object.fromEntries(toolLibrary.entities.map(({ collection }) => [collection, {}]));
  for (const { name, type } of operation.parameters)
    if (type.kind === 'reference')
      state[toolLibrary.entities.find((item) => item.name === type.entity)!.collection] = { K: { [name]: 'K' } };
  const world = { state, policy: {}, now: '2026-03-09T09:00:00Z', today: '2026-03-09' };
  const args = Object.fromEntries(operation.parameters.map(({ name }) => [name, 'K']));
  const ruling = (promised: Promised<World<State>, never, State>, given: Record<string, unknown> = args) =>
    rulingOf(toolLibrary, operation, promised, { world, args: given });

  it('first of all a required reference that names no record', () => {
    expect(ruling({}, { ...args, [parameter.name]: 'toString' })).toEqual({
      kind: 'refused',
      reason: `there is no such ${entity.name}`,
    });
    expect(ruling({})).toEqual({ kind: 'accepted' });
  });

  it('a certain reason before a doubtful one, and later ones not at all', () => {
    const doubt = may('perhaps', () => true);
    expect(ruling({ refuse: () => [doubt] })).toEqual({ kind: 'either', reason: 'perhaps' });
    const later = must('later', () => {
      throw new Error('asked too much');
    });
    expect(ruling({ refuse: () => [doubt, must('R1 no', () => true), later] })).toEqual({ kind: 'refused', reason: 'R1 no' });
  });

  it('each reason for itself, when asked which stand alone', () => {
    const reasons = () => [
      must('one', () => false),
      must('two', () => true),
      must('three', () => {
        throw new Error('no record');
      }),
    ];
    expect(standingReasons(toolLibrary, operation, { refuse: reasons }, { world, args }).map(({ holds }) => holds)).toEqual([
      false,
      true,
      'unknown',
    ]);
  });

  it('a search is refused where it finds nothing', () => {
    const none = found<World<State>, never, State>('nothing', () => inOrder([]));
    expect(ruling(none)).toEqual({ kind: 'refused', reason: 'nothing' });
    expect(ruling(found<World<State>, never, State>('nothing', () => inOrder(rows, 'id')))).toEqual({ kind: 'accepted' });
  });

  it('all changes and no other', () => {
    const { collection, key } = entity;
    const before: State = { ...state, [collection]: { K: { [key]: 'K', note: 'old' }, L: { [key]: 'L', note: 'old' } } };
    const after: State = { ...state, [collection]: { K: { [key]: 'K', note: 'new' }, N: { [key]: 'N', note: 'made' } } };
    const right = [change(collection, 'K', { note: 'new' }), remove(collection, 'L'), create(collection, { note: openText })];
    expect(unexpectedChanges(toolLibrary, before, after, right)).toEqual([]);
    for (const left of right.keys())
      expect(
        unexpectedChanges(
          toolLibrary,
          before,
          after,
          right.filter((_, index) => index !== left),
        ),
      ).not.toEqual([]);
    expect(unexpectedChanges(toolLibrary, before, after, [...right, remove(collection, 'K')])).not.toEqual([]);
  });
});
