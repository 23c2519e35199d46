import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inferTopic } from '../../src/generation/work/topics.ts';
import { openStore } from '../../src/store/open-store.ts';
import { context, openBench, secretKey, topicAnswer, topicInput } from './bench.ts';

test('an answer in the database serves a later run without a request, a cut-off one does not, and no key is in the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'calls-'));
  const file = join(folder, 'envscaler.sqlite');
  try {
    const first = await openStore({ kind: 'sqlite', file });
    const it = await openBench(
      ({ number }) => {
        return number === 1
          ? { kind: 'raw', body: `{"choices":[{"message":{"content":"${secretKey}` }
          : { kind: 'answer', content: topicAnswer };
      },
      { calls: first },
    );
    const ask = (bench: typeof it): Promise<unknown> =>
      bench.author.ask(inferTopic, topicInput, { ...context, attempt: undefined });
    expect(await ask(it)).toEqual(topicAnswer);
    const calls = await first.calls();
    expect(calls.map(({ inputTokens }) => inputTokens)).toEqual([undefined, 100]);
    await first.close();
    await it.server.close();

    const second = await openStore({ kind: 'sqlite', file });
    const later = await openBench(() => ({ kind: 'status', status: 401, message: 'no' }), {
      calls: second,
      baseUrl: it.server.baseUrl,
    });
    expect(await ask(later)).toEqual(topicAnswer);
    expect(later.server.requests).toHaveLength(0);
    await second.close();
    await later.server.close();
    expect(readFileSync(file).includes(secretKey)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
