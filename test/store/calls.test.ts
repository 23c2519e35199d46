import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../src/store/store.ts';
import { at, startRun, task, temporaryStore, wrote } from './support/writing.ts';

const call: CallRecord = {
  request: 'a'.repeat(64),
  attempt: undefined,
  work: 'write-code',
  author: { provider: 'openai', model: 'some-model', parameters: { temperature: 0.5 } },
  requestBody: { messages: [{ role: 'user', content: 'Write it.' }] },
  endpoint: 'api.example.com/v1/chat/completions',
  responseBody: { choices: [{ message: { content: 'not even JSON' } }] },
  inputTokens: 12,
  outputTokens: undefined,
  startedAt: at,
  durationMs: 12.5,
};

describe('the ledger of calls', () => {
  it('gives back a call as it was saved', async () => {
    const store = await temporaryStore();
    await store.saveCall(call);
    expect(await store.storedCall(call.request)).toEqual(call);
    expect(await store.calls()).toEqual([call]);
    expect(await store.storedCall('b'.repeat(64))).toBeUndefined();
  });

  it('answers with the latest answer, and not with a request that got none', async () => {
    const store = await temporaryStore();
    await store.saveCall({ ...call, responseBody: undefined });
    expect(await store.storedCall(call.request)).toBeUndefined();
    await store.saveCall({ ...call, responseBody: 'first' });
    await store.saveCall({ ...call, responseBody: 'second' });
    await store.saveCall({ ...call, responseBody: undefined });
    expect((await store.storedCall(call.request))?.responseBody).toBe('second');
    expect(await store.calls()).toHaveLength(4);
  });

  it('can be filtered by attempt and by run', async () => {
    const store = await temporaryStore();
    const run = await startRun(store);
    const one = await wrote(store, { run, subject: 'a' }, task('a', 'One'));
    const two = await wrote(store, { run: await startRun(store), subject: 'b' }, task('b', 'Two'));
    await store.saveCall({ ...call, attempt: one.id, work: 'first' });
    await store.saveCall({ ...call, attempt: two.id, work: 'second' });
    expect((await store.calls({ attempt: two.id })).map(({ work }) => work)).toEqual(['second']);
    expect((await store.calls({ run })).map(({ work }) => work)).toEqual(['first']);
  });
});
