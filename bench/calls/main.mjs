import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../dist/base/random.js';
import { createEndpoint } from '../../dist/generation/endpoint/endpoint.js';
import { createBudget } from '../../dist/generation/limits/budget.js';
import { createEndpointLimits } from '../../dist/generation/limits/endpoint-limits.js';
import { openStore } from '../../dist/store/open-store.js';

/**
 * Many calls in flight in one process, each through everything a call goes through: limits, budget, ledger in SQLite, parsing.
 * The server is a process of its own. Options: --flight 2000, --calls 8000, --think 2000 (ms), --prompt 8000, --answer 8000 (bytes).
 */
function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

const flight = option('flight', 2000);
const calls = option('calls', 8000);
const think = option('think', 2000);
const prompt = 'y'.repeat(option('prompt', 8000));

const serverFile = fileURLToPath(new URL('server.mjs', import.meta.url));
const server = fork(serverFile, [String(think), String(option('answer', 8000))]);
const [{ port }] = await once(server, 'message');
const folder = mkdtempSync(join(tmpdir(), 'bench-calls-'));
const store = await openStore({ kind: 'sqlite', file: join(folder, 'envscaler.sqlite') });
const baseUrl = `http://127.0.0.1:${port}/v1`;
const elapsed = () => performance.now();
const limits = { concurrency: flight };
let retries = 0;
const onEvent = (event) => {
  if (event.kind === 'call-retry') retries++;
};

const endpoint = createEndpoint({
  baseUrl,
  apiKey: 'none',
  model: 'bench',
  parameters: {},
  timeoutMs: 600_000,
  longestAnswerBytes: 8_000_000,
  retries: 5,
  backoffMs: 1000,
  longestWaitMs: 60_000,
  endpointLimits: createEndpointLimits({ endpoint: baseUrl, model: 'bench', limits, elapsed, onEvent }),
  budget: createBudget({ calls: calls + 1000, tokens: 1e12 }, elapsed),
  price: { model: 'bench', input: 1, output: 2 },
  answers: 'stored',
  calls: store,
  random: seededRandom('bench'),
  clock: { now: () => new Date(), elapsed },
  onEvent,
});

/** What the server has seen; over a connection of its own, for idle ones are closed. */
const mostInFlight = async () => {
  const response = await fetch(`http://127.0.0.1:${port}/most`, { headers: { connection: 'close' } });
  return Number(await response.text());
};

const delay = monitorEventLoopDelay({ resolution: 5 });
const { signal } = new AbortController();
let fullSince;
let asked = 0;
let whileFull = 0;
/** As many units as may be in flight, each asking one question after the other, as the engine has them. */
async function unit() {
  while (asked < calls) {
    const sample = asked++;
    const body = { messages: [{ role: 'user', content: `${sample} ${prompt}` }] };
    const outcome = await endpoint.complete({ work: 'bench', attempt: undefined, body, sample, signal });
    if (outcome.kind !== 'answered') throw new Error(outcome.message);
    if (fullSince !== undefined) whileFull++;
  }
}
const began = elapsed();
const watch = setInterval(async () => {
  const most = await mostInFlight();
  if (fullSince !== undefined || most < flight * 0.75) return;
  fullSince = elapsed();
  delay.enable();
}, 250);
await Promise.all(Array.from({ length: flight }, unit));
clearInterval(watch);
delay.disable();
const seconds = (elapsed() - began) / 1000;
const most = await mostInFlight();
const entries = await store.ledger();
const fullSeconds = fullSince === undefined ? 0 : (elapsed() - fullSince) / 1000;
const milliseconds = (nanoseconds) => `${(nanoseconds / 1e6).toFixed(0)} ms`;
process.stdout.write(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}
${calls} calls, of ${prompt.length} bytes each, to a server that thinks for ${think} ms
most in flight at the server        ${most}
answered, in the ledger             ${entries.reduce((sum, { calls: count }) => sum + count, 0)}, after ${retries} retries
time                                ${seconds.toFixed(1)} s, of which ${fullSeconds.toFixed(1)} s with three quarters in flight
calls per second, then           ${fullSeconds > 0 ? (whileFull / fullSeconds).toFixed(0) : '-'} (at best ${(flight / (think / 1000)).toFixed(0)})
event loop behind, then          p50 ${milliseconds(delay.percentile(50))}, p99 ${milliseconds(delay.percentile(99))}, longest ${milliseconds(delay.max)}
memory                              ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB
`);
await store.close();
rmSync(folder, { recursive: true });
server.kill();
