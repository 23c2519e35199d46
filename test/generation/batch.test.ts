import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBatchResults, writeBatchFiles } from '../../src/generation/recording/batch-file.ts';
import type { PendingRequest } from '../../src/generation/recording/pending-requests.ts';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { recordedAnswer, recordedModelConfig, recordedTasks } from '../support/recorded-model.mjs';

const domain = 'school-excursions';
const key = 'sk-batch-5c1d0f77aa91';
/** Nobody listens there: what is sent fails. */
const nowhere = 'http://127.0.0.1:9/v1';

/** A folder with a config file and requests to begin with. */
function folderFor(baseUrl: string, tasks: readonly string[]): { cwd: string; env: Record<string, string> } {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'envscaler.config.yaml'), recordedModelConfig(baseUrl, 'embedded'));
  writeFileSync(join(cwd, 'tasks.txt'), `${tasks.join('\n')}\n`);
  return { cwd, env: { RECORDED_KEY: key, OPENAI_API_KEY: key } };
}

interface BatchLine {
  readonly custom_id: string;
  readonly url: string;
  readonly body: Parameters<typeof recordedAnswer>[1] & { readonly model: string };
}

function linesOf<Line>(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function responseOf(line: BatchLine, content: string): object {
  const body = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
  return {
    id: `r-${line.custom_id.slice(0, 8)}`,
    custom_id: line.custom_id,
    response: { status_code: 200, request_id: 'q', body },
    error: null,
  };
}

/** Stands for a batch runner: every line is answered, the last one first. */
function runBatch(file: string, results: string): number {
  const lines = linesOf<BatchLine>(file);
  const answered = lines.map((line) => JSON.stringify(responseOf(line, recordedAnswer(domain, line.body)))).reverse();
  writeFileSync(results, `${answered.join('\n')}\n`);
  return lines.length;
}

function lastEvent(stdout: string, event: string): Record<string, unknown> | undefined {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .findLast((line) => line.event === event);
}

describe('environments and scenarios through batch files alone', () => {
  it('are made wave by wave without a request being sent, and are those that an endpoint would have given', async () => {
    const options = folderFor(nowhere, [recordedTasks[domain] ?? '']);
    const folder = options.cwd;
    const make = ['--tasks', 'tasks.txt', '--count', '1'];
    const waves: unknown[] = [];
    let answers = 0;
    for (let wave = 1; wave <= 12; wave++) {
      const exported = await envscaler(['batch', 'export', '--to', 'wave.jsonl', ...make, '--scenarios', '2', '--json'], options);
      expect(exported.code, exported.stderr + exported.stdout).toBe(0);
      const event = lastEvent(exported.stdout, 'batch-export');
      if (event?.requests === 0) break;
      const lines = linesOf<BatchLine>(join(folder, 'wave.jsonl'));
      waves.push([...new Set(lines.map((line) => line.body.response_format?.json_schema?.name))].join(' '));
      expect(event?.requests).toBe(lines.length);
      for (const line of lines)
        expect(line).toMatchObject({
          custom_id: expect.stringMatching(/^[0-9a-f]{64}$/),
          method: 'POST',
          url: '/v1/chat/completions',
        });
      expect(lines.every((line) => line.body.model === 'recorded-model')).toBe(true);
      expect(readFileSync(join(folder, 'wave.jsonl'), 'utf8')).not.toContain(key);

      const count = runBatch(join(folder, 'wave.jsonl'), join(folder, 'results.jsonl'));
      answers += count;
      const imported = await envscaler(['batch', 'import', 'results.jsonl', '--json'], options);
      expect(imported.code, imported.stderr).toBe(0);
      expect(lastEvent(imported.stdout, 'batch-import')).toMatchObject({ answers: count, known: 0, strangers: 0 });
      if (wave > 1) continue;
      const again = await envscaler(['batch', 'import', 'results.jsonl', '--json'], options);
      expect(again.code).toBe(0);
      expect(lastEvent(again.stdout, 'batch-import')).toMatchObject({ answers: 0, known: count });
    }
    // Several waves of one kind of work, where a later request depends on an earlier answer, count once.
    const order = waves.filter((wave, index) => wave !== waves[index - 1]);
    expect(order.slice(0, 6)).toEqual([
      'judge-tasks',
      'infer-topic',
      'model-state',
      'plan-operations',
      'write-code',
      'write-state',
    ]);
    expect(waves.slice(-2)).toEqual(['write-scenario', 'read-task']);

    const costUsd = async (price: string): Promise<unknown> => {
      writeFileSync(join(folder, 'envscaler.prices.yaml'), `prices: [{ model: recorded-model, input: 1, output: 5${price} }]`);
      const { stdout } = await envscaler(['cost', '--json', '--by', 'work'], options);
      return lastEvent(stdout, 'cost')?.costUsd;
    };
    expect(await costUsd('')).toBeNull();
    expect(await costUsd(', batch: 0.5')).toBeCloseTo((answers * (100 * 1 + 20 * 5) * 0.5) / 1e6, 12);

    const hashes = async (cwd: string, kind: string): Promise<unknown[]> => {
      const { stdout } = await envscaler(['list', kind, '--json'], { cwd });
      return stdout
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { hash: unknown }).hash);
    };
    const made = { environments: await hashes(folder, 'environments'), scenarios: await hashes(folder, 'scenarios') };
    expect([made.environments.length, made.scenarios.length]).toEqual([1, 2]);

    const server = await startOpenAiServer(({ body }) => ({ kind: 'answer', content: recordedAnswer(domain, body) }));
    const live = folderFor(server.baseUrl, [recordedTasks[domain] ?? '']);
    const online = live.cwd;
    try {
      const built = await envscaler(['skel', ...make, '--json'], live);
      expect(built.code, built.stderr).toBe(0);
      const scenarios = await envscaler(['scen', '--count', '2', '--json'], live);
      expect(scenarios.code, scenarios.stderr).toBe(0);
    } finally {
      await server.close();
    }
    expect({ environments: await hashes(online, 'environments'), scenarios: await hashes(online, 'scenarios') }).toEqual(made);
  }, 240_000);

  it('keep errors with their requests, step down where a format was refused, and take nothing from strangers', async () => {
    const options = folderFor(nowhere, [recordedTasks[domain] ?? '', 'Water my ferns.']);
    // The key of the config file alone.
    options.env = { RECORDED_KEY: key };
    const folder = options.cwd;
    const exportTo = (file: string) =>
      envscaler(['batch', 'export', '--to', file, '--tasks', 'tasks.txt', '--count', '1', '--json'], options);
    await exportTo('one.jsonl');
    const [line] = linesOf<BatchLine>(join(folder, 'one.jsonl'));
    const expired = {
      custom_id: line?.custom_id,
      response: null,
      error: { code: 'batch_expired', message: `took too long ${key}` },
    };
    const stranger = { custom_id: 'f'.repeat(64), response: { status_code: 200, body: {} }, error: null };
    writeFileSync(join(folder, 'results.jsonl'), `${JSON.stringify(expired)}\n${JSON.stringify(stranger)}\nnot json\n`);
    const imported = await envscaler(['batch', 'import', 'results.jsonl', '--json'], options);
    expect(imported.code).toBe(1);
    expect(lastEvent(imported.stdout, 'batch-import')).toMatchObject({
      answers: 0,
      errors: [{ request: line?.custom_id, message: 'took too long [redacted]' }],
      strangers: 1,
      malformed: [{ line: 3 }],
    });

    const again = await exportTo('two.jsonl');
    expect(lastEvent(again.stdout, 'batch-export')).toMatchObject({ requests: 1, exportedBefore: 1 });
    expect(readFileSync(join(folder, 'two.jsonl'), 'utf8')).toBe(readFileSync(join(folder, 'one.jsonl'), 'utf8'));

    const refused = {
      custom_id: line?.custom_id,
      response: {
        status_code: 400,
        body: { error: { message: 'response_format json_schema is not supported', param: 'response_format' } },
      },
      error: null,
    };
    writeFileSync(join(folder, 'results.jsonl'), `${JSON.stringify(refused)}\n`);
    await envscaler(['batch', 'import', 'results.jsonl'], options);
    const lower = await exportTo('three.jsonl');
    expect(lastEvent(lower.stdout, 'batch-export')).toMatchObject({ requests: 1, exportedBefore: 0 });
    const [weaker] = linesOf<{ body: { response_format: { json_schema: { strict?: boolean } } } }>(join(folder, 'three.jsonl'));
    expect(weaker?.body.response_format.json_schema.strict).toBeUndefined();
  });

  it('say what is wrong with the command', async () => {
    const folder = temporaryFolder();
    const nobody = await envscaler(['batch', 'export', '--to', 'x.jsonl'], { cwd: folder });
    expect(nobody.code).toBe(2);
    expect(nobody.stderr).toContain('No model writes anything here');
    const nothing = await envscaler(['batch', 'import', 'x.jsonl'], { cwd: folder });
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('No request was exported from here');
  });
});

