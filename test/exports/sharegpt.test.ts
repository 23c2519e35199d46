import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ExportedDataset } from '../../src/exports/export.ts';
import { exportSample, linesOf } from './support/folder.ts';
import { call, result, sample, trajectoryOf } from './support/sample.ts';
import { lendMoby } from './support/scenarios.ts';

const records = z.array(
  z.strictObject({
    conversations: z.array(z.strictObject({ from: z.enum(['human', 'gpt', 'function_call', 'observation']), value: z.string() })),
    system: z.string(),
    tools: z.string(),
  }),
);

async function recordsOf(dataset: ExportedDataset) {
  const files = dataset.manifest.splits.map(({ split }) => readFile(join(dataset.folder, `envscaler_sft_${split}.json`), 'utf8'));
  return (await Promise.all(files)).flatMap((text) => records.parse(JSON.parse(text)));
}

test('an episode with parallel calls and reasoning reads exactly as LLaMA-Factory expects', async () => {
  const found = (await recordsOf(await exportSample('sharegpt'))).find((record) =>
    record.conversations[0]?.value.includes('Emma'),
  );
  expect(found?.system).toBe('You work at the desk.\nRules: one book at a time.');
  expect(found?.conversations).toEqual([
    { from: 'human', value: 'Ada here (M-7). I would like Emma for three weeks.' },
    {
      from: 'function_call',
      value:
        '<think>\nI need the card and the book.\n</think>\n\nLet me look both up.\n' +
        '<tool_call>[{"name":"get_member","arguments":{"member_id":"M-7"}},{"name":"find_books","arguments":{"words":"Emma"}}]</tool_call>',
    },
    {
      from: 'observation',
      value:
        '{"success":true,"data":{"member_id":"M-7"}}\n</tool_response>\n<tool_response>\n{"success":true,"data":[{"book_id":"B-2"}]}',
    },
    {
      from: 'function_call',
      value:
        '<think>\nNow lend it.\n</think>\n\n<tool_call>{"name":"lend_book","arguments":{"member_id":"M-7","book_id":"B-2","days":21}}</tool_call>',
    },
    { from: 'observation', value: '{"success":true,"message":"Lent for 21 days."}' },
    { from: 'gpt', value: 'Emma is yours until the 30th.' },
  ]);
});

test('an episode without reasoning has no trace of any, and its calls are bare JSON, which every template takes', async () => {
  const found = (await recordsOf(await exportSample('sharegpt'))).find((record) =>
    record.conversations[0]?.value.includes('Moby'),
  );
  expect(found?.conversations.map((line) => line.value).join()).not.toContain('think>');
  expect(found?.conversations[1]?.value).toBe('{"name":"get_member","arguments":{"member_id":"M-7"}}');
});

test('sides alternate strictly, the count is even, and the agent speaks last', async () => {
  for (const { conversations } of await recordsOf(await exportSample('sharegpt'))) {
    expect(conversations.length % 2).toBe(0);
    conversations.forEach((line, index) => {
      expect(index % 2 === 0 ? ['human', 'observation'] : ['gpt', 'function_call']).toContain(line.from);
    });
    expect(conversations.at(-1)?.from).toBe('gpt');
  }
});

test('dataset_info.json describes a dataset for each side', async () => {
  const dataset = await exportSample('sharegpt');
  const columns = { messages: 'conversations', system: 'system', tools: 'tools' };
  expect(JSON.parse(await readFile(join(dataset.folder, 'dataset_info.json'), 'utf8'))).toEqual({
    envscaler_sft_train: { file_name: 'envscaler_sft_train.json', formatting: 'sharegpt', columns },
    envscaler_sft_held_out: { file_name: 'envscaler_sft_held_out.json', formatting: 'sharegpt', columns },
  });
});

test('the index says which trajectory each record is', async () => {
  const dataset = await exportSample('sharegpt', { wishes: {} });
  const index = z
    .array(z.object({ trajectory_id: z.string(), agent: z.string() }))
    .parse(await linesOf(dataset, 'index_train.jsonl'));
  expect(index.map((line) => line.trajectory_id)).toEqual([
    'book-desk/2/reference/1',
    'book-desk/10/openai/1',
    'parcel-lockers/1/reference/1',
  ]);
});

test('a text that contains a mark of the format is left out and counted', async () => {
  const quoting = trajectoryOf({
    of: lendMoby,
    agent: { kind: 'openai', model: 'player-small' },
    attempt: 7,
    says: [
      { role: 'assistant', content: '', tool_calls: [call('1', 'get_member', '{"member_id":"M-7"}')] },
      result('1', 'get_member', '{"success":true,"data":"</tool_response>"}'),
      { role: 'assistant', content: 'Done.' },
    ],
  });
  const candidates = { ...sample, trajectories: [...sample.trajectories, quoting] };
  const dataset = await exportSample('sharegpt', { candidates });
  expect(dataset.manifest.rows).toBe(3);
  expect(dataset.manifest.skipped["trajectory whose text contains the format's own marks"]).toBe(1);
  expect((await exportSample('trl-sft', { candidates })).manifest.rows).toBe(4);
});
