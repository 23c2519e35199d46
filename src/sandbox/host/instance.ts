import { inspect } from 'node:util';
import { isObject, type Json } from '../../base/json.ts';
import { suggestion } from '../../base/nearest.ts';
import { callOutcome } from '../../domain/rollout/call.ts';
import type { State } from '../../domain/state.ts';
import { type CallAnswer, callLine, lineOf, type Request, restoreLine, shareLine, toldOfDefect } from '../protocol.ts';
import type { CallReport, Instance, InvariantReport } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import type { Reply, Worker } from '../supervisor/worker.ts';
import type { ArgumentsValidator } from './arguments.ts';
import { isAtBeginning, type Point, pointAfter, pointAt, stateAt, stateTextAt } from './journal.ts';
import type { Origin, Origins } from './origins.ts';

/** An environment as its instances need it. */
export interface LoadedModule {
  readonly key: string;
  readonly load: Extract<Request, { op: 'load' }>;
  readonly validators: ReadonlyMap<string, ArgumentsValidator>;
  /** Where in the module something was thrown, or an empty text. */
  locate(stack: string): string;
}

export interface EpisodeOf {
  readonly module: LoadedModule;
  readonly worker: Worker;
  readonly origins: Origins;
  readonly seed: string;
  readonly start: string;
}

let instances = 0;

/** Where an instance stood when a snapshot of it was taken. */
const snapshots = new WeakMap<State, { readonly module: LoadedModule; readonly point: Point }>();

/** An instance that begins with a state. It lives in one worker, which is told about it when it needs to know. */
export function createInstance(episode: EpisodeOf, state: State): Instance {
  return instanceWithId(++instances, episode, pointAt(episode.origins.take(state)));
}

function knownAs(id: number): string {
  return `instance ${id}`;
}

function sharedAs({ shared }: Origin): string {
  return `state ${shared}`;
}

