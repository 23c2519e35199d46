import fc from 'fast-check';
import { seededRandom } from '../base/random.ts';
import type { ToolCall } from '../domain/call.ts';
import { callOf } from './arbitraries.ts';
import { exercise } from './exercise.ts';
import type { Ledger } from './ledger.ts';
import { shorten } from './shorten.ts';
import { groundOf, numericSeed, startOf, type Trial } from './trial.ts';

/** Walks on one state, and calls in one. */
const walks = 40;
const walkLength = 25;

/**
 * Random walks until every tool has shown the outcomes it owes. Unlike the sequences of a property, a walk makes each call up
 * from the state it has reached, so that it gets to what takes several steps; half of its calls are to tools that still owe
 * something. Every promise is checked on the way.
 */
export async function walkForOutcomes(trial: Trial, ledger: Ledger): Promise<void> {
  const operations = trial.environment.skeleton.operations;
  for (let number = 0; number < walks && !ledger.isFull(); number++) {
    if (!operations.some((operation) => ledger.owes(operation.name))) return;
    const calls = await walk(trial, ledger, `${trial.seed}/walk-${number}`);
    const { violations } = await exercise(trial.opened, trial.environment.skeleton, startOf(trial), calls);
    for (const violation of violations) {
      if (ledger.knows(violation)) continue;
      const shortest = await shorten(trial, calls, violation);
      ledger.find(violation, { state: trial.index, seed: trial.seed, calls: shortest });
    }
  }
}

async function walk(trial: Trial, ledger: Ledger, seed: string): Promise<ToolCall[]> {
  const random = seededRandom(seed);
  const operations = trial.environment.skeleton.operations;
  const instance = await trial.opened.create(startOf(trial));
  let ground = groundOf(trial);
  const calls: ToolCall[] = [];
  try {
    while (calls.length < walkLength) {
      const owing = operations.filter((operation) => ledger.owes(operation.name));
      const operation = random.pick(owing.length > 0 && random.chance(0.5) ? owing : operations);
      const [call] = fc.sample(callOf(ground, operation), { seed: numericSeed(`${seed}/${calls.length}`), numRuns: 1 });
      if (!call) throw new Error('fast-check gave no sample');
      const report = await instance.call(call.tool, call.arguments);
      calls.push(call);
      ledger.note(call, report);
      if (report.patches.length > 0) ground = { ...ground, state: await instance.snapshot() };
    }
    return calls;
  } finally {
    await instance.close();
  }
}
