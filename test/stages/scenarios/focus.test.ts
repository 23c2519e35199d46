import { expect, it } from 'vitest';
import { focusOf } from '../../../src/stages/scenarios/focus.ts';
import { lendingDesk } from '../../support/certificate-bench.ts';

const numbers = Array.from({ length: 6 }, (_, index) => index + 1);

it('scenarios with different numbers are to be about different tools, each of which leads as often', () => {
  const focuses = numbers.map((number) => focusOf(lendingDesk, number));
  expect(focuses).toEqual([
    ['lend_tool', 'return_tool'],
    ['return_tool', 'extend_loan'],
    ['extend_loan', 'lend_tool'],
    ['lend_tool', 'extend_loan'],
    ['return_tool', 'lend_tool'],
    ['extend_loan', 'return_tool'],
  ]);
});

it('where one tool writes, all are about it', () => {
  const one = { operations: lendingDesk.operations.filter(({ name, effect }) => effect === 'read' || name === 'lend_tool') };
  expect(numbers.map((number) => focusOf(one, number))).toEqual(numbers.map(() => ['lend_tool']));
});
