import { fork, spawn } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { callsWith, makeState, start, writeTools } from '../runtime/episode.mjs';
import { processorMsOf } from './process-figures.mjs';
import { closeConnections, openOrsSession, openPythonSession, openSocketSession } from './sessions.mjs';

/**
 * Load on one server over loopback. First many sessions at once, each with a pause between its steps as a model makes one, over
 * WebSocket (OpenEnv) and over HTTP with server-sent events (ORS): how long a step takes. Then few sessions without a pause: steps per
 * second, beside the same environment class behind Python's own threaded HTTP server and behind FastAPI (where it is installed), in the same run. All share this machine, the clients too.
 * PYTHON names the interpreter. Options: --sessions 1000, --pause 1000 (mean, ms), --steps 10, --busy 32 (sessions without a pause), --seconds 3.
 */
function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

const sessions = option('sessions', 1000);
const pauseMs = option('pause', 1000);
const steps = option('steps', 10);
const busy = option('busy', 32);
const seconds = option('seconds', 3);
const calls = callsWith('O-2001');

const fileBeside = (name) => fileURLToPath(new URL(name, import.meta.url));
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

function startOwn() {
  const child = fork(fileBeside('./server.mjs'), {
    execArgv: ['--expose-gc'],
  });
  const next = () => new Promise((resolve) => child.once('message', resolve));
  return {
    pid: child.pid,
    first: next(),
    memory() {
      const answer = next();
      child.send('memory');
      return answer;
    },
    close: () => child.send('close'),
  };
}

/** A Python server, or undefined where it cannot be started: there is no Python 3, or a package is missing. */
async function startPython(script) {
  const child = spawn(process.env.PYTHON ?? 'python3', [fileBeside(script)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const started = new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('exit', () => resolve(undefined));
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
  });
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify({ state: makeState(), ...start, calls, writes: writeTools }));
  const told = await started;
  return told && { ...told, pid: child.pid, close: () => child.kill() };
}

/** Many sessions with pauses. Sessions open one after the other within a pause, so that they do not march in step. */
async function crowd(open) {
  const times = [];
  let lost = 0;
  await Promise.all(
    Array.from({ length: sessions }, async (_, index) => {
      try {
        await wait((index / sessions) * pauseMs * 2);
        const session = await open();
        for (let step = 0; step < steps; step++) {
          await wait(Math.random() * 2 * pauseMs);
          const began = performance.now();
          const result = await session.call(calls[step % calls.length]);
          times.push(performance.now() - began);
          if (typeof result?.success !== 'boolean') throw new Error('no result');
        }
        await session.close();
      } catch (error) {
        if (lost++ === 0) console.error(error);
      }
    }),
  );
  times.sort((left, right) => left - right);
  return { steps: times.length, lost, p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99) };
}

/** Steps of few sessions without a pause: per second, and the processor time that the server took for one. */
async function throughput(open, pid) {
  const opened = await Promise.all(Array.from({ length: busy }, open));
  const usedBefore = processorMsOf(pid);
  const until = performance.now() + seconds * 1000;
  const began = performance.now();
  let made = 0;
  await Promise.all(
    opened.map(async (session) => {
      // Reads alone: a session without an end would grow its state, and meets its limit of 40 turns.
      for (let step = 0; performance.now() < until; step++) {
        if (step > 0 && step % 30 === 0) {
          await session.close();
          session = await open();
        }
        await session.call(calls[step % 4]);
        made++;
      }
      await session.close();
    }),
  );
  const used = processorMsOf(pid) - usedBefore;
  return { perSecond: (made * 1000) / (performance.now() - began), processorMs: used / made };
}

const number = (value, digits = 0) => value.toFixed(digits).padStart(9);
const own = startOwn();
const { url } = await own.first;
console.log(
  `${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)} before the run; Node ${process.version}; loopback, the clients on the same cores`,
);
for (const open of [openSocketSession, openOrsSession]) {
  const session = await open(url);
  await session.call(calls[0]);
  await session.close();
}
const before = await own.memory();
console.log(`\n${sessions} sessions at once, ${steps} steps each, a pause of ${pauseMs} ms on average before each step`);
console.log('protocol        steps     lost   p50 ms   p95 ms   p99 ms');
for (const [name, open] of [
  ['OpenEnv /ws', openSocketSession],
  ['ORS', openOrsSession],
]) {
  const { steps: made, lost, p50, p95, p99 } = await crowd(() => open(url));
  console.log(`${name.padEnd(11)}${number(made)}${number(lost)}${number(p50, 1)}${number(p95, 1)}${number(p99, 1)}`);
}
const after = await own.memory();
const told = ({ memoryMb, heapMb }) => `${memoryMb?.toFixed(0)} MB (heap of the server in use: ${heapMb.toFixed(1)} MB)`;
console.log(`memory of the server and its sandbox process before: ${told(before)}`);
console.log(`after all sessions were closed: ${told(after)}; ${after.live} sessions left`);
console.log(`\n${busy} sessions without a pause, ${seconds} s`);
const python = await startPython('./reference.py');
const fastApi = await startPython('./fastapi_reference.py');
const candidates = [
  ['OpenEnv /ws', () => openSocketSession(url), own.pid],
  ['ORS', () => openOrsSession(url), own.pid],
  ...(python ? [[`Python ${python.version}, http.server`, () => openPythonSession(python.url), python.pid]] : []),
  ...(fastApi ? [[`Python ${fastApi.version}, FastAPI`, () => openPythonSession(fastApi.url), fastApi.pid]] : []),
];
console.log('                               steps per second   processor ms per step of the server');
for (const [name, open, pid] of candidates) {
  const { perSecond, processorMs } = await throughput(open, pid);
  console.log(`${name.padEnd(30)}${number(perSecond)}${number(processorMs, 3).padStart(20)}`);
}
if (!python) console.log('There is no python3 here to compare with.');
else if (!fastApi) console.log('FastAPI and uvicorn are not installed for it.');
closeConnections();
python?.close();
fastApi?.close();
own.close();
