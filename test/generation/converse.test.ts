import { fail } from 'node:assert';
import { afterEach, expect, test } from 'vitest';
import type { Message } from '../../src/domain/rollout/trajectory.ts';
import type { ConverseRequest, Converser } from '../../src/generation/endpoint/converse.ts';
import type { ReceivedRequest, Reply } from '../support/openai-server.ts';
import { type Bench, openBench } from './bench.ts';

const opened: Bench[] = [];
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.server.close();
});
async function bench(script: (request: ReceivedRequest) => Reply): Promise<Bench> {
  const result = await openBench(script);
  opened.push(result);
  return result;
}

const parameters = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false };
const messages: Message[] = [
  { role: 'system', content: 'You work at a garden office.' },
  { role: 'user', content: 'Find Ilse.' },
  {
    role: 'assistant',
    content: '',
    reasoning_content: 'I have to look her up.',
    tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find_gardeners', arguments: '{"name":"Ilse"}' } }],
  },
  { role: 'tool', tool_call_id: 'c1', name: 'find_gardeners', content: '{"success":true,"data":[]}' },
];
const turn: ConverseRequest = {
  messages,
  tools: [{ name: 'find_gardeners', description: 'Find gardeners by name.', effect: 'read', parameters }],
  sample: 1,
  attempt: 3,
  signal: new AbortController().signal,
};

/** A turn, where there is one. */
async function converse(
  it: Bench,
  request: ConverseRequest,
): Promise<Extract<Awaited<ReturnType<Converser['converse']>>, { kind: 'turn' }>> {
  const answer = await it.converser.converse(request);
  return answer.kind === 'turn' ? answer : fail(answer.message);
}

test('a turn sends the conversation and the tools in the form every server takes', async () => {
  const it = await bench(() => ({ kind: 'answer', content: 'There is nobody of that name.' }));
  const { message, finishReason, usage } = await converse(it, turn);
  expect(message).toEqual({ role: 'assistant', content: 'There is nobody of that name.' });
  expect(finishReason).toBe('stop');
  expect(usage).toMatchObject({ inputTokens: 100, outputTokens: 20 });
  expect(it.server.requests[0]?.body).toEqual({
    model: 'test-model',
    messages: [
      messages[0],
      messages[1],
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find_gardeners', arguments: '{"name":"Ilse"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"success":true,"data":[]}' },
    ],
    tools: [{ type: 'function', function: { name: 'find_gardeners', description: 'Find gardeners by name.', parameters } }],
  });
  expect(it.calls.records[0]).toMatchObject({ work: 'act', attempt: 3 });
});

test("tool calls come back as the model made them, with the model's own reasoning and no other", async () => {
  const it = await bench(({ number }) => ({
    kind: 'answer',
    content: number === 1 ? '<think>She may have moved.</think>' : null,
    toolCalls: [
      { id: 'a', name: 'find_gardeners', arguments: '{"name": "Il' },
      { id: '', name: 'find_gardeners', arguments: { name: 'Ada' } },
    ],
  }));
  const first = await converse(it, turn);
  expect(first.finishReason).toBe('tool_calls');
  expect(first.message).toEqual({
    role: 'assistant',
    content: '',
    reasoning_content: 'She may have moved.',
    tool_calls: [
      { id: 'a', type: 'function', function: { name: 'find_gardeners', arguments: '{"name": "Il' } },
      { id: 'call00002', type: 'function', function: { name: 'find_gardeners', arguments: '{"name":"Ada"}' } },
    ],
  });
  const second = await converse(it, { ...turn, sample: 2 });
  expect(second.message).not.toHaveProperty('reasoning_content');
});

test('several attempts at one conversation are asked anew, the same attempt is answered from the store', async () => {
  const it = await bench(({ number }) => ({ kind: 'answer', content: `Answer ${number}.` }));
  const contents: string[] = [];
  for (const sample of [1, 2, 1]) contents.push((await converse(it, { ...turn, sample })).message.content);
  expect(contents).toEqual(['Answer 1.', 'Answer 2.', 'Answer 1.']);
});

test('a turn that was cut off says so', async () => {
  const it = await bench(() => ({ kind: 'answer', content: 'I would', finishReason: 'length' }));
  expect(await converse(it, turn)).toMatchObject({ message: { content: 'I would' }, finishReason: 'length' });
});
