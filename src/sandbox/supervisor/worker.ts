import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { nextTick } from 'node:process';
import { isObject, type Json } from '../../base/json.ts';
import type { SandboxLimits } from '../sandbox.ts';
import { processorTimeMs, residentMemoryMb } from './process-figures.ts';
import { spawnGuest } from './spawn-guest.ts';

/** What came of a task: an answer, a request that made no sense, or the end of the process while it worked on it. */
export type Reply =
  | { readonly ok: Json }
  | { readonly problem: string }
  | { readonly died: 'deadline' | 'memory' | 'crashed'; readonly detail: string };

/**
 * Something for a process to do. `prepare` says what the process must be told first; `known` holds what it was told already
 * and is empty in a process that has just started. Everything is called again when the process died under another task.
 */
interface Task {
  prepare(known: Set<string>): readonly string[];
  /** Takes back what `prepare` noted, when a request of the preparation failed. */
  forget(known: Set<string>): void;
  /** The request itself: see protocol.ts for the lines. */
  readonly line: string;
  settle(reply: Reply): void;
}

/** A place where tasks are worked on in order, by a process that is started on demand and again after it died. */
export interface Worker {
  ask(task: Task): void;
  /** Tasks not answered yet. */
  readonly load: () => number;
  /** The process, while there is one. */
  readonly pid: () => number | undefined;
  close(): Promise<void>;
}

const WATCH_MS = 20;
const START_MS = 30_000;
const MAX_START_FAILURES = 3;
const CLOSE_MS = 1_000;

/** One running process. `expected` lists, for every line it still owes, the task the line belongs to. */
interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly known: Set<string>;
  readonly expected: { readonly task: Task; readonly isLast: boolean }[];
  ready: boolean;
  /** Lines on their way. */
  outbox: string[];
  flushing: boolean;
  partial: string[];
  errors: string;
  /** When it began with what it works on. */
  since: number;
  /** The processor time it had used then, and for which `since` that was looked up. */
  usedMs: { readonly since: number; readonly ms: number | undefined } | undefined;
  overdue: boolean;
  baseMb: number | undefined;
  killedFor: 'deadline' | 'memory' | undefined;
  stdoutEnded: boolean;
}

