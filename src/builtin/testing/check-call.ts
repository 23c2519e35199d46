import { canonicalJson, isObject } from '../../base/json.ts';
import type { CheckVerdict } from '../../domain/environment/agents-report.ts';
import type { Operation, Skeleton } from '../../domain/environment/skeleton.ts';
import { valueSchema } from '../../domain/environment/state-schema.ts';
import { type ExecutedCall, isDefect } from '../../domain/rollout/call.ts';
import type { State } from '../../domain/state.ts';
import { withArticle } from '../../language/nouns.ts';
import type { Change, Moment, Oracle } from '../kit/oracle.ts';
import { unexpectedChanges } from './compare-changes.ts';

/** A call that was made at a moment, and the state after it. */
export interface MadeCall {
  readonly call: ExecutedCall;
  readonly moment: Moment<State>;
  readonly after: State;
}

export interface Checked {
  readonly verdict: CheckVerdict;
  readonly reason: string;
}

/** Whether arguments have the form that an operation asks for: names, types, bounds. */
export function fitsForm(operation: Operation, args: Readonly<Record<string, unknown>>): boolean {
  const known = operation.parameters.map((parameter) => parameter.name);
  return (
    Object.keys(args).every((name) => known.includes(name)) &&
    operation.parameters.every(({ name, required, type }) =>
      args[name] === undefined
        ? !required
        : type.kind === 'reference'
          ? typeof args[name] === 'string'
          : valueSchema(type).safeParse(args[name]).success,
    )
  );
}

/** The arguments as an operation gets them. */
export function withDefaults(operation: Operation, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defaults = operation.parameters.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]));
  return { ...Object.fromEntries(defaults), ...args };
}

/**
 * Holds what a call did against what was declared of its operation. The generated code is not looked at: only outcome,
 * answer and states count.
 */
export function checkCall(
  skeleton: Skeleton,
  operation: Operation,
  expectation: Oracle<State>,
  { call, moment, after }: MadeCall,
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

  // The form of the arguments was just checked, which is what the declared types of an expectation stand for.
  const args = withDefaults(operation, call.arguments) as never;
  const reason = expectation.refusal(moment, args);
  const { result } = call;
  if (!result.success) {
    if (reason === undefined) return fail(`It was refused ("${result.error}") though nothing stands against it.`);
    const touched = unexpectedChanges(skeleton, moment.state, after, []);
    return touched.length > 0 ? fail(`It was refused but: ${touched[0]}`) : pass(`Rightly refused: ${reason}`);
  }
  if (reason !== undefined) return fail(`It succeeded, but had to be refused: ${reason}`);
  const changes = expectation.changes?.(moment, args) ?? [];
  const [problem] = unexpectedChanges(skeleton, moment.state, after, changes);
  if (problem !== undefined) return fail(problem);
  const wrong = wrongAnswer();
  return wrong === undefined ? pass('It did what was declared, and nothing else.') : fail(wrong);

  function wrongAnswer(): string | undefined {
    if (!result.success) return undefined;
    if (expectation.answer) return differs(result.data, expectation.answer(moment, args, after));
    if (!expectation.objection) return wrongRecord(skeleton, operation, result.data, { before: moment.state, after, changes });
    const objection = isObject(result.data) ? expectation.objection(moment, args, result.data) : 'it should be an object';
    return objection && `It answered ${shortened(result.data)}, but ${objection}.`;
  }
}

function differs(data: unknown, expected: unknown): string | undefined {
  if (canonicalJson(data) === canonicalJson(expected)) return undefined;
  return `It answered ${shortened(data)}, but should answer ${shortened(expected)}.`;
}

function shortened(value: unknown): string {
  const text = canonicalJson(value);
  return text.length <= 300 ? text : `${text.slice(0, 300)}...`;
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
  if (!entity || !isObject(data)) return `It should answer ${withArticle(name)}, not ${shortened(data)}.`;
  const key = String(data[entity.key]);
  const record = effect.after[entity.collection]?.[key];
  if (!record) return `It answered ${withArticle(name)} ${key} that does not exist.`;
  const isConcerned =
    !Object.hasOwn(effect.before[entity.collection] ?? {}, key) ||
    effect.changes.some((change) => change.collection === entity.collection && change.kind === 'change' && change.key === key);
  if (!isConcerned) return `It answered ${name} ${key}, which the call did not concern.`;
  return differs(data, record);
}
