import { mapBounded } from '../../../base/concurrency.ts';
import { canonicalJson, isObject, type Json } from '../../../base/json.ts';
import { inParts } from '../../../base/parts.ts';
import type { AgentsReport, CheckVerdict, TestKind } from '../../../domain/environment/agents-report.ts';
import type { Finding } from '../../../domain/environment/assessment.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import type { InitialState } from '../../../domain/initial-state.ts';
import type { ToolCall } from '../../../domain/rollout/call.ts';
import type { Patch, State } from '../../../domain/state.ts';
import type { WrittenBy } from '../../../domain/written-by.ts';
import type { Work, WorkName } from '../../../generation/author.ts';
import { type CallToJudge, judgeCall, proposeCall } from '../../../generation/work/calls.ts';
import type { Instance, OpenEnvironment } from '../../../sandbox/sandbox.ts';
import { shownRecords } from '../gates/shown-records.ts';
import { balancedRounds, type Round } from './balanced-rounds.ts';
import { changeLine, helpersOf } from './call-context.ts';

/** Independent sequences of calls at most; they run at the same time. */
const sequences = 4;
/**
 * Calls that are proposed, made and judged together. Every request tells a model the records again, so it is asked for as many
 * as can be thought through at a time; the embedded author thinks of one at a time and should see what the others did.
 */
const callsPerRequest = { procedural: 4, model: 10 };

/** What the two agents may use. */
export interface AgentsContext {
  ask<Input, Answer>(work: Work<Input, Answer>, input: Input): Promise<Answer>;
  writtenBy(work: WorkName): WrittenBy;
  readonly opened: OpenEnvironment;
  readonly seed: string;
}

export interface AgentsOutcome {
  readonly report: AgentsReport;
  /** A finding for each call that failed, with the calls that lead to it. */
  readonly findings: readonly Finding[];
}

/**
 * The two agents of the paper: a testing agent proposes calls in balance over tools, positive and negative, a checking agent
 * judges what came of each. A round without a usable proposal or without a judgement does not count, and is told.
 */
export async function testByAgents(
  environment: Environment,
  states: readonly InitialState[],
  rounds: number,
  context: AgentsContext,
): Promise<AgentsOutcome> {
  const planned = balancedRounds(environment.tools, rounds, context.seed);
  const count = Math.min(sequences, Math.ceil(rounds / together(context)));
  const share = Array.from({ length: count }, (_, index) => planned.filter((_round, number) => number % count === index));
  const played = await mapBounded(share, sequences, (own, index) => {
    const state = index % states.length;
    const initial = states[state];
    if (!initial) throw new Error('the agents need a state');
    return playSequence({ environment, initial, state, number: index, seed: `${context.seed}/agents/${index}`, context }, own);
  });
  const judged = played.flatMap((sequence) => sequence.judged);
  const uncounted = played.flatMap((sequence) => sequence.uncounted);
  return {
    report: {
      rounds,
      judged: judged.length,
      uncounted: [...new Set(uncounted)].sort().map((reason) => ({
        reason,
        rounds: uncounted.filter((other) => other === reason).length,
      })),
      testing: context.writtenBy('propose-call'),
      checking: context.writtenBy('judge-call'),
      tools: environment.tools.map(({ name }) => ({
        tool: name,
        positive: countsOf(judged, name, 'positive'),
        negative: countsOf(judged, name, 'negative'),
      })),
      remarks: judged
        .filter(({ verdict }) => verdict !== 'pass')
        .map(({ made, kind, verdict, reason }) => ({ call: made.call, kind, verdict, outcome: made.outcome, reason })),
    },
    findings: judged
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ made, kind, reason, counterexample }) => ({
        gate: 'agents' as const,
        about: made.call.tool,
        message: `${made.call.tool} (${kind} call, ${made.outcome}): ${reason}`,
        counterexample,
      })),
  };
}

function together(context: AgentsContext): number {
  return callsPerRequest[context.writtenBy('propose-call').provider === 'procedural' ? 'procedural' : 'model'];
}

interface Judged {
  readonly made: { readonly call: ToolCall; readonly outcome: CallToJudge['call']['outcome'] };
  readonly kind: TestKind;
  readonly verdict: CheckVerdict;
  readonly reason: string;
  readonly counterexample: NonNullable<Finding['counterexample']>;
}

function countsOf(judged: readonly Judged[], tool: string, kind: TestKind): Record<CheckVerdict, number> {
  const own = judged.filter((item) => item.made.call.tool === tool && item.kind === kind);
  const count = (verdict: CheckVerdict): number => own.filter((item) => item.verdict === verdict).length;
  return { pass: count('pass'), warning: count('warning'), fail: count('fail') };
}

interface Sequence {
  readonly environment: Environment;
  readonly initial: InitialState;
  /** Number of the state, from 0. */
  readonly state: number;
  readonly number: number;
  readonly seed: string;
  readonly context: AgentsContext;
}

/** What has happened in a sequence so far. */
interface SequenceLog {
  readonly instance: Instance;
  present: State;
  writes: number;
  readonly changes: Patch[];
  readonly history: string[];
  /** The calls that changed something: all that a counterexample needs before its last call. */
  readonly effective: ToolCall[];
}

interface Played {
  readonly judged: Judged[];
  /** For each round that does not count, why. */
  readonly uncounted: string[];
}

async function playSequence(sequence: Sequence, rounds: readonly Round[]): Promise<Played> {
  const { initial, seed, context } = sequence;
  const instance = await context.opened.create({ state: initial.state, seed, start: initial.start });
  const log: SequenceLog = { instance, present: initial.state, writes: 0, changes: [], history: [], effective: [] };
  const played: Played = { judged: [], uncounted: [] };
  try {
    for (const wanted of inParts(rounds, together(context))) {
      const part = await playPart(sequence, log, wanted);
      played.judged.push(...part.judged);
      played.uncounted.push(...part.uncounted);
    }
    return played;
  } finally {
    await instance.close();
  }
}