export function createWorker(limits: SandboxLimits): Worker {
  const tasks: Task[] = [];
  /** Tasks under which a process ended for no reason of ours: tried once more, since somebody else may have killed it. */
  const suspects = new WeakSet<Task>();
  let running: Running | undefined;
  let watch: NodeJS.Timeout | undefined;
  let startFailures = 0;
  let closing = false;

  const send = (process: Running, task: Task): void => {
    const idle = process.expected.length === 0;
    for (const line of task.prepare(process.known)) {
      process.expected.push({ task, isLast: false });
      process.outbox.push(line);
    }
    process.expected.push({ task, isLast: true });
    process.outbox.push(task.line);
    if (idle) begin(process);
    // What is asked for in one turn of the event loop goes out in one piece.
    if (!process.flushing) {
      process.flushing = true;
      nextTick(flush, process);
    }
    watch ??= setInterval(look, WATCH_MS);
  };

  const flush = (process: Running): void => {
    process.flushing = false;
    process.child.stdin.write(`${process.outbox.join('\n')}\n`);
    process.outbox = [];
  };

  const begin = (process: Running): void => {
    process.since = performance.now();
    process.overdue = false;
    process.baseMb = undefined;
  };

  const start = (): Running => {
    const child = spawnGuest(limits);
    const process: Running = {
      child,
      known: new Set(),
      expected: [],
      ready: false,
      outbox: [],
      flushing: false,
      partial: [],
      errors: '',
      since: performance.now(),
      usedMs: undefined,
      overdue: false,
      baseMb: undefined,
      killedFor: undefined,
      stdoutEnded: false,
    };
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => receive(process, chunk));
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (chunk: string) => {
      process.errors = (process.errors + chunk).slice(-4000);
    });
    child.on('error', (error) => {
      process.errors += String(error);
      if (child.pid === undefined) ended(process, 'it cannot be started');
    });
    // After `close` everything the process wrote has been read.
    child.on('close', (code, signal) => ended(process, signal ? `signal ${signal}` : `exit code ${code}`));
    return process;
  };

  const receive = (process: Running, chunk: string): void => {
    const pieces = chunk.split('\n');
    const rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      const line = process.partial.join('') + piece;
      process.partial = [];
      answered(process, line);
    }
    if (rest !== '') process.partial.push(rest);
  };

  const answered = (process: Running, line: string): void => {
    const answer = parsed(line);
    if (!isObject(answer)) {
      process.errors += 'it answered with something that is not a line of JSON';
      process.child.kill('SIGKILL');
      return;
    }
    begin(process);
    if ('ready' in answer) {
      process.ready = true;
      startFailures = 0;
      return;
    }
    const next = process.expected.shift();
    if (!next || running !== process) return;
    if (typeof answer.problem === 'string') {
      dropRest(process, next);
      finish(next.task, { problem: answer.problem });
    } else if (next.isLast) finish(next.task, { ok: answer.ok as Json });
  };

  /** A task that failed in its preparation is over, but its other lines still come: nobody waits for them. */
  const dropRest = (process: Running, failed: { readonly task: Task; readonly isLast: boolean }): void => {
    if (failed.isLast) return;
    const nobody: Task = { ...failed.task, settle: () => {} };
    for (let i = 0; i < process.expected.length; i++) {
      const entry = process.expected[i];
      if (entry?.task === failed.task) process.expected[i] = { task: nobody, isLast: entry.isLast };
    }
    failed.task.forget(process.known);
  };

  const finish = (task: Task, reply: Reply): void => {
    const at = tasks.indexOf(task);
    if (at >= 0) tasks.splice(at, 1);
    task.settle(reply);
  };

  /** Stops a process that takes too long or too much. An answer that waits to be read is read first: it needs two looks. */
  const look = (): void => {
    const process = running;
    if (!process || process.expected.length === 0) {
      clearInterval(watch);
      watch = undefined;
      return;
    }
    if (process.killedFor) return;
    const elapsed = performance.now() - process.since;
    const used = process.child.pid === undefined ? undefined : processorTimeMs(process.child.pid);
    if (process.usedMs?.since !== process.since) process.usedMs = { since: process.since, ms: used };
    if (elapsed > (process.ready ? limits.deadlineMs : START_MS)) {
      if (process.ready && isStarved(elapsed, used, process.usedMs.ms)) return;
      if (process.overdue) stop(process, 'deadline');
      process.overdue = true;
      return;
    }
    const now = process.child.pid === undefined ? undefined : residentMemoryMb(process.child.pid);
    if (now === undefined || !process.ready) return;
    process.baseMb ??= now;
    if (now - process.baseMb > limits.memoryMb) stop(process, 'memory');
  };

  /**
   * Whether a process that is late was hardly given a processor: on a busy machine its time is not up yet, or results would
   * depend on what else runs there. Without figures, and after ten times the deadline, late is late.
   */
  const isStarved = (elapsed: number, used: number | undefined, before: number | undefined): boolean =>
    used !== undefined && before !== undefined && used - before < limits.deadlineMs / 2 && elapsed < 10 * limits.deadlineMs;

  const stop = (process: Running, reason: 'deadline' | 'memory'): void => {
    process.killedFor = reason;
    process.child.kill('SIGKILL');
  };

  const ended = (process: Running, how: string): void => {
    if (running !== process) return;
    running = undefined;
    const guilty = process.expected[0]?.task;
    if (!process.ready) startFailures++;
    const startsNoMore = startFailures >= MAX_START_FAILURES;
    if (!process.ready && startsNoMore) {
      const detail = `the sandbox process does not start (${how}): ${process.errors.trim()}`;
      startFailures = 0;
      for (const task of tasks.splice(0)) task.settle({ died: 'crashed', detail });
      return;
    }
    if (process.ready && guilty && tasks.includes(guilty)) {
      const cause = causeOf(process, how, limits);
      if (cause.died === 'crashed' && !suspects.has(guilty)) suspects.add(guilty);
      else finish(guilty, cause);
    }
    if (closing) for (const task of tasks.splice(0)) task.settle({ died: 'crashed', detail: 'the sandbox was closed' });
    if (tasks.length === 0) return;
    const next = start();
    running = next;
    for (const task of [...tasks]) send(next, task);
  };

  return {
    ask(task) {
      if (closing) return task.settle({ died: 'crashed', detail: 'the sandbox is closed' });
      tasks.push(task);
      running ??= start();
      send(running, task);
    },
    load: () => tasks.length,
    pid: () => running?.child.pid,
    async close() {
      closing = true;
      const process = running;
      if (!process) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => process.child.kill('SIGKILL'), CLOSE_MS);
        process.child.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        process.child.stdin.end();
      });
      clearInterval(watch);
      watch = undefined;
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function causeOf(process: Running, how: string, limits: SandboxLimits): Extract<Reply, { died: string }> {
  if (process.killedFor === 'deadline') return { died: 'deadline', detail: `no answer within ${limits.deadlineMs} ms` };
  const outOfMemory = process.killedFor === 'memory' || /out of memory|heap limit/i.test(process.errors);
  if (outOfMemory) return { died: 'memory', detail: `more than ${limits.memoryMb} MB of memory` };
  return {
    died: 'crashed',
    detail: `the process ended (${how})${process.errors ? `: ${process.errors.trim().slice(-500)}` : ''}`,
  };
}
