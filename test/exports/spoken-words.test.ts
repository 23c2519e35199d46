import { expect, test } from 'vitest';
import type { Message } from '../../src/domain/rollout/trajectory.ts';
import { scenario } from '../../src/domain/scenario/scenario.ts';
import type { Candidates } from '../../src/exports/selection/records.ts';
import { artifactOf } from './support/environments.ts';
import { allLinesOf, exportSample, linesOf } from './support/folder.ts';
import { call, result, sample, trajectoryOf } from './support/sample.ts';
import { lendMoby } from './support/scenarios.ts';

const profile = {
  wants: 'Moby Dick for 21 days.',
  facts: [
    {
      id: 'F1',
      kind: 'record' as const,
      about: 'the book that is lent',
      says: 'It is Moby Dick.',
      value: 'B-1',
      decides: [{ call: 2, argument: 'book_id' }],
    },
  ],
};
const spoken = artifactOf(
  'scenario',
  'book-desk/30',
  scenario.parse({
    ...lendMoby.body,
    name: 'book-desk/30',
    kind: 'underspecified',
    task: 'Ada wants a book.',
    user: profile,
    questions: [{ before: 2, says: 'Which book is lent?', facts: ['F1'] }],
  }),
);
const said: readonly Message[] = [
  { role: 'assistant', content: 'Which book is lent?' },
  { role: 'user', content: 'It is Moby Dick.' },
  { role: 'assistant', content: '', tool_calls: [call('1', 'lend_book', '{"member_id":"M-7","book_id":"B-1","days":21}')] },
  result('1', 'lend_book', '{"success":true,"message":"Lent for 21 days."}'),
  { role: 'assistant', content: 'It is lent.' },
  { role: 'user', content: 'Thank you.' },
];
const candidates: Candidates = {
  ...sample,
  scenarios: [...sample.scenarios, spoken],
  trajectories: [
    trajectoryOf({
      of: spoken,
      agent: { kind: 'reference' },
      attempt: 1,
      says: said,
      end: { kind: 'terminated', reason: 'user-done' },
    }),
    trajectoryOf({
      of: spoken,
      agent: { kind: 'reference' },
      attempt: 2,
      says: said.slice(0, 2),
      end: { kind: 'truncated', reason: 'user-turns' },
    }),
  ],
};

test('a conversation is learnt from with all turns of its user but the last word', async () => {
  const dataset = await exportSample('trl-sft', { candidates, wishes: {} });
  const [row, ...others] = await linesOf(dataset, 'train.jsonl');
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    scenario_id: 'book-desk/30',
    messages: [
      { role: 'system' },
      { role: 'user', content: 'Ada wants a book.' },
      { role: 'assistant', content: 'Which book is lent?' },
      { role: 'user', content: 'It is Moby Dick.' },
      { role: 'assistant', tool_calls: [{ function: { name: 'lend_book' } }] },
      { role: 'tool' },
      { role: 'assistant', content: 'It is lent.' },
    ],
  });
  expect((row as { messages: unknown[] }).messages).toHaveLength(7);
  expect(dataset.manifest.skipped).toMatchObject({ 'trajectory that did not end with an answer': 1 });
});

test('the turns of a conversation alternate in sharegpt form', async () => {
  const dataset = await exportSample('sharegpt', { candidates, wishes: {} });
  const { default: rows } = await import(`${dataset.folder}/envscaler_sft_train.json`, { with: { type: 'json' } });
  expect(rows[0].conversations.map((line: { from: string }) => line.from)).toEqual([
    'human',
    'gpt',
    'human',
    'function_call',
    'observation',
    'gpt',
  ]);
});

test.each(['verl-rl', 'trl-grpo'])('%s leaves out what needs a user, and counts it', async (format) => {
  const dataset = await exportSample(format, { candidates, wishes: {} });
  expect(dataset.manifest.rows).toBe(3);
  expect(dataset.manifest.skipped).toMatchObject({
    'scenario with a user to talk to, for whom the rollouts of this trainer have no turn': 1,
  });
});

test('a format that can say none of the scenarios says so and names one that can', async () => {
  const alone = { ...candidates, scenarios: [spoken] };
  await expect(exportSample('trl-grpo', { candidates: alone, wishes: {} })).rejects.toThrow(
    /^Nothing to export as trl-grpo: .*1 × scenario with a user to talk to.* The format "bundle" holds every scenario\.$/,
  );
});

test('the bundle carries the profile of the user and the questions of the reference', async () => {
  const dataset = await exportSample('bundle', { candidates, wishes: {} });
  const rows = await allLinesOf(dataset, 'scenarios/{split}.jsonl');
  expect(rows.find((row) => Object(row).scenario_id === 'book-desk/30')).toMatchObject({
    user: profile,
    questions: [{ before: 2, says: 'Which book is lent?', facts: ['F1'] }],
  });
  expect(rows.filter((row) => Object(row).user === null)).toHaveLength(3);
});