async function playPart(sequence: Sequence, log: SequenceLog, wanted: readonly Round[]): Promise<Played> {
  const { environment, initial, context } = sequence;
  const { skeleton, slug, tools } = environment;
  const answer = await context.ask(proposeCall, {
    slug,
    skeleton,
    tools: tools.filter((tool) => wanted.some((round) => round.tool === tool.name)),
    wanted,
    records: shownRecords(skeleton, initial.state),
    changes: log.changes.map(changeLine),
    history: log.history,
    present: log.present,
    now: momentAfter(initial.start, log.writes),
    number: sequence.number * 1000 + log.history.length,
  });
  const { usable, unusable } = matched(wanted, answer.calls);
  const made: { toJudge: CallToJudge; counterexample: Judged['counterexample'] }[] = [];
  for (const { call, kind, expected } of usable) {
    const counterexample = { state: sequence.state, seed: sequence.seed, calls: [...log.effective, call] };
    made.push({ toJudge: await make(sequence, log, { call, kind, expected, number: made.length + 1 }), counterexample });
  }
  const missing = wanted.length - usable.length - unusable.length;
  const uncounted = [
    ...unusable,
    ...Array.from({ length: missing }, () => `not proposed: ${answer.note ?? 'no reason was given'}`),
  ];
  if (made.length === 0) return { judged: [], uncounted };
  const verdicts = await judge(
    environment,
    made.map(({ toJudge }) => toJudge),
    context,
  );
  const judged: Judged[] = [];
  for (const { toJudge, counterexample } of made) {
    const found = verdicts.get(toJudge.number);
    if (!found) uncounted.push('not judged: the checking agent left it out');
    else if (found.verdict === 'unjudged') uncounted.push(`not judged: ${found.reason}`);
    else {
      const { call, kind } = toJudge;
      const plain = { tool: call.tool, arguments: call.arguments };
      judged.push({
        made: { call: plain, outcome: call.outcome },
        kind,
        verdict: found.verdict,
        reason: found.reason,
        counterexample,
      });
    }
  }
  return { judged, uncounted };
}

interface Proposed {
  readonly call: ToolCall;
  readonly kind: TestKind;
  readonly expected: string;
}

/** Proposals in the order in which they were wanted. One that is for no wanted tool, or has no JSON arguments, is unusable. */
function matched(
  wanted: readonly Round[],
  proposals: readonly { readonly tool: string; readonly arguments: string; readonly expected: string }[],
): { usable: Proposed[]; unusable: string[] } {
  const open = [...wanted];
  const usable: Proposed[] = [];
  const unusable: string[] = [];
  for (const proposal of proposals) {
    const at = open.findIndex((round) => round.tool === proposal.tool);
    const round = open[at];
    if (!round) continue;
    open.splice(at, 1);
    const args = argumentsFrom(proposal.arguments);
    if (args) usable.push({ call: { tool: round.tool, arguments: args }, kind: round.kind, expected: proposal.expected });
    else unusable.push('unusable proposal: the arguments are not a JSON object');
  }
  return { usable, unusable };
}

function argumentsFrom(text: string): Record<string, Json> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // What JSON.parse gives is JSON.
    return isObject(value) ? (value as Record<string, Json>) : undefined;
  } catch {
    return undefined;
  }
}

async function make(
  { environment, initial }: Sequence,
  log: SequenceLog,
  { call, kind, expected, number }: Proposed & { readonly number: number },
): Promise<CallToJudge> {
  const before = log.present;
  const now = momentAfter(initial.start, log.writes);
  const { outcome, result, patches } = await log.instance.call(call.tool, call.arguments);
  if (patches.length > 0) {
    log.present = await log.instance.snapshot();
    log.changes.push(...patches);
    log.effective.push(call);
  }
  const isWrite = environment.tools.some((tool) => tool.name === call.tool && tool.effect === 'write');
  if (isWrite && outcome === 'success') log.writes++;
  log.history.push(`${call.tool} ${canonicalJson(call.arguments)} -> ${outcome}`);
  return {
    number,
    call: { ...call, outcome, result, patches: [...patches] },
    kind,
    expected,
    now,
    changes: patches.map(changeLine),
    before,
    after: log.present,
  };
}

async function judge(
  environment: Environment,
  calls: readonly CallToJudge[],
  context: AgentsContext,
): Promise<Map<number, { verdict: CheckVerdict | 'unjudged'; reason: string }>> {
  const { skeleton, code, slug } = environment;
  const names = [...new Set(calls.map(({ call }) => call.tool))];
  const operations = skeleton.operations.filter((operation) => names.includes(operation.name));
  const answer = await context.ask(judgeCall, {
    slug,
    skeleton,
    operations: operations.map(({ name, description }) => ({
      name,
      description,
      source: code.methods.find((method) => method.operation === name)?.body ?? '',
    })),
    helpers: helpersOf(code, names),
    records: shownRecords(
      skeleton,
      calls[0]?.before ?? {},
      calls.map(({ call }) => call),
    ),
    calls,
  });
  return new Map(answer.verdicts.map(({ number, verdict, reason }) => [number, { verdict, reason }]));
}

/** The clock of an episode moves on by one minute after every successful write. */
function momentAfter(start: string, writes: number): string {
  return `${new Date(Date.parse(start) + writes * 60_000).toISOString().slice(0, 19)}Z`;
}
