import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bookDeskEnvironment } from './support/environments.ts';
import { allLinesOf, exportSample, sampleSystemMessage } from './support/folder.ts';
import { scenarioLabels } from './support/labels.ts';
import { lendMoby } from './support/scenarios.ts';

test('a row is a prompt, and all that an environment needs to begin as text', async () => {
  const dataset = await exportSample('trl-grpo', { wishes: {} });
  const rows = z.array(z.record(z.string(), z.unknown())).parse(await allLinesOf(dataset, '{split}.jsonl'));
  expect(rows.map((row) => row.scenario_id)).toEqual(['book-desk/2', 'book-desk/10', 'parcel-lockers/1']);
  const labels = z.strictObject(scenarioLabels).parse(rows[0] && pick(rows[0], Object.keys(scenarioLabels)));
  expect(labels).toMatchObject({ env_id: 'book-desk', scenario_id: 'book-desk/2', scenario_hash: lendMoby.hash });
  expect(rows[0]).toEqual({
    prompt: [
      { role: 'system', content: sampleSystemMessage(bookDeskEnvironment.body, lendMoby.body) },
      { role: 'user', content: lendMoby.body.task },
    ],
    environment: 'book-desk',
    tools_json: expect.any(String),
    begin: expect.any(String),
    ...labels,
  });
  const { initialState, seed, start } = lendMoby.body;
  expect(JSON.parse(z.string().parse(rows[0]?.begin))).toEqual({ initial_state: initialState, seed, start });
  const tools = z
    .array(z.object({ function: z.object({ name: z.string() }) }))
    .parse(JSON.parse(z.string().parse(rows[0]?.tools_json)));
  expect(tools.map((tool) => tool.function.name)).toEqual(['get_member', 'find_books', 'lend_book']);
  for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}));
});

test('no column is a bare moment, which loaders would take for a timestamp without a zone', async () => {
  const rows = await allLinesOf(await exportSample('trl-grpo', { wishes: {} }), '{split}.jsonl');
  for (const row of rows) for (const value of Object.values(Object(row))) expect(String(value)).not.toMatch(/^\d{4}-\d{2}-\d{2}/);
});

test('the Python file that plays the rows lies beside them', async () => {
  const { folder } = await exportSample('trl-grpo', { wishes: {} });
  expect(await readFile(join(folder, 'envscaler_client.py'), 'utf8')).toContain('def trl_environments(');
});

function pick(row: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}
