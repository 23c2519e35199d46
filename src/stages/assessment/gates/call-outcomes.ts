import type { Operation, Skeleton } from '../../../domain/environment/skeleton.ts';
import { play } from '../calls/call-sequence.ts';
import type { CoverageRecord, Example } from './coverage-record.ts';
import { startOf } from './trial.ts';

/** Words that say which of two is the one that gives, and which the one that gets. */
const giving = ['from', 'source', 'sender', 'payer', 'giver', 'origin', 'old'];
const getting = ['to', 'target', 'receiver', 'recipient', 'payee', 'destination', 'new'];

/**
 * A write that names two records of one kind leaves a trace of both: it changes them, or a record that names them. And what goes
 * from one to another does not go from one to itself.
 */
export async function examineBothOutcomes(coverage: CoverageRecord, skeleton: Skeleton): Promise<void> {
  for (const operation of skeleton.operations.filter(({ effect }) => effect === 'write')) {
    const [first, second] = pairIn(operation);
    if (first === undefined || second === undefined) continue;
    const examples = coverage.examplesOf(operation.name);
    const apart = examples.filter(({ step }) => step.call.arguments[first] !== step.call.arguments[second]);
    const [example] = apart;
    const traceless = [first, second].find((name) => apart.length > 0 && !apart.some((each) => isTraced(each, name)));
    if (example && traceless !== undefined) {
      const message = `${operation.name} names two records of one kind, but leaves no trace of the one in "${traceless}": neither it nor a record that names it is changed`;
      const { trial, calls } = example;
      coverage.find(
        { gate: 'two-sides', about: operation.name, message },
        { state: trial.index, seed: trial.seed, calls: [...calls] },
      );
    } else if (sideOf(first) !== undefined && sideOf(second) !== undefined && sideOf(first) !== sideOf(second)) {
      await examineOneForBoth(coverage, operation.name, { examples, first, second });
    }
  }
}

/** The names of the two required parameters that name records of one kind; none where there are more or fewer. */
function pairIn({ parameters }: Operation): string[] {
  const references = parameters.flatMap(({ name, type, required }) =>
    required && type.kind === 'reference' ? [{ name, entity: type.entity }] : [],
  );
  const pairs = references.flatMap((reference, index) =>
    references
      .slice(index + 1)
      .filter((other) => other.entity === reference.entity)
      .map((other) => [reference.name, other.name]),
  );
  return pairs.length === 1 ? (pairs[0] ?? []) : [];
}

function sideOf(name: string): 'gives' | 'gets' | undefined {
  const words = name.split('_');
  if (words.some((word) => giving.includes(word))) return 'gives';
  return words.some((word) => getting.includes(word)) ? 'gets' : undefined;
}

/** Whether a call changed the record that an argument names, or one that names it before or after. */
function isTraced({ step }: Example, parameter: string): boolean {
  const key = step.call.arguments[parameter];
  return step.report.patches.some(({ path }) => {
    const [, collection = '', own = ''] = path.split('/');
    return (
      own === key ||
      [step.before, step.after].some((state) => Object.values(state[collection]?.[own] ?? {}).includes(key ?? null))
    );
  });
}

async function examineOneForBoth(
  coverage: CoverageRecord,
  tool: string,
  { examples, first, second }: { readonly examples: readonly Example[]; readonly first: string; readonly second: string },
): Promise<void> {
  for (const { trial, step, calls } of examples) {
    for (const name of [first, second]) {
      const value = step.call.arguments[name] ?? null;
      const call = { tool, arguments: { ...step.call.arguments, [first]: value, [second]: value } };
      const [made] = await play(trial, { ...startOf(trial), state: step.before }, [call]);
      if (made?.report.outcome !== 'success') continue;
      const message = `${tool} succeeds with one record for both "${first}" and "${second}"; what goes from one to another does not go to itself`;
      const before = calls.slice(0, -1);
      coverage.find(
        { gate: 'two-sides', about: tool, message },
        { state: trial.index, seed: trial.seed, calls: [...before, call] },
      );
      return;
    }
  }
}