describe('batch files', () => {
  const request = (hash: string, model: string): PendingRequest => ({
    hash,
    endpoint: 'http://h/v1',
    body: { model, messages: [] },
    work: 'infer-topic',
    attempt: undefined,
    model,
    identity: { provider: 'openai', model },
  });

  it('hold one model each, and never more than the limits', () => {
    const to = join(temporaryFolder(), 'batch.jsonl');
    const requests = ['a', 'b', 'c'].map((hash) => request(hash, 'big/one')).concat(request('d', 'small'));
    const files = writeBatchFiles(to, requests, { lines: 2, bytes: 10_000 });
    expect(files.map(({ file, model, requests: count }) => [file.split('/').at(-1), model, count])).toEqual([
      ['batch-big-one.jsonl', 'big/one', 2],
      ['batch-big-one-2.jsonl', 'big/one', 1],
      ['batch-small.jsonl', 'small', 1],
    ]);
    const size = Buffer.byteLength(readFileSync(files[2]!.file, 'utf8'));
    expect(writeBatchFiles(to, requests, { lines: 10, bytes: size + 5 }).map((file) => file.requests)).toEqual([1, 1, 1, 1]);
    expect(writeBatchFiles(to, requests.slice(3)).map((file) => file.file)).toEqual([to]);
  });

  it('are read back as vLLM writes them, too', async () => {
    const file = join(temporaryFolder(), 'results.jsonl');
    const line = {
      id: 'vllm-1',
      custom_id: 'a',
      response: { status_code: 200, request_id: 'r', body: { choices: [] } },
      error: null,
    };
    const failed = {
      id: 'vllm-2',
      custom_id: 'b',
      response: { status_code: 400, request_id: 'r', body: { error: { message: 'too long' } } },
      error: null,
    };
    writeFileSync(file, `${JSON.stringify(line)}\r\n\n${JSON.stringify(failed)}`);
    const results: unknown[] = [];
    for await (const result of readBatchResults(file)) results.push(result);
    expect(results).toEqual([
      { kind: 'answer', request: 'a', raw: '{"choices":[]}' },
      { kind: 'error', request: 'b', status: 400, message: 'too long', body: { error: { message: 'too long' } } },
    ]);
  });
});
