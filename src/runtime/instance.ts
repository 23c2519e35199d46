import { BoundaryError } from '../base/errors.ts';
import { isObject, type Json } from '../base/json.ts';
import { suggestion } from '../base/nearest.ts';
import { callOutcome } from '../domain/call.ts';
import type { State } from '../domain/state.ts';
import type { ArgumentsValidator } from './arguments.ts';
import { type Point, pointAfter, progressAt, stateAt } from './journal.ts';
import { type CallAnswer, type Request, toldOfDefect } from './protocol.ts';
import type { CallReport, Instance, InvariantReport } from './sandbox.ts';
import type { Reply, Worker } from './supervisor/worker.ts';

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
  readonly seed: string;
  readonly start: string;
}

let instances = 0;

/** An instance that begins at a point. It lives in one worker, which is told about it when it needs to know. */
export function createInstance(episode: EpisodeOf, origin: Point): Instance {
  return instanceWithId(++instances, episode, origin);
}

function knownAs(id: number): string {
  return `instance ${id}`;
}

function instanceWithId(id: number, episode: EpisodeOf, origin: Point): Instance {
  const name = knownAs(id);
  const { module, worker, seed, start } = episode;
  let present = origin;
  let closed = false;

  const prepare = (known: Set<string>): Request[] => {
    const requests: Request[] = [];
    if (!known.has(module.key)) requests.push(module.load);
    known.add(module.key);
    if (!known.has(name)) {
      const here = present === origin ? undefined : { state: stateAt(present), progress: progressAt(present) };
      requests.push({
        op: 'create',
        instance: id,
        environment: module.key,
        origin: { seed, start, state: stateAt(origin), progress: progressAt(origin) },
        present: here,
      });
    }
    known.add(name);
    return requests;
  };

  /** Settles synchronously, so that the journal is right before the next answer is looked at. */
  const ask = <Value>(request: Request, settle: (reply: Reply) => Value, prepareFor = prepare): Promise<Value> => {
    if (closed) throw new Error('The instance is closed.');
    return new Promise((resolve, reject) => {
      worker.ask({
        prepare: prepareFor,
        forget: (known) => {
          known.delete(module.key);
          known.delete(name);
        },
        request,
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
    async call(tool, args) {
      const validator = module.validators.get(tool);
      if (!validator) {
        return mistake('unknown-tool', `There is no tool "${tool}".${suggestion(tool, [...module.validators.keys()])}`);
      }
      const checked = validator(args);
      if ('problem' in checked) return mistake('invalid-arguments', checked.problem);
      return ask({ op: 'call', instance: id, tool, arguments: checked.arguments }, (reply) => {
        if ('died' in reply)
          return { outcome: reply.died, result: toldOfDefect, patches: [], detail: `${tool}: ${reply.detail}` };
        const answer = callAnswer(okOf(reply));
        if (answer.outcome === 'success' && answer.progress.writes !== progressAt(present).writes) {
          present = pointAfter(present, answer.patches, answer.progress);
        }
        return reportOf(answer, module);
      });
    },
    snapshot: () => ask({ op: 'snapshot', instance: id }, (reply) => okOf(reply) as State),
    hash: () => ask({ op: 'hash', instance: id }, (reply) => String(okOf(reply))),
    invariants: () => ask({ op: 'instance-invariants', instance: id }, invariantReports),
    reset: () =>
      ask({ op: 'reset', instance: id }, (reply) => {
        okOf(reply);
        present = origin;
      }),
    fork() {
      const into = ++instances;
      const settle = (reply: Reply): Instance => {
        okOf(reply);
        return instanceWithId(into, episode, present);
      };
      return ask({ op: 'fork', instance: id, into }, settle, (known) => {
        const requests = prepare(known);
        known.add(knownAs(into));
        return requests;
      });
    },
    async close() {
      if (closed) return;
      const gone = ask(
        { op: 'drop', instance: id },
        () => undefined,
        (known) => {
          known.delete(name);
          return [];
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
  throw new BoundaryError(
    'sandbox',
    'died' in reply ? `The sandbox gave no answer: ${reply.detail}.` : `The sandbox refused: ${reply.problem}`,
    { evidence: reply },
  );
}

/** What the invariants said, or that they could not be asked. */
export function invariantReports(reply: Reply): readonly InvariantReport[] {
  if ('died' in reply) return [{ rule: '*', status: 'error', error: `the invariants were not answered: ${reply.detail}` }];
  const answers = okOf(reply);
  if (!Array.isArray(answers))
    throw new BoundaryError('sandbox', 'The sandbox answered the invariants with something else.', { evidence: answers });
  return answers.map((answer) => {
    const rule = isObject(answer) ? String(answer.rule) : '?';
    const judgement: unknown = isObject(answer) ? answer.judgement : undefined;
    if (typeof judgement === 'boolean') return { rule, status: judgement ? 'holds' : 'broken' };
    return { rule, status: 'error', error: isObject(judgement) ? String(judgement.error) : 'it was not answered' };
  });
}

function callAnswer(value: Json): CallAnswer {
  const known =
    isObject(value) &&
    callOutcome.options.some((outcome) => outcome === value.outcome) &&
    Array.isArray(value.patches) &&
    isObject(value.progress);
  if (!known) throw new BoundaryError('sandbox', 'The sandbox answered a call with something else.', { evidence: value });
  return value as unknown as CallAnswer;
}
