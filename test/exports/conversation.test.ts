import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/domain/rollout/trajectory.ts';
import { readConversation } from '../../src/exports/rows/conversation.ts';
import { call, result } from './support/sample.ts';

const ask: Message = { role: 'user', content: 'Please.' };
const answer: Message = { role: 'assistant', content: 'Done.' };
const look: Message = { role: 'assistant', content: '', tool_calls: [call('1', 'look', '{}')] };
const seen = result('1', 'look', '{"success":true}');

test('a conversation of several turns is read as it was recorded', () => {
  expect(readConversation([ask, look, seen, answer, ask, answer])).toEqual({
    kind: 'conversation',
    conversation: {
      system: undefined,
      turns: [
        { kind: 'user', text: 'Please.' },
        {
          kind: 'calls',
          text: '',
          reasoning: undefined,
          calls: [{ id: '1', name: 'look', arguments: {}, result: '{"success":true}' }],
        },
        { kind: 'answer', text: 'Done.', reasoning: undefined },
        { kind: 'user', text: 'Please.' },
        { kind: 'answer', text: 'Done.', reasoning: undefined },
      ],
    },
  });
});

test("a user's last word, which nobody answers, is left out", () => {
  expect(readConversation([ask, answer, ask])).toEqual(readConversation([ask, answer]));
});

test('reasoning that is blank counts as none', () => {
  const reading = readConversation([ask, { role: 'assistant', content: 'Done.', reasoning_content: ' \n' }]);
  expect(reading).toMatchObject({ conversation: { turns: [{}, { kind: 'answer', reasoning: undefined }] } });
});

describe('a conversation that cannot be learnt from says why', () => {
  test.each<[string, readonly Message[]]>([
    ['trajectory without a final answer', []],
    ['trajectory without a final answer', [ask]],
    ['trajectory without a final answer', [ask, look, seen]],
    ['trajectory without a final answer', [ask, { role: 'assistant', content: ' \n' }]],
    ['trajectory whose user speaks out of turn', [ask, ask, answer]],
    ['trajectory whose user speaks out of turn', [ask, look, seen, ask, answer]],
    ['trajectory whose agent speaks out of turn', [answer]],
    ['trajectory whose agent speaks out of turn', [ask, answer, answer]],
    ['trajectory with a message out of place', [seen, ask, answer]],
    ['trajectory with a message out of place', [ask, { role: 'system', content: 'Rules' }, answer]],
    ['trajectory with a tool call that has no result of its own', [ask, look, answer]],
    ['trajectory with a tool call that has no result of its own', [ask, look, seen, seen, answer]],
    ['trajectory with a tool call that has no result of its own', [ask, look, result('2', 'look', '{}'), answer]],
    [
      'trajectory with arguments that are not a JSON object',
      [ask, { ...look, tool_calls: [call('1', 'look', '[1]')] }, seen, answer],
    ],
  ])('%s (%#)', (reason, messages) => {
    expect(readConversation(messages)).toEqual({ kind: 'unfit', reason });
  });
});
