import { addDays } from '../../../base/days.ts';
import type { Random } from '../../../base/random.ts';
import { makeCall, stepFrom } from '../calls/call-sequence.ts';
import type { ContractReader } from './expectation.ts';
import { acceptedCall } from './guided-calls.ts';
import type { Scene } from './scene.ts';

/** Writes that lead to a later scene, and days that pass among them. */
const writes = 24;
const mostDays = 9;

/** The scene that some writes lead to which the contract accepts, some days later. */
export async function laterScene(scene: Scene, reader: ContractReader, random: Random): Promise<Scene> {
  const { trial } = scene;
  const operations = trial.environment.skeleton.operations.filter((operation) => operation.effect === 'write');
  if (operations.length === 0) return scene;
  let later = scene;
  for (let number = 0; number < writes; number++) {
    const operation = random.pick(operations);
    const call = acceptedCall(later, operation, { reader, random });
    if (!call) continue;
    const instance = await trial.opened.create({ state: later.state, start: later.start, seed: `${trial.seed}/${number}` });
    try {
      const { after, report } = stepFrom(await makeCall(trial, instance, call), later.state);
      if (report.outcome !== 'success') continue;
      const date = addDays(later.start.slice(0, 10), random.chance(0.3) ? random.integer(0, Math.ceil(mostDays / 4)) : 0);
      later = { ...later, state: after, start: `${date}${later.start.slice(10)}` };
    } finally {
      await instance.close();
    }
  }
  return later;
}
