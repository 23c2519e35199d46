import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bookDeskEnvironment } from './support/environments.ts';
import { allLinesOf, exportSample, linesOf } from './support/folder.ts';
import { trajectoryLabels, whole } from './support/labels.ts';
import { lendMoby } from './support/scenarios.ts';

const toolCall = z.strictObject({
  id: z.string(),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
});
const row = z.strictObject({
  messages: z.array(
    z.discriminatedUnion('role', [
      z.strictObject({ role: z.enum(['system', 'user']), content: z.string().min(1) }),
      z.strictObject({
        role: z.literal('assistant'),
        content: z.string(),
        reasoning_content: z.string().optional(),
        tool_calls: z.array(toolCall).min(1).optional(),
      }),
      z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), name: z.string(), content: z.string() }),
    ]),
  ),
  tools: z.string(),
  ...trajectoryLabels,
});
const toolList = z.array(
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({
      name: z.string(),
      description: z.string(),
      parameters: z.looseObject({ type: z.literal('object') }),
    }),
  }),
);

async function rowsOf(path: string) {
  return z.array(row).parse(await allLinesOf(await exportSample('trl-sft', { wishes: {} }), path));
}

test('every row is a conversation in which each call is answered at once and the agent has the last word', async () => {
  for (const { messages, tools } of await rowsOf('{split}.jsonl')) {
    const known = toolList.parse(JSON.parse(tools)).map((tool) => tool.function.name);
    expect(messages.slice(0, 2).map((message) => message.role)).toEqual(['system', 'user']);
    let open: string[] = [];
    for (const message of messages.slice(2)) {
      if (message.role === 'tool') {
        expect(open).toContain(message.tool_call_id);
        open = open.filter((id) => id !== message.tool_call_id);
      } else {
        expect(open).toEqual([]);
        if (message.role === 'assistant') open = (message.tool_calls ?? []).map((call) => call.id);
        if (message.role === 'assistant')
          for (const call of message.tool_calls ?? []) expect(known).toContain(call.function.name);
      }
    }
    const last = messages.at(-1);
    expect(last?.role).toBe('assistant');
    expect(last?.content.trim()).not.toBe('');
    expect(open).toEqual([]);
  }
});

test('rows are in order of scenario, with numbers compared as numbers, and one per distinct episode', async () => {
  expect((await rowsOf('{split}.jsonl')).map((line) => [line.trajectory_id, line.agent, line.reward])).toEqual([
    ['book-desk/2/reference/1', 'reference', 1],
    ['book-desk/10/openai/1', 'openai/player-small', 1],
    ['parcel-lockers/1/reference/1', 'reference', 1],
  ]);
});

test('a turn with parallel calls keeps its text, its reasoning and its arguments, and gets its results in their order', async () => {
  const rows = await rowsOf('{split}.jsonl');
  const emma = rows.find((line) => line.scenario_id === 'book-desk/10');
  expect(emma?.messages.slice(2, 5)).toEqual([
    {
      role: 'assistant',
      content: 'Let me look both up.',
      reasoning_content: 'I need the card and the book.',
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'get_member', arguments: { member_id: 'M-7' } } },
        { id: 'b', type: 'function', function: { name: 'find_books', arguments: { words: 'Emma' } } },
      ],
    },
    { role: 'tool', tool_call_id: 'a', name: 'get_member', content: '{"success":true,"data":{"member_id":"M-7"}}' },
    { role: 'tool', tool_call_id: 'b', name: 'find_books', content: '{"success":true,"data":[{"book_id":"B-2"}]}' },
  ]);
});

test('reasoning is there only where the agent gave one', async () => {
  const reasoned = (await rowsOf('{split}.jsonl')).filter((line) =>
    line.messages.some((message) => 'reasoning_content' in message),
  );
  expect(reasoned.map((line) => line.agent)).toEqual(['openai/player-small']);
});

