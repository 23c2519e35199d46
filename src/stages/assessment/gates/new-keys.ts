import { canonicalJson } from '../../../base/json.ts';
import type { Step } from '../calls/call-sequence.ts';
import type { CoverageRecord, Example } from './coverage-record.ts';
import type { Trial } from './trial.ts';

/**
 * Keys of new records must be generated (then another seed gives another key) or come from the arguments. A key that is counted
 * up is sooner or later the key of another record.
 */
export async function examineNewKeys(coverage: CoverageRecord, operations: readonly string[]): Promise<void> {
  for (const tool of operations) {
    for (const example of coverage.examplesOf(tool)) {
      const counted = await countedKey(example);
      if (counted === undefined) continue;
      const { trial, calls } = example;
      const message = `${tool} adds a record with the key "${counted}", whatever the seed; new keys come from newId`;
      coverage.find({ gate: 'new-keys', about: tool, message }, { state: trial.index, seed: trial.seed, calls: [...calls] });
      break;
    }
  }
}

/** A key that the same call on the same state adds under another seed, too, and that no argument gives. */
async function countedKey({ trial, step }: Example): Promise<string | undefined> {
  const keys = await Promise.all(['one', 'two'].map((seed) => addedKeys(trial, step, seed)));
  const [first = [], second = []] = keys;
  const given = canonicalJson(step.call.arguments);
  return first.find((key) => second.includes(key) && !given.includes(key) && !partsGiven(key, step));
}

/** A key that is put together from arguments, such as "S-12/MATH-1", is given, too. */
function partsGiven(key: string, step: Step): boolean {
  return Object.values(step.call.arguments).some((value) => typeof value === 'string' && value.length > 2 && key.includes(value));
}

async function addedKeys(trial: Trial, step: Step, seed: string): Promise<string[]> {
  const instance = await trial.opened.create({ state: step.before, seed, start: trial.initial.start });
  try {
    const { patches } = await instance.call(step.call.tool, step.call.arguments);
    return patches.flatMap(({ op, path }) => {
      const [, , key, ...inner] = path.split('/');
      return op === 'add' && key !== undefined && inner.length === 0 ? [key] : [];
    });
  } finally {
    await instance.close();
  }
}
