import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../../../src/store/store.ts';
import { at, startRun, task, wrote } from '../support/writing.ts';
import type { OpenEmpty } from './open-empty.ts';

const call: CallRecord = {
  request: 'a'.repeat(64),
  attempt: undefined,
  work: 'write-code',
  author: { provider: 'openai', model: 'some-model', parameters: { temperature: 0.5 } },
  requestBody: { messages: [{ role: 'user', content: 'Write it.' }] },
  endpoint: 'api.example.com/v1/chat/completions',
  responseBody: { choices: [{ message: { content: 'not even JSON' } }] },
  outcome: 'answered',
  inputTokens: 12,
  cachedTokens: 8,
  outputTokens: undefined,
  reasoningTokens: undefined,
  inBatch: false,
  startedAt: at,
  durationMs: 12.5,
};

export function testCalls(openEmpty: OpenEmpty): void {
  describe('the ledger of calls', () => {
    it('gives back a call as it was saved', async () => {
      const store = await openEmpty();
      await store.saveCall(call);
      expect(await store.storedCall(call.request)).toEqual(call);
      expect(await store.calls()).toEqual([call]);
      expect(await store.storedCall('b'.repeat(64))).toBeUndefined();
    });

    it('answers with the latest answer, and not with a request that got none', async () => {
      const store = await openEmpty();
      await store.saveCall({ ...call, responseBody: undefined });
      expect(await store.storedCall(call.request)).toBeUndefined();
      await store.saveCall({ ...call, responseBody: 'first' });
      await store.saveCall({ ...call, responseBody: 'second' });
      await store.saveCall({ ...call, responseBody: undefined });
      await store.saveCall({ ...call, responseBody: 'cut o', outcome: 'truncated' });
      expect((await store.storedCall(call.request))?.responseBody).toBe('second');
      expect(await store.calls()).toHaveLength(5);
    });

    it('gives an answer that was of no use to nobody, keeps it, and gives the next one', async () => {
      const store = await openEmpty();
      await store.saveCall({ ...call, responseBody: 'of no use' });
      await store.discardAnswers(call.request);
      expect(await store.storedCall(call.request)).toBeUndefined();
      expect(await store.calls()).toMatchObject([{ outcome: 'useless', responseBody: 'of no use' }]);
      await store.saveCall({ ...call, responseBody: 'of use' });
      expect((await store.storedCall(call.request))?.responseBody).toBe('of use');
    });

    it('can be filtered by attempt and by run', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const one = await wrote(store, { run, subject: 'a' }, task('a', 'One'));
      const two = await wrote(store, { run: await startRun(store), subject: 'b' }, task('b', 'Two'));
      await store.saveCall({ ...call, attempt: one.id, work: 'first' });
      await store.saveCall({ ...call, attempt: two.id, work: 'second' });
      expect((await store.calls({ attempt: two.id })).map(({ work }) => work)).toEqual(['second']);
      expect((await store.calls({ run })).map(({ work }) => work)).toEqual(['first']);
    });

    it('adds up what is known by attempt, work and outcome, and counts what is not', async () => {
      const store = await openEmpty();
      const run = await startRun(store);
      const attempt = (await wrote(store, { run, subject: 'orders/001' }, task('orders/001', 'One'))).id;
      const known = { ...call, attempt, inputTokens: 100, outputTokens: 20, reasoningTokens: 5 };
      await store.saveCall(known);
      await store.saveCall({ ...known, outputTokens: 40, cachedTokens: undefined });
      await store.saveCall({ ...known, outcome: 'timeout', responseBody: undefined, inputTokens: undefined });
      await store.saveCall({ ...known, attempt: undefined, work: 'act' });
      const entries = await store.ledger();
      expect(entries).toHaveLength(3);
      expect(entries[0]).toEqual({
        run,
        stage: 'collect',
        subject: 'orders/001',
        work: 'write-code',
        author: call.author,
        endpoint: call.endpoint,
        outcome: 'answered',
        calls: 2,
        inputTokens: { sum: 200, unknown: 0 },
        cachedTokens: { sum: 8, unknown: 1 },
        outputTokens: { sum: 60, unknown: 0 },
        reasoningTokens: { sum: 10, unknown: 0 },
        inBatch: false,
        charged: { calls: 2, inputTokens: 200, cachedTokens: 8, outputTokens: 60 },
        mostOutputTokens: 40,
      });
      expect(entries[1]).toMatchObject({
        outcome: 'timeout',
        calls: 1,
        inputTokens: { sum: 0, unknown: 1 },
        charged: { calls: 0, outputTokens: 0 },
      });
      expect(entries[2]).toMatchObject({ run: undefined, stage: undefined, subject: undefined, work: 'act', calls: 1 });
      expect(await store.ledger({ run })).toHaveLength(2);
      expect(await store.ledger({ run: run + 1 })).toEqual([]);
    });

    it('keeps which way of asking works, per endpoint and model', async () => {
      const store = await openEmpty();
      expect(await store.workingStep('http://a/v1', 'm')).toBeUndefined();
      await store.saveWorkingStep('http://a/v1', 'm', 'strict-schema');
      await store.saveWorkingStep('http://a/v1', 'm', 'tool-call');
      await store.saveWorkingStep('http://a/v1', 'other', 'text');
      expect(await store.workingStep('http://a/v1', 'm')).toBe('tool-call');
      expect(await store.workingStep('http://b/v1', 'm')).toBeUndefined();
    });
  });
}
