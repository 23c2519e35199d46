import { inspect } from 'node:util';
import { hashJson } from '../../base/hash.ts';
import { isObject } from '../../base/json.ts';
import type { Check, CheckResult } from '../../domain/checks/check.ts';
import { type Episode, type EpisodePart, toldOf } from '../../domain/checks/episode.ts';
import { looksAt } from '../../domain/checks/kinds.ts';
import type { CompiledChecks } from '../compiler/compiler.ts';
import { type Judgement, lineOf, type Request } from '../protocol.ts';
import type { Branch, Diagnostic, EpisodeStart, OpenEnvironment } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import type { Reply, Worker } from '../supervisor/worker.ts';
import { finalText } from './final-state.ts';
import { createInstance, invariantReports, type LoadedModule, okOf } from './instance.ts';
import { createOrigins, type Origins } from './origins.ts';

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
        throw new SandboxError('An episode needs a state: an object with its collections.', {
          kind: 'start',
          given: inspect(start.state),
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
      const looked = new Set(checks.flatMap(({ predicate }) => looksAt(predicate)));
      const results = groupsOf(episodes).map((group) => evaluateGroup(checks, set, { group, looksAt: looked, pick }));
      return (await Promise.all(results)).flat();
    },
  };
}

const MAX_CHECK_SETS = 50;

interface CheckSet {
  readonly key: string;
  readonly compiled: CompiledChecks;
}

/** Episodes with one beginning, which is sent only once. */
interface Judged {
  readonly group: readonly Episode[];
  /** What the checks look at. Results of calls are large: they stay here where only states are judged. */
  readonly looksAt: ReadonlySet<EpisodePart>;
  pick(): Worker;
}

const MAX_GROUP = 16;

/** Neighbours that began with the same state. */
function groupsOf(episodes: readonly Episode[]): Episode[][] {
  const groups: Episode[][] = [];
  for (const episode of episodes) {
    const last = groups.at(-1);
    if (last && last.length < MAX_GROUP && last[0]?.initial === episode.initial) last.push(episode);
    else groups.push([episode]);
  }
  return groups;
}

/** All checks on all episodes in one request. Where that kills the process, smaller ones, to find the guilty. */
async function evaluateGroup(
  checks: readonly Check[],
  set: CheckSet,
  judged: Judged,
): Promise<readonly (readonly CheckResult[])[]> {
  const sound = checks.filter((check) => !set.compiled.problems.has(check.id)).map((check) => check.id);
  const together = await judgeChecks(sound, set, judged);
  if (typeof together === 'string' && judged.group.length > 1) {
    const apart = judged.group.map((episode) => evaluateGroup(checks, set, { ...judged, group: [episode] }));
    return (await Promise.all(apart)).flat();
  }
  if (typeof together !== 'string') return together.map((judgements) => resultsOf(checks, set, new Map(zip(sound, judgements))));
  const judgements = new Map<string, Judgement>();
  for (const id of sound) {
    const alone = await judgeChecks([id], set, judged);
    judgements.set(id, typeof alone === 'string' ? { error: alone } : (alone[0]?.[0] ?? { error: 'it was not answered' }));
  }
  return [resultsOf(checks, set, judgements)];
}

function zip(ids: readonly string[], judgements: readonly Judgement[]): [string, Judgement][] {
  return ids.map((id, index) => [id, judgements[index] ?? { error: 'it was not answered' }]);
}

function resultsOf(
  checks: readonly Check[],
  { compiled }: CheckSet,
  judgements: ReadonlyMap<string, Judgement>,
): readonly CheckResult[] {
  return checks.map((check) => {
    const problems = compiled.problems.get(check.id);
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

/** The judgements of each episode, or what killed the process (or kept the checks from loading). */
function judgeChecks(
  ids: readonly string[],
  set: CheckSet,
  { group, looksAt, pick }: Judged,
): Promise<readonly (readonly Judgement[])[] | string> {
  const initial = group[0]?.initial;
  if (ids.length === 0 || !initial) return Promise.resolve(group.map(() => []));
  const needs = { name: set.key, request: { op: 'load-checks', checks: set.key, script: set.compiled.script } } as const;
  const episodes = group.map((episode) => ({ final: finalText(initial, episode.final), told: toldOf(episode, looksAt) }));
  return ask(pick(), { needs, request: { op: 'evaluate', checks: set.key, ids, initial, episodes } }, (reply) => {
    if ('died' in reply) return reply.detail;
    if ('problem' in reply) return reply.problem;
    const isAnswer = Array.isArray(reply.ok) && reply.ok.length === group.length && reply.ok.every(Array.isArray);
    return isAnswer ? (reply.ok as readonly (readonly Judgement[])[]) : 'the answer is not a list';
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

/** Loads a module in one process, to learn whether it loads at all. Throws a SandboxError where it does not. */
export function tryLoading(worker: Worker, module: LoadedModule): Promise<void> {
  return ask(worker, { request: module.load }, (reply) => {
    okOf(reply);
  });
}

/** The beginning of an episode in the form the clock of the sandbox reads. */
function momentOf({ start }: EpisodeStart): string {
  const moment = new Date(start);
  if (!/^\d{4}-\d{2}-\d{2}/.test(start) || Number.isNaN(moment.getTime())) {
    throw new SandboxError(`An episode cannot start at "${start}": give an ISO date-time in UTC such as 2026-03-09T09:00:00Z.`, {
      kind: 'start',
      given: start,
    });
  }
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
