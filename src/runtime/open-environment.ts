import { BoundaryError } from '../base/errors.ts';
import { hashJson } from '../base/hash.ts';
import { isObject, type Json } from '../base/json.ts';
import type { ToolResult } from '../domain/call.ts';
import { type Check, type CheckResult, looksAtCalls } from '../domain/check.ts';
import type { CompiledChecks } from './compile/compiler.ts';
import { createInstance, invariantReports, type LoadedModule, okOf } from './instance.ts';
import { createOrigins, type Origins } from './origins.ts';
import { type Judgement, lineOf, type Request } from './protocol.ts';
import type { Branch, Diagnostic, Episode, EpisodeStart, OpenEnvironment } from './sandbox.ts';
import type { Reply, Worker } from './supervisor/worker.ts';

export interface OpenOptions {
  readonly module: LoadedModule;
  readonly branches: readonly Branch[];
  /** The worker with the least to do. */
  pick(): Worker;
  compileChecks(checks: readonly Check[]): Promise<CompiledChecks>;
}

/** An environment that has passed the compiler and is known to load. */
export function openEnvironment({ module, branches, pick, compileChecks }: OpenOptions): OpenEnvironment {
  const checkSets = new Map<string, Promise<CheckSet>>();

  const origins = new Map<Worker, Origins>();
  const originsOf = (worker: Worker): Origins => {
    const known = origins.get(worker) ?? createOrigins();
    origins.set(worker, known);
    return known;
  };

  const needsModule = { name: module.key, request: module.load };

  const checkSetOf = (checks: readonly Check[]): Promise<CheckSet> => {
    const key = hashJson(checks.map(({ id, source }) => [id, source]));
    const set =
      checkSets.get(key) ?? compileChecks(checks).then((compiled) => ({ key: `checks ${module.key} ${key}`, compiled }));
    checkSets.set(key, set);
    // A certificate asks for the same set again and again; a set of long ago is compiled again.
    if (checkSets.size > MAX_CHECK_SETS) checkSets.delete(checkSets.keys().next().value ?? key);
    return set;
  };

  return {
    branches,

    async create(start) {
      if (!isObject(start.state))
        throw new BoundaryError('sandbox', 'An episode needs a state: an object with its collections.', {
          evidence: start.state,
        });
      const worker = pick();
      const episode = { module, worker, origins: originsOf(worker), seed: start.seed, start: momentOf(start) };
      return createInstance(episode, start.state);
    },

    invariants: (states) =>
      Promise.all(
        states.map((state) =>
          ask(pick(), { needs: needsModule, request: { op: 'invariants', environment: module.key, state } }, (reply) =>
            invariantReports(reply),
          ),
        ),
      ),

    async evaluate(checks, episodes) {
      if (checks.length === 0) return episodes.map(() => []);
      const set = await checkSetOf(checks);
      const json = checks.some((check) => looksAtCalls(check.predicate)) ? episodeInFull : episodeJson;
      return Promise.all(episodes.map((episode) => evaluateEpisode(checks, set, { episode: json(episode), pick })));
    },
  };
}

const MAX_CHECK_SETS = 50;

interface CheckSet {
  readonly key: string;
  readonly compiled: CompiledChecks;
}

interface Judged {
  readonly episode: Json;
  pick(): Worker;
}

/** All checks in one request. Where that kills the process, one by one, to find the guilty. */
async function evaluateEpisode(checks: readonly Check[], set: CheckSet, judged: Judged): Promise<readonly CheckResult[]> {
  const sound = checks.filter((check) => !set.compiled.problems.has(check.id)).map((check) => check.id);
  const judgements = new Map<string, Judgement>();
  const together = await judgeChecks(sound, set, judged);
  for (const [index, id] of sound.entries()) {
    const alone = Array.isArray(together) ? together.slice(index, index + 1) : await judgeChecks([id], set, judged);
    judgements.set(id, Array.isArray(alone) ? (alone[0] ?? { error: 'it was not answered' }) : { error: alone });
  }
  return checks.map((check) => {
    const problems = set.compiled.problems.get(check.id);
    return problems
      ? { id: check.id, status: 'error', error: problems.map(problemText).join('; ') }
      : resultOf(check.id, judgements.get(check.id));
  });
}

function problemText(problem: Diagnostic): string {
  return `line ${problem.line}: ${problem.message}${problem.advice === undefined ? '' : ` ${problem.advice}`} [${problem.rule}]`;
}

function resultOf(id: string, judgement: Judgement | undefined): CheckResult {
  if (typeof judgement === 'boolean') return { id, status: judgement ? 'pass' : 'fail' };
  return { id, status: 'error', error: judgement?.error ?? 'it was not answered' };
}

/** The judgements, or what killed the process (or kept the checks from loading). */
function judgeChecks(ids: readonly string[], set: CheckSet, { episode, pick }: Judged): Promise<readonly Judgement[] | string> {
  if (ids.length === 0) return Promise.resolve([]);
  const needs = { name: set.key, request: { op: 'load-checks', checks: set.key, script: set.compiled.script.text } } as const;
  return ask(pick(), { needs, request: { op: 'evaluate', checks: set.key, ids, episode } }, (reply) => {
    if ('died' in reply) return reply.detail;
    if ('problem' in reply) return reply.problem;
    return Array.isArray(reply.ok) ? (reply.ok as readonly Judgement[]) : 'the answer is not a list';
  });
}

function ask<Value>(
  worker: Worker,
  task: { readonly needs?: { readonly name: string; readonly request: Request }; readonly request: Request },
  settle: (reply: Reply) => Value,
): Promise<Value> {
  const { needs, request } = task;
  return new Promise((resolve, reject) => {
    worker.ask({
      line: lineOf(request),
      prepare(known) {
        if (!needs || known.has(needs.name)) return [];
        known.add(needs.name);
        return [lineOf(needs.request)];
      },
      forget(known) {
        if (needs) known.delete(needs.name);
      },
      settle: (reply) => {
        try {
          resolve(settle(reply));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      },
    });
  });
}

/** Loads a module in one process, to learn whether it loads at all. Throws BoundaryError where it does not. */
export function tryLoading(worker: Worker, module: LoadedModule): Promise<void> {
  return ask(worker, { request: module.load }, (reply) => {
    okOf(reply);
  });
}

/** Results stay here: they are large, and a check of states alone has no use for them. */
function episodeJson({ initial, final, calls }: Episode): Json {
  return {
    initial,
    final,
    calls: calls.map(({ tool, arguments: args, outcome }) => ({ tool, arguments: args, outcome, result: null })),
  };
}

function episodeInFull({ initial, final, calls }: Episode): Json {
  const seen = calls.map(({ tool, arguments: args, outcome, result }) => ({
    tool,
    arguments: args,
    outcome,
    result: plainResult(result),
  }));
  return { initial, final, calls: seen };
}

function plainResult(result: ToolResult): Json {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined)) as Json;
}

/** The beginning of an episode in the form the clock of the sandbox reads. */
function momentOf({ start }: EpisodeStart): string {
  const moment = new Date(start);
  if (!/^\d{4}-\d{2}-\d{2}/.test(start) || Number.isNaN(moment.getTime())) {
    throw new BoundaryError(
      'sandbox',
      `An episode cannot start at "${start}": give an ISO date-time in UTC such as 2026-03-09T09:00:00Z.`,
    );
  }
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
