import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { verlParameters } from '../../src/exports/formats/verl-tools.ts';
import { parquetFile } from '../../src/exports/parquet.ts';
import { bookDeskEnvironment } from './support/environments.ts';
import { exportSample, sampleSystemMessage } from './support/folder.ts';
import { lendMoby } from './support/scenarios.ts';

function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

async function readRows(path: string) {
  return parquetReadObjects({ file: arrayBufferOf(await readFile(path)) });
}

const toolFile = z.strictObject({
  tools: z.array(
    z.strictObject({
      class_name: z.literal('envscaler_client.VerlTool'),
      config: z.strictObject({ type: z.literal('native'), env_id: z.string(), tool: z.string() }),
      tool_schema: z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string(),
          description: z.string().min(1),
          parameters: z.strictObject({
            type: z.literal('object'),
            properties: z.record(
              z.string(),
              z.strictObject({
                type: z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object']),
                description: z.string().min(1),
                enum: z.array(z.string()).min(1).optional(),
              }),
            ),
            required: z.array(z.string()),
          }),
        }),
      }),
    }),
  ),
});

test('a row has the columns of verl, with the initial state as text and the same fields in every row', async () => {
  const dataset = await exportSample('verl-rl', { wishes: {} });
  const rows = await readRows(join(dataset.folder, 'train.parquet'));
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    data_source: 'envscaler/book-desk',
    agent_name: 'tool_agent',
    prompt: [
      { role: 'system', content: sampleSystemMessage(bookDeskEnvironment.body, lendMoby.body) },
      { role: 'user', content: 'I am Ada, card M-7. Please lend me Moby Dick for three weeks.' },
    ],
    ability: 'tool_use',
    reward_model: { style: 'rule', ground_truth: 'book-desk/2' },
    extra_info: {
      split: 'train',
      index: 0n,
      env_id: 'book-desk',
      scenario_id: 'book-desk/2',
      init_state: expect.any(String),
      seed: 'seed of book-desk/2',
      start: '2026-03-09T09:00:00Z',
      need_tools_kwargs: false,
      tools_kwargs: {
        envscaler: { create_kwargs: { env_id: 'book-desk', scenario_id: 'book-desk/2', scenario_hash: lendMoby.hash } },
      },
      tool_selection: ['book_desk__get_member', 'find_books', 'lend_book'],
    },
  });
  expect(JSON.parse(rows[0]?.extra_info.init_state)).toEqual(lendMoby.body.initialState);
  expect(rows[0]).toMatchObject({ env_id: 'book-desk', scenario_hash: lendMoby.hash, kind: 'direct' });
  expect(await readFile(join(dataset.folder, 'envscaler_client.py'), 'utf8')).toContain('class VerlTool(');
  for (const row of rows) expect(Object.keys(row.extra_info)).toEqual(Object.keys(rows[0]?.extra_info));
  expect(rows.map((row) => row.extra_info.index)).toEqual([0n, 1n, 2n]);
});

test('the Parquet schema says lists and structs, not text', async () => {
  const dataset = await exportSample('verl-rl', { wishes: {} });
  const { schema } = parquetMetadata(arrayBufferOf(await readFile(join(dataset.folder, 'train.parquet'))));
  const said = schema.map((element) => [
    element.name,
    element.converted_type ?? element.type ?? `struct of ${element.num_children}`,
  ]);
  expect(said.slice(3, 8)).toEqual([
    ['prompt', 'LIST'],
    ['list', 'struct of 1'],
    ['element', 'struct of 2'],
    ['role', 'UTF8'],
    ['content', 'UTF8'],
  ]);
  expect(said).toContainEqual(['tool_selection', 'LIST']);
  expect(said).toContainEqual(['index', 'INT64']);
  expect(said).toContainEqual(['need_tools_kwargs', 'BOOLEAN']);
});

test('more rows than fit in one group are all read back in order', async () => {
  const rows = Array.from({ length: 1203 }, (_, number) => ({
    text: `row ${number} — ünïcode`,
    list: number % 3 === 0 ? [] : [`${number}`],
  }));
  const pieces = [
    ...parquetFile(
      [
        { name: 'text', type: 'string' },
        { name: 'list', list: 'string' },
      ],
      rows,
    ),
  ];
  expect(pieces.length).toBeGreaterThan(2);
  expect(await parquetReadObjects({ file: arrayBufferOf(Buffer.concat(pieces)) })).toEqual(rows);
});

test('the tool files hold every tool that a row selects, under one name each, in a shape that verl accepts', async () => {
  const dataset = await exportSample('verl-rl', { wishes: {} });
  const load = async (name: string) =>
    toolFile.parse(parse(await readFile(join(dataset.folder, 'tools', `${name}.yaml`), 'utf8'))).tools;
  const all = await load('all');
  const names = all.map((tool) => tool.tool_schema.function.name);
  expect(new Set(names).size).toBe(names.length);
  for (const row of await readRows(join(dataset.folder, 'train.parquet'))) {
    const own = (await load(row.extra_info.env_id)).map((tool) => tool.tool_schema.function.name);
    expect(own).toEqual(row.extra_info.tool_selection);
    expect(names).toEqual(expect.arrayContaining(own));
  }
  expect(all[0]).toMatchObject({
    config: { env_id: 'book-desk', tool: 'get_member' },
    tool_schema: { function: { name: 'book_desk__get_member' } },
  });
});

test('what verl would drop from a schema is told in the description', async () => {
  const dataset = await exportSample('verl-rl', { wishes: {} });
  const { tools } = toolFile.parse(parse(await readFile(join(dataset.folder, 'tools/book-desk.yaml'), 'utf8')));
  const lend = tools.find((tool) => tool.config.tool === 'lend_book');
  expect(lend?.tool_schema.function.parameters).toEqual({
    type: 'object',
    properties: {
      member_id: { type: 'string', description: 'Who borrows.' },
      book_id: { type: 'string', description: 'Which book.' },
      days: { type: 'integer', description: 'For how long. At least 1. At most 28. Default: 14.' },
      notes: {
        type: 'array',
        description:
          'Remarks. A list; each item is an object with "by" (string; Who remarks.), "on" (string; When. A date like 2026-03-09., optional).',
      },
    },
    required: ['member_id', 'book_id'],
  });
});

describe('a schema that verl refuses is turned into one that it takes', () => {
  test.each([
    [
      { anyOf: [{ type: 'integer' }, { type: 'null' }], description: 'How many.' },
      { type: 'integer', description: 'How many. May be null.' },
    ],
    [
      { type: ['string', 'null'], description: 'Who.' },
      { type: 'string', description: 'Who. May be null.' },
    ],
    [
      { type: 'integer', enum: [1, 2], description: 'Which.' },
      { type: 'string', description: 'Which.', enum: ['1', '2'] },
    ],
  ])('%j', (property, expected) => {
    expect(verlParameters({ type: 'object', properties: { x: property } })).toEqual({
      type: 'object',
      properties: { x: expected },
      required: [],
    });
  });
});
