import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bookDeskEnvironment } from './support/environments.ts';
import { allLinesOf, exportSample, sampleSystemMessage } from './support/folder.ts';
import { scenarioLabels } from './support/labels.ts';
import { sample } from './support/sample.ts';
import { lendMoby } from './support/scenarios.ts';

const text = z.string().min(1);
const openAiMessage = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'user']), content: text }),
  z.strictObject({
    role: z.literal('assistant'),
    content: text.optional(),
    tool_calls: z
      .array(z.strictObject({ id: text, type: z.literal('function'), function: z.strictObject({ name: text, arguments: text }) }))
      .optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: text, content: z.string() }),
]);
const openAiExample = z.strictObject({
  messages: z.array(openAiMessage),
  tools: z.array(
    z.strictObject({
      type: z.literal('function'),
      function: z.strictObject({ name: text, description: text, parameters: z.looseObject({ type: z.literal('object') }) }),
    }),
  ),
  parallel_tool_calls: z.boolean(),
});

test('openai-sft holds what the API takes and nothing else; what each line is stands beside it', async () => {
  const dataset = await exportSample('openai-sft', { wishes: {} });
  const examples = z.array(openAiExample).parse(await allLinesOf(dataset, '{split}.jsonl'));
  expect(examples.map((one) => one.parallel_tool_calls)).toEqual([false, true, false]);
  const call = examples[0]?.messages.find((message) => message.role === 'assistant');
  expect(call).toEqual({
    role: 'assistant',
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_member', arguments: '{"member_id":"M-7"}' } }],
  });
  const index = await allLinesOf(dataset, 'index_{split}.jsonl');
  expect(index.map((line) => Object(line).scenario_id)).toEqual(['book-desk/2', 'book-desk/10', 'parcel-lockers/1']);
});

test('paper-sft makes a sample of every turn, with the turns before it as history and the tools in the system message', async () => {
  const dataset = await exportSample('paper-sft', { wishes: {} });
  const samples = JSON.parse(await readFile(join(dataset.folder, 'envscaler_turns_train.json'), 'utf8'));
  const index = await allLinesOf(dataset, 'index_{split}.jsonl');
  expect(index.map((line) => Object(line).samples)).toEqual([3, 3, 2]);
  expect(samples).toHaveLength(8);
  const [first, second, third] = samples;
  const [call] = ['<tool_call>\n{"name": "get_member", "arguments": {"member_id": "M-7"}}\n</tool_call>'];
  const shown = '<tool_response>\n{"success":true,"data":{"member_id":"M-7","name":"Ada Öztürk"}}\n</tool_response>';
  expect(first).toMatchObject({ instruction: lendMoby.body.task, input: '', output: call, history: [] });
  expect(first.system).toContain('\n\n# Tools\n\n');
  expect(first.system).toContain('{"type": "function", "function": {"name": "get_member", "description": ');
  expect(second).toMatchObject({ instruction: shown, history: [[lendMoby.body.task, call]] });
  expect(third.history).toEqual([...second.history, [shown, second.output]]);
  expect(third.output).toBe('Done: Moby Dick is yours for 21 days.');
  const emma = samples[3];
  expect(emma.output).toMatch(/^<think>\nI need the card and the book\.\n<\/think>\n\nLet me look both up\.\n<tool_call>\n/);
});

test('a preference pair shares its beginning, and parts where the agents first differ', async () => {
  const rows = await allLinesOf(await exportSample('dpo', { wishes: {} }), '{split}.jsonl');
  const [moby, emma, parcel] = rows.map((row) => Object(row));
  expect(moby).toMatchObject({
    trajectory_id: 'book-desk/2/reference/1',
    rejected_id: 'book-desk/2/noop/1',
    diverges_at: 2,
    prompt: [{ role: 'system' }, { role: 'user' }],
    rejected: [{ role: 'assistant', content: 'Done.' }],
    reward: 1,
    rejected_reward: 0,
  });
  expect(moby.chosen).toHaveLength(5);
  expect(emma).toMatchObject({
    diverges_at: 7,
    chosen: [{ content: 'Emma is yours until the 30th.' }],
    rejected: [{ role: 'assistant', content: 'Half of it is done.' }],
  });
  expect(emma.prompt).toHaveLength(7);
  expect(parcel).toMatchObject({ diverges_at: 4, rejected_id: 'parcel-lockers/1/openai/4' });
});

test('without a success and a failure of one scenario there is no pair, and what is missing is said', async () => {
  const trajectories = sample.trajectories.filter(({ body }) => body.reward.kind === 'scored' && body.reward.strict === 1);
  await expect(exportSample('dpo', { candidates: { ...sample, trajectories } })).rejects.toThrow(
    /no scenario has a success and a failure .*success without a failure beside it.*--attempts K/,
  );
});

test('a row of nemo-gym holds parameters of the Responses API with flat tools', async () => {
  const [row] = await allLinesOf(await exportSample('nemo-gym', { wishes: {} }), '{split}.jsonl');
  const parsed = z
    .strictObject({
      id: z.literal(0),
      responses_create_params: z.strictObject({
        input: z.array(z.strictObject({ role: z.enum(['system', 'user']), content: text })),
        tools: z.array(
          z.strictObject({
            type: z.literal('function'),
            name: text,
            description: text,
            parameters: z.looseObject({ type: z.literal('object'), additionalProperties: z.literal(false) }),
            strict: z.literal(false),
          }),
        ),
        parallel_tool_calls: z.literal(false),
      }),
      agent_ref: z.strictObject({ name: z.literal('book-desk_simple_agent') }),
      ...scenarioLabels,
    })
    .parse(row);
  expect(parsed.responses_create_params.input[0]?.content).toBe(sampleSystemMessage(bookDeskEnvironment.body, lendMoby.body));
});

test('a row of skyrl names the task on a server of the same export', async () => {
  const { folder } = await exportSample('skyrl', { wishes: {} });
  const bytes = new Uint8Array(await readFile(join(folder, 'train.parquet')));
  const rows = await parquetReadObjects({ file: bytes.buffer });
  expect(rows.map(({ env_name, split, task_index }) => [env_name, split, task_index])).toEqual([
    ['envscaler/book-desk', 'train', 0n],
    ['envscaler/book-desk', 'train', 1n],
    ['envscaler/parcel-lockers', 'train', 0n],
  ]);
  const [system, user] = JSON.parse(rows[0]?.prompt);
  expect(system.content).toContain('"name": "submit"');
  expect(user).toEqual({ role: 'user', content: lendMoby.body.task });
});

test('a licence that is given stands in the front matter, the text and the manifest, and none is made up', async () => {
  const licensed = await exportSample('trl-sft', { license: 'cc-by-4.0' });
  const card = await readFile(join(licensed.folder, 'README.md'), 'utf8');
  expect(licensed.manifest.license).toBe('cc-by-4.0');
  expect(card).toContain('\nlicense: "cc-by-4.0"\n');
  expect(card).toContain('hf upload OWNER/envscaler-trl-sft . . --repo-type dataset');
  const without = await exportSample('trl-sft');
  expect(await readFile(join(without.folder, 'README.md'), 'utf8')).not.toContain('\nlicense:');
});
