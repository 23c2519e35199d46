import { describe, expect, test } from 'vitest';
import type { Artifact } from '../../src/domain/kinds.ts';
import {
  agentFigures,
  hasSignal,
  passAt,
  passAtInterval,
  passRates,
  wilsonInterval,
} from '../../src/domain/rollout/pass-rates.ts';
import type { Candidates } from '../../src/exports/selection/records.ts';
import { exportSample } from './support/folder.ts';
import { sample } from './support/sample.ts';

/** Copies of a trajectory of the sample: so many that passed and so many that failed, by one agent. */
function attempts(scenario: string, agent: 'random' | 'openai', passed: number, failed: number): Artifact<'trajectory'>[] {
  const [any] = sample.trajectories;
  if (!any) throw new Error('the sample has trajectories');
  return Array.from({ length: passed + failed }, (_, index) => {
    const strict = index < passed ? 1 : 0;
    const reward = { kind: 'scored' as const, dense: strict, strict: strict as 0 | 1, checks: [] };
    const name = `${scenario}/${agent}/${index + 1}`;
    return {
      ...any,
      hash: name,
      subject: name,
      body: { ...any.body, name, scenario, agent: { kind: agent }, attempt: index + 1, reward },
    };
  });
}

const certified = sample.scenarios.filter((scenario) => scenario.body.certificate.complete).map((scenario) => scenario.hash);
const [easy = '', middling = '', hard = ''] = certified;
const measured: Candidates = {
  ...sample,
  trajectories: [
    ...attempts(easy, 'random', 4, 0),
    ...attempts(middling, 'random', 2, 2),
    ...attempts(hard, 'random', 0, 4),
    ...attempts(easy, 'openai', 1, 1),
  ],
};

describe('pass rates', () => {
  test('count attempts by scenario and agent, and say what they are worth', () => {
    const rates = passRates(measured.trajectories);
    expect(rates.map(({ agent, attempts: made, passed }) => [agent, made, passed])).toEqual([
      ['openai', 2, 1],
      ['random', 4, 4],
      ['random', 4, 2],
      ['random', 4, 0],
    ]);
    expect(rates.map(hasSignal)).toEqual([true, false, true, false]);
    const [, random] = agentFigures(rates);
    expect(random).toMatchObject({ agent: 'random', scenarios: 3, attempts: 12, passed: 6, groups: 3, withSignal: 1 });
    expect(random?.passAt.map(({ k, mean }) => [k, Number(mean.toFixed(4))])).toEqual([
      [1, 0.5],
      [2, 0.6111],
      [4, 0.6667],
    ]);
  });

  test.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [10, 10, 0.7225, 1],
    [1, 4, 0.0456, 0.6994],
  ])('of %d of %d lie from %d to %d with 95 %', (passed, made, low, high) => {
    const interval = wilsonInterval(passed, made);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  test('give pass@k without bias, and nothing for more attempts than were made', () => {
    expect(passAt(1, { attempts: 5, passed: 2 })).toBeCloseTo(0.4);
    expect(passAt(2, { attempts: 5, passed: 2 })).toBeCloseTo(0.7);
    expect(passAt(5, { attempts: 5, passed: 1 })).toBe(1);
    expect(passAt(6, { attempts: 5, passed: 1 })).toBeUndefined();
    const [low, high] = passAtInterval(2, { attempts: 5, passed: 2 });
    expect(low).toBeLessThan(0.7);
    expect(high).toBeGreaterThan(0.7);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe('a band of pass rates', () => {
  const exportBand = (low: number, high: number, agent?: string) =>
    exportSample('bundle', { candidates: measured, wishes: { heldOut: 0, band: { low, high, agent } } });

  test('selects scenarios by the measured rate of an agent, both ends included, and says so', async () => {
    const { manifest } = await exportBand(0.2, 0.8, 'random');
    expect(manifest.rows).toBe(1);
    expect(manifest.selection.band).toEqual({ low: 0.2, high: 0.8, agent: 'random' });
    expect(manifest.skipped).toMatchObject({ 'scenario outside the band of pass rates of random': 2 });
    expect((await exportBand(0.5, 1, 'random')).manifest.rows).toBe(2);
    expect((await exportBand(0, 1, 'openai')).manifest.skipped).toHaveProperty(['scenario that openai has not attempted']);
  });

  test('needs attempts, of an agent that is named where several played', async () => {
    await expect(exportBand(0.2, 0.8)).rejects.toThrow(/--agent NAME, with one of openai, random/);
    await expect(exportBand(0.2, 0.8, 'randon')).rejects.toThrow(/No attempts of "randon".*Did you mean "random"/);
    await expect(exportBand(0.9, 0.95, 'random')).rejects.toThrow(/no scenario has a pass rate of random from 0.9 to 0.95/);
    const none = { ...measured, trajectories: [] };
    await expect(exportSample('bundle', { candidates: none, wishes: { band: { low: 0, high: 1 } } })).rejects.toThrow(
      /rollout --attempts/,
    );
  });

  test('needs no name where one agent played', async () => {
    const one = { ...measured, trajectories: attempts(middling, 'random', 1, 1) };
    const dataset = await exportSample('bundle', { candidates: one, wishes: { heldOut: 0, band: { low: 0.2, high: 0.8 } } });
    expect(dataset.manifest.selection.band?.agent).toBe('random');
  });
});
