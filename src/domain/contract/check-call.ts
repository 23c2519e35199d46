import { isObject } from '../../base/json.ts';
import { withArticle } from '../../language/nouns.ts';
import type { CheckVerdict } from '../environment/agents-report.ts';
import type { Operation, Skeleton } from '../environment/skeleton.ts';
import { type ExecutedCall, isDefect } from '../rollout/call.ts';
import type { State } from '../state.ts';
import { answerProblem, shortened } from './answers.ts';
import { fitsForm, withDefaults } from './call-arguments.ts';
import { unexpectedChanges } from './changes.ts';
import type { Change, Promised, World } from './form.ts';
import { rulingOf } from './refusals.ts';

/** A call that was made at a moment, and the state after it. */
export interface MadeCall {
  readonly call: ExecutedCall;
  readonly world: World<State>;
  readonly after: State;
}

export interface Checked {
  readonly verdict: CheckVerdict;
  readonly reason: string;
}

/**
 * Holds what a call did against what its contract promises. The generated code is not looked at: only outcome, answer and
 * states count.
 */
export function checkCall(
  skeleton: Skeleton,
  operation: Operation,
  promised: Promised<World<State>, never, State>,
  { call, world, after }: MadeCall,
): Checked {
  const fail = (reason: string): Checked => ({ verdict: 'fail', reason });
  const pass = (reason: string): Checked => ({ verdict: 'pass', reason });
  if (isDefect(call.outcome)) return fail(`It ended with ${call.outcome}.`);
  const isForm = fitsForm(operation, call.arguments);
  if (!isForm)
    return call.outcome === 'invalid-arguments'
      ? pass('The arguments do not have the form the tool asks for, and it says so.')
      : fail('The arguments do not have the form the tool asks for, but they were accepted.');
  if (call.outcome === 'invalid-arguments') return fail('The arguments have the form the tool asks for, but were rejected.');

  const args = withDefaults(operation, call.arguments);
  const ruling = rulingOf(skeleton, operation, promised, { world, args });
  const { result } = call;
  if (!result.success) {
    if (ruling.kind === 'accepted') return fail(`It was refused ("${result.error}") though nothing stands against it.`);
    const touched = unexpectedChanges(skeleton, world.state, after, []);
    return touched.length > 0 ? fail(`It was refused but: ${touched[0]}`) : pass(`Rightly refused: ${ruling.reason}`);
  }
  if (ruling.kind === 'refused') return fail(`It succeeded, but had to be refused: ${ruling.reason}`);
  // The form of the arguments was just checked, which is what the declared types of a contract stand for.
  const changes = promised.changes?.(world, args as never) ?? [];
  const [problem] = unexpectedChanges(skeleton, world.state, after, changes);
  if (problem !== undefined) return fail(problem);
  const wrong = promised.answer
    ? answerProblem(result.data, promised.answer(world, args as never, after))
    : wrongRecord(skeleton, operation, result.data, { before: world.state, after, changes });
  return wrong === undefined
    ? pass('It did what was declared, and nothing else.')
    : fail(`It answered ${shortened(result.data)}, but ${wrong}.`);
}

interface Effect {
  readonly before: State;
  readonly after: State;
  readonly changes: readonly Change[];
}

/** A returned record must be one that the call made or changed, and be returned as it is afterwards. */
function wrongRecord(skeleton: Skeleton, operation: Operation, data: unknown, effect: Effect): string | undefined {
  const { returns } = operation;
  if (returns.kind !== 'data' || returns.type.kind !== 'entity') return undefined;
  const { entity: name } = returns.type;
  const entity = skeleton.entities.find((candidate) => candidate.name === name);
  if (!entity || !isObject(data)) return `should answer ${withArticle(name)}`;
  const key = String(data[entity.key]);
  const record = effect.after[entity.collection]?.[key];
  if (!record) return `${name} ${key} does not exist`;
  const isConcerned =
    !Object.hasOwn(effect.before[entity.collection] ?? {}, key) ||
    effect.changes.some((change) => change.collection === entity.collection && change.kind === 'change' && change.key === key);
  if (!isConcerned) return `the call did not concern ${name} ${key}`;
  return answerProblem(data, record);
}
