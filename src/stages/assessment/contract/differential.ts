import { canonicalJson } from '../../../base/json.ts';
import { seededRandom } from '../../../base/random.ts';
import { checkCall } from '../../../domain/contract/check-call.ts';
import type { Contract } from '../../../domain/contract/form.ts';
import type { Operation } from '../../../domain/environment/skeleton.ts';
import { stateProblems } from '../../../domain/environment/state-problems.ts';
import type { State } from '../../../domain/state.ts';
import { makeCall, type Step, stepFrom } from '../calls/call-sequence.ts';
import type { CoverageRecord } from '../gates/coverage-record.ts';
import type { Trial } from '../gates/trial.ts';
import { type ContractReader, contractReader } from './expectation.ts';
import { type GuidedCase, guidedCalls } from './guided-calls.ts';
import { laterScene } from './later-scene.ts';
import { type Case, type Scene, worldOf } from './scene.ts';
import { shrunk } from './shrink-case.ts';

/** Cases that are made at the same time. */
const together = 16;

export interface Differential {
  readonly contract: Contract<State>;
  /** Calls that are made, spread over the test states. */
  readonly calls: number;
  readonly seed: string;
}

/**
 * Holds the code against a contract that was written apart from it: calls that the contract tells apart, on the test states, on
 * those that some writes and days lead to, and on altered ones. Outcome, answer, its order and all changes have to agree. Gives how
 * many calls were compared.
 */
export async function examineContract(
  trials: readonly Trial[],
  coverage: CoverageRecord,
  { contract, calls, seed }: Differential,
): Promise<number> {
  const [first] = trials;
  if (!first) return 0;
  const { skeleton, tools } = first.environment;
  const reader = contractReader(skeleton, contract, tools);
  const operations = skeleton.operations.filter((operation) => contract[operation.name]);
  const share = Math.ceil(calls / Math.max(1, trials.length * 2 * operations.length));
  let compared = 0;
  for (const trial of trials) {
    const given: Scene = { trial, state: trial.initial.state, start: trial.initial.start };
    const random = seededRandom(`${seed}/contract/${trial.index}`);
    const scenes = [given, await laterScene(given, reader, random.fork('later'))];
    for (const [number, scene] of scenes.entries()) {
      for (const operation of operations) {
        if (coverage.isFull()) return compared;
        if (coverage.knows({ gate: 'contract', about: operation.name, message: '' })) continue;
        const cases = guidedCalls(scene, operation, { reader, random: random.fork(`${number}/${operation.name}`) });
        compared += await compare({ cases: cases.slice(0, share), scene, operation, reader }, coverage);
      }
    }
  }
  return compared;
}

interface Comparison {
  readonly cases: readonly GuidedCase[];
  readonly scene: Scene;
  readonly operation: Operation;
  readonly reader: ContractReader;
}

async function compare({ cases, scene, operation, reader }: Comparison, coverage: CoverageRecord): Promise<number> {
  let compared = 0;
  for (let first = 0; first < cases.length; first += together) {
    const part = cases.slice(first, first + together);
    const results = await Promise.all(part.map((each) => disagreement(each, operation, reader, judgedBy(each, scene))));
    for (const [index, result] of results.entries()) {
      const each = part[index];
      if (!each || result === 'unsound') continue;
      compared++;
      // A state that was altered by hand is none that calls lead to: what it shows is no part of the coverage.
      if (each.scene === scene) coverage.note(scene.trial, result.step, () => [each.call]);
      if (result.problem === undefined) continue;
      const judged = judgedBy(each, scene);
      const shortest = await shrunk(each, async (smaller) => {
        const again = await disagreement(smaller, operation, reader, judged);
        return again !== 'unsound' && again.problem !== undefined;
      });
      const last = await disagreement(shortest.at, operation, reader, judged);
      const problem = (last !== 'unsound' && last.problem) || result.problem;
      coverage.find(
        {
          gate: 'contract',
          about: operation.name,
          message: `${operation.name} ${canonicalJson(shortest.at.call.arguments)}: ${problem}`,
        },
        { state: each.scene.trial.index, seed: each.scene.trial.seed, calls: [shortest.at.call], ...shortest.altered },
      );
      return compared;
    }
  }
  return compared;
}

/**
 * On states that calls lead to all counts. One that was altered by hand may break what stands under no invariant (a line that adds
 * up, a place that is empty once it is taken): there it counts whether the call succeeds, and nothing else.
 */
type Judged = 'all' | 'outcome';

function judgedBy({ scene }: Case, sound: Scene): Judged {
  return scene === sound ? 'all' : 'outcome';
}

interface Compared {
  readonly step: Step;
  readonly problem: string | undefined;
}

/** What the contract says against what a call did; `unsound` where the state breaks the design, so that nothing was promised. */
async function disagreement(
  { scene, call }: Case,
  operation: Operation,
  reader: ContractReader,
  judged: Judged,
): Promise<Compared | 'unsound'> {
  const { trial, state, start } = scene;
  const { skeleton } = trial.environment;
  const isGiven = judged === 'all' || state === trial.initial.state;
  if (!isGiven && stateProblems(skeleton, state, 1).length > 0) return 'unsound';
  const promised = reader.promisedOf(operation);
  const expected = reader.read(operation, { scene, call });
  if (!promised || !expected) return 'unsound';
  const instance = await trial.opened.create({ state, start, seed: trial.seed });
  try {
    const invariants = isGiven ? [] : await instance.invariants();
    if (invariants.some(({ status }) => status !== 'holds')) return 'unsound';
    const step = stepFrom(await makeCall(trial, instance, call), state);
    const { outcome, result, patches } = step.report;
    const made = {
      call: { ...call, outcome, result, patches: [...patches] },
      world: worldOf(skeleton, scene),
      after: step.after,
    };
    const { verdict, reason } = checkCall(skeleton, operation, promised, made);
    const isOutcome = expected.kind === (outcome === 'success' ? 'refused' : outcome === 'refused' ? 'accepted' : undefined);
    return { step, problem: verdict === 'fail' && (judged === 'all' || isOutcome) ? reason : undefined };
  } finally {
    await instance.close();
  }
}