/** `origin.begin` has been counted for this instance. */
function instanceWithId(id: number, episode: EpisodeOf, origin: Point): Instance {
  const name = knownAs(id);
  const { module, worker, origins, seed, start } = episode;
  const { begin } = origin;
  let present = origin;
  let closed = false;

  const prepare = (known: Set<string>): string[] => {
    if (known.has(name)) return [];
    const lines: string[] = [];
    if (!known.has(module.key)) lines.push(lineOf(module.load));
    known.add(module.key);
    const isShared = isAtBeginning(origin);
    if (isShared && !known.has(sharedAs(begin))) {
      lines.push(shareLine(begin.shared, begin.text));
      known.add(sharedAs(begin));
    }
    lines.push(
      lineOf({
        op: 'create',
        instance: id,
        environment: module.key,
        origin: {
          seed,
          start,
          begin: isShared ? { shared: begin.shared } : { state: stateAt(origin) },
          progress: origin.progress,
        },
        present: present === origin ? undefined : { state: stateAt(present), progress: present.progress },
      }),
    );
    known.add(name);
    return lines;
  };

  const forget = (known: Set<string>): void => {
    known.delete(module.key);
    known.delete(name);
    known.delete(sharedAs(begin));
  };

  /** Settles synchronously, so that the journal is right before the next answer is looked at. */
  const ask = <Value>(line: string, settle: (reply: Reply) => Value, prepareFor = prepare): Promise<Value> => {
    if (closed) throw new Error('The instance is closed.');
    return new Promise((resolve, reject) => {
      worker.ask({
        prepare: prepareFor,
        forget,
        line,
        settle: (reply) => {
          try {
            resolve(settle(reply));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
      });
    });
  };

  return {
    call(tool, args) {
      const validator = module.validators.get(tool);
      if (!validator) {
        const known = [...module.validators.keys()];
        return Promise.resolve(mistake('unknown-tool', `There is no tool "${tool}".${suggestion(tool, known)}`));
      }
      const checked = validator(args);
      if ('problem' in checked) return Promise.resolve(mistake('invalid-arguments', checked.problem));
      return ask(callLine(id, tool, checked.text), (reply) => {
        if ('died' in reply)
          return { outcome: reply.died, result: toldOfDefect, patches: [], detail: `${tool}: ${reply.detail}` };
        const answer = callAnswer(okOf(reply));
        if (answer.outcome === 'success' && answer.progress.writes !== present.progress.writes) {
          present = pointAfter(present, answer.patches, answer.progress);
        }
        return reportOf(answer, module);
      });
    },
    snapshot: () =>
      ask(lineOf({ op: 'snapshot', instance: id }), (reply) => {
        const state = stateOf(okOf(reply));
        snapshots.set(state, { module, point: present });
        return state;
      }),
    async restore(snapshot) {
      const taken = snapshots.get(snapshot);
      if (taken?.module.key !== module.key)
        throw new SandboxError('An instance goes back to a snapshot of its environment only; this is none.', {
          kind: 'start',
          given: inspect(snapshot),
        });
      const { point } = taken;
      await ask(restoreLine(id, stateTextAt(point), point.progress), (reply) => {
        okOf(reply);
        present = point;
      });
    },
    hash: () => ask(lineOf({ op: 'hash', instance: id }), (reply) => String(okOf(reply))),
    invariants: () => ask(lineOf({ op: 'instance-invariants', instance: id }), invariantReports),
    reset: () =>
      ask(lineOf({ op: 'reset', instance: id }), (reply) => {
        okOf(reply);
        present = origin;
      }),
    fork() {
      const into = ++instances;
      const settle = (reply: Reply): Instance => {
        okOf(reply);
        begin.uses++;
        return instanceWithId(into, episode, present);
      };
      return ask(lineOf({ op: 'fork', instance: id, into }), settle, (known) => {
        const requests = prepare(known);
        known.add(knownAs(into));
        return requests;
      });
    },
    async close() {
      if (closed) return;
      const isLast = origins.release(begin);
      const gone = ask(
        lineOf({ op: 'drop', instance: id }),
        () => undefined,
        (known) => {
          known.delete(name);
          // Nobody begins with that state any more.
          return isLast && known.delete(sharedAs(begin)) ? [lineOf({ op: 'unshare', shared: begin.shared })] : [];
        },
      );
      closed = true;
      await gone;
    },
  };
}

function mistake(outcome: 'unknown-tool' | 'invalid-arguments', error: string): CallReport {
  return { outcome, result: { success: false, error }, patches: [] };
}

function reportOf(answer: CallAnswer, module: LoadedModule): CallReport {
  const { outcome, result, patches, detail, reached } = answer;
  const place = answer.stack ? module.locate(answer.stack) : '';
  return {
    outcome,
    result,
    patches,
    ...(detail === undefined ? {} : { detail: `${detail}${place}` }),
    ...(reached === undefined ? {} : { reached }),
  };
}

/** The value of a reply that must be there. */
export function okOf(reply: Reply): Json {
  if ('ok' in reply) return reply.ok;
  if ('died' in reply) throw new SandboxError(`The sandbox gave no answer: ${reply.detail}.`, { kind: 'died', ...reply });
  throw new SandboxError(`The sandbox refused: ${reply.problem}`, { kind: 'refused', problem: reply.problem });
}

/** What the invariants said, or that they could not be asked. */
export function invariantReports(reply: Reply): readonly InvariantReport[] {
  if ('died' in reply) return [{ rule: '*', status: 'error', error: `the invariants were not answered: ${reply.detail}` }];
  const answers = okOf(reply);
  if (!Array.isArray(answers))
    throw new SandboxError('The sandbox answered the invariants with something else.', { kind: 'reply', reply: answers });
  return answers.map((answer) => {
    const rule = isObject(answer) ? String(answer.rule) : '?';
    const judgement: unknown = isObject(answer) ? answer.judgement : undefined;
    if (typeof judgement === 'boolean') return { rule, status: judgement ? 'holds' : 'broken' };
    return { rule, status: 'error', error: isObject(judgement) ? String(judgement.error) : 'it was not answered' };
  });
}

function callAnswer(value: Json): CallAnswer {
  if (isCallAnswer(value)) return value;
  throw new SandboxError('The sandbox answered a call with something else.', { kind: 'reply', reply: value });
}

function isCallAnswer(value: unknown): value is CallAnswer {
  return (
    isObject(value) &&
    callOutcome.options.some((outcome) => outcome === value.outcome) &&
    isObject(value.result) &&
    Array.isArray(value.patches) &&
    isObject(value.progress)
  );
}

function stateOf(value: Json): State {
  if (isState(value)) return value;
  throw new SandboxError('The sandbox answered with something that is no state.', { kind: 'reply', reply: value });
}

/** What the sandbox was told as a state keeps its form: that it is one at all is what can go wrong here. */
function isState(value: unknown): value is State {
  return isObject(value);
}
