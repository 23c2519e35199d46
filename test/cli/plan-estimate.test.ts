import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EstimateSources, estimatePlan } from '../../src/cli/commands/run/plan-estimate.ts';
import type { ModelSettings } from '../../src/generation/assignment.ts';
import type { LedgerEntry } from '../../src/store/store.ts';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';

const model: ModelSettings = { model: 'm', baseUrl: 'http://h/v1', apiKey: undefined, parameters: {} };

function entry(subject: string, calls: number, tokens: { input: number; output: number }): LedgerEntry {
  const sum = (of: number) => ({ sum: of, unknown: 0 });
  return {
    run: 1,
    stage: 'states',
    subject,
    work: 'write-state',
    author: { provider: 'openai', model: 'm' },
    endpoint: 'http://h/v1',
    outcome: 'answered',
    calls,
    inputTokens: sum(tokens.input),
    cachedTokens: { sum: 0, unknown: calls },
    outputTokens: sum(tokens.output),
    reasoningTokens: { sum: 0, unknown: calls },
    inBatch: false,
    charged: { calls, inputTokens: tokens.input, cachedTokens: 0, outputTokens: tokens.output },
    mostOutputTokens: tokens.output,
  };
}

const sources: EstimateSources = {
  events: [{ kind: 'stage-work', stage: 'states', works: ['write-state'], units: 10, inputBytes: 40_000 }],
  ledger: [],
  writerOf: () => model,
  priceOf: () => ({ model: 'm', input: 1, output: 10 }),
  promptBytes: () => 4_000,
};

describe('the estimate of a plan', () => {
  it('rests on what earlier calls of the same work needed', () => {
    const ledger = [entry('a', 1, { input: 1_000, output: 500 }), entry('b', 3, { input: 5_000, output: 1_500 })];
    const estimate = estimatePlan({ ...sources, ledger });
    // Two units asked four times, with 1,500 tokens in and 500 out on average.
    expect(estimate).toMatchObject({
      calls: 20,
      inputTokens: 30_000,
      outputTokens: 10_000,
      measured: ['write-state'],
      guessed: [],
    });
    expect(estimate?.costUsd).toBeCloseTo(0.13);
  });

  it('is guessed from the prompt and the inputs where nothing was measured, and has no money without a price', () => {
    const estimate = estimatePlan({ ...sources, priceOf: () => undefined });
    expect(estimate).toMatchObject({
      calls: 12,
      inputTokens: 24_000,
      costUsd: undefined,
      measured: [],
      guessed: ['write-state'],
    });
  });

  it('counts the turns of a model that plays', () => {
    const events = [{ kind: 'stage-work', stage: 'rollout', works: ['act'], units: 10, inputBytes: 900_000 } as const];
    const played = { ...entry('a/001/m/1', 6, { input: 18_000, output: 600 }), stage: 'rollout', work: 'act' };
    expect(estimatePlan({ ...sources, events, ledger: [played] })).toMatchObject({
      calls: 60,
      inputTokens: 180_000,
      outputTokens: 6000,
      measured: ['act'],
    });
    expect(estimatePlan({ ...sources, events })).toMatchObject({ calls: 80, inputTokens: 560_000, guessed: ['act'] });
  });

  it('leaves out what the embedded author does', () => {
    expect(estimatePlan({ ...sources, writerOf: () => 'procedural' })).toBeUndefined();
  });

  it('is part of --plan where a model writes, needs no key, and says that it is an estimate', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'envscaler.config.yaml'), 'models: { m: { model: m, apiKeyEnv: NO_KEY } }\ndefault: m\n');
    const planned = await envscaler(['skel', '--count', '1', '--plan'], { cwd: folder });
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stdout).toMatch(/Estimate, at most if every unit runs: \d[\d,]* calls, [\d,]+ input and [\d,]+ output tokens/);
    expect(planned.stdout.replace(/\s+/g, ' ')).toMatch(/guessed from the size of the prompts: judge-tasks, .*write-state/);
    const procedural = await envscaler(['skel', '--count', '1', '--plan', '--author', 'procedural'], { cwd: folder });
    expect(procedural.stdout).not.toContain('Estimate');
  });
});