test('the Parquet rows are the same with messages as text', async () => {
  const dataset = await exportSample('trl-sft', { wishes: {} });
  const bytes = new Uint8Array(await readFile(join(dataset.folder, 'text', 'train.parquet')));
  const rows = await parquetReadObjects({ file: bytes.buffer });
  const numbers = Object.entries(trajectoryLabels).filter(([, type]) => type === whole);
  const read = rows.map((each) => ({
    ...each,
    messages: JSON.parse(each.messages),
    ...Object.fromEntries(numbers.map(([name]) => [name, Number(each[name])])),
  }));
  expect(read).toEqual(await rowsOf('{split}.jsonl'));
});

test('a row can be filtered by what it is: scenario, difficulty, tools called, rewards', async () => {
  const [moby] = await rowsOf('{split}.jsonl');
  expect(moby).toMatchObject({
    environment_hash: bookDeskEnvironment.hash,
    scenario_hash: lendMoby.hash,
    kind: 'direct',
    writes: lendMoby.body.difficulty.writes,
    attempt: 1,
    tools_called: ['get_member', 'lend_book'],
    calls: 2,
    reward: 1,
    reward_strict: 1,
  });
});

test('a row is not taken for an agent trace by its column names', async () => {
  const [first] = await linesOf(await exportSample('trl-sft'), 'train.jsonl');
  const columns = Object.keys(z.record(z.string(), z.unknown()).parse(first));
  for (const trap of [
    ['id', 'source', 'model', 'system_prompt', 'messages'],
    ['type', 'message'],
    ['type', 'payload'],
    ['type', 'id', 'version', 'cwd'],
  ]) {
    expect(trap.every((column) => columns.includes(column))).toBe(false);
  }
});

test('the lowest reward asked for lets partial successes in, but nothing unscored', async () => {
  const dataset = await exportSample('trl-sft', { wishes: { minReward: 0.5, heldOut: 0 } });
  const rows = z.array(row).parse(await allLinesOf(dataset, '{split}.jsonl'));
  expect(rows.map((line) => [line.trajectory_id, line.reward])).toContainEqual(['book-desk/10/openai/3', 0.5]);
  expect(rows).toHaveLength(4);
  expect(dataset.manifest.selection).toEqual({ includeUncertified: false, reward: 0.5, heldOut: 0 });
  expect(dataset.manifest.skipped).toMatchObject({ 'trajectory without a score': 1, 'trajectory below the lowest reward': 2 });
});

test('of a scenario at most so many are taken as asked for, the best first', async () => {
  const dataset = await exportSample('trl-sft', { wishes: { minReward: 0.5, heldOut: 0, perScenario: 1 } });
  const rows = z.array(row).parse(await allLinesOf(dataset, '{split}.jsonl'));
  expect(rows.map((line) => [line.scenario_id, line.reward])).toEqual([
    ['book-desk/2', 1],
    ['book-desk/10', 1],
    ['parcel-lockers/1', 1],
  ]);
  expect(dataset.manifest.selection.perScenario).toBe(1);
  expect(dataset.manifest.skipped['trajectory beyond the best of its scenario']).toBe(1);
});

test('what is left out is counted by reason', async () => {
  const { manifest } = await exportSample('trl-sft');
  expect(manifest.skipped).toEqual({
    'environment rejected by its assessment': 1,
    'scenario without a complete reward certificate': 1,
    'trajectory of a scenario that is not exported': 1,
    'trajectory that did not end with an answer': 1,
    'trajectory that failed a check': 3,
    'trajectory that met a defect of the environment': 1,
    'trajectory with arguments that are not a JSON object': 1,
    'trajectory with the same messages as another attempt': 1,
    'trajectory without a score': 1,
  });
});

test('the manifest tells how many rows come from whom', async () => {
  const { manifest } = await exportSample('trl-sft');
  expect(manifest.provenance).toEqual([
    {
      environmentWrittenBy: 'openai/writer-large',
      scenarioWrittenBy: 'openai/writer-large',
      agent: 'reference',
      rows: 1,
      share: 0.3333,
    },
    { environmentWrittenBy: 'procedural', scenarioWrittenBy: 'procedural', agent: 'openai/player-small', rows: 1, share: 0.3333 },
    { environmentWrittenBy: 'procedural', scenarioWrittenBy: 'procedural', agent: 'reference', rows: 1, share: 0.3333 },
  ]);
});
