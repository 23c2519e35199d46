import { expect, test } from 'vitest';
import { z } from 'zod';
import { bookDeskEnvironment } from './support/environments.ts';
import { allLinesOf, exportSample, sampleSystemMessage } from './support/folder.ts';
import { lendMoby } from './support/scenarios.ts';

test('a row is a prompt, and all that an environment needs to begin as text', async () => {
  const dataset = await exportSample('trl-grpo', { wishes: {} });
  const rows = z.array(z.record(z.string(), z.unknown())).parse(await allLinesOf(dataset, '{split}.jsonl'));
  expect(rows.map((row) => row.scenario_id)).toEqual(['book-desk/2', 'book-desk/10', 'parcel-lockers/1']);
  expect(rows[0]).toEqual({
    prompt: [
      { role: 'system', content: sampleSystemMessage(bookDeskEnvironment.body, lendMoby.body) },
      { role: 'user', content: lendMoby.body.task },
    ],
    env_id: 'book-desk',
    scenario_id: 'book-desk/2',
    initial_state: expect.any(String),
    seed: lendMoby.body.seed,
    start: lendMoby.body.start,
    tools: expect.any(String),
  });
  expect(JSON.parse(z.string().parse(rows[0]?.initial_state))).toEqual(lendMoby.body.initialState);
  const tools = z
    .array(z.object({ function: z.object({ name: z.string() }) }))
    .parse(JSON.parse(z.string().parse(rows[0]?.tools)));
  expect(tools.map((tool) => tool.function.name)).toEqual(['get_member', 'find_books', 'lend_book']);
  for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}));
});
