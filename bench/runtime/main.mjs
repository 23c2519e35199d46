import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '../../dist/sandbox/host/ses-sandbox.js';
import { callsWith, checks, environment, makeState, source, start, writeTools } from './episode.mjs';
import { playBare } from './floor.mjs';
import { startReference } from './reference.mjs';

/**
 * Speed and memory of the runtime, beside a plain Python loop and beside the same calls with no sandbox. All candidates take
 * turns in every round; the table shows medians. Options: --rounds 5, --milliseconds 600, --instances 10000, --processes 1.
 */
function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

const rounds = option('rounds', 5);
const milliseconds = option('milliseconds', 600);
const instanceCount = option('instances', 10_000);
const processes = option('processes', 1);
const state = makeState();
const episode = { ...start, state };

const median = (numbers) => [...numbers].sort((left, right) => left - right)[Math.floor(numbers.length / 2)];
const clock = async (work) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** Repeats until the time is over; the rate per second of what `work` counts. */
async function rate(work) {
  let count = 0;
  const began = performance.now();
  while (performance.now() - began < milliseconds) count += await work();
  return (count * 1000) / (performance.now() - began);
}

/** Processor time of this process and its children in milliseconds; undefined where the system does not tell. */
function cpuMs() {
  if (process.platform !== 'linux') return undefined;
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const ticks = children.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + ticks.reduce((sum, one) => sum + one, 0) * 10;
}

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
};
const same = (left, right) => JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));

/** Plays the episode once to learn the id that it gives to its order, and what it ends with. */
async function rehearse(shop) {
  const instance = await shop.create(episode);
  let order = '';
  for (const { tool, arguments: args } of callsWith('none')) {
    const { result } = await instance.call(tool, args);
    if (tool === 'create_order') order = result.data.order_id;
  }
  const calls = callsWith(order);
  await instance.reset();
  const reports = [];
  for (const { tool, arguments: args } of calls) reports.push(await instance.call(tool, args));
  return { calls, reports, final: await instance.snapshot() };
}

function group(name, value, unit, ratio) {
  const shown = value >= 1000 ? Math.round(value).toLocaleString('en') : value >= 10 ? value.toFixed(1) : value.toPrecision(3);
  console.log(`${name.padEnd(58)}${shown.padStart(12)} ${unit.padEnd(10)}${ratio === undefined ? '' : `${ratio.toFixed(1)}x`}`);
}

/** Compiling gets faster until the engine has optimised the compiler, which takes about ten modules: warm is what comes after. */
async function coldStart() {
  const sandbox = createSandbox({ processes: 1 });
  const compileMs = [];
  const compileCpuMs = [];
  for (let i = 0; i < 20; i++) {
    const before = process.cpuUsage();
    compileMs.push(await clock(() => sandbox.diagnose(source.replace('max_quantity: 20', `max_quantity: ${20 + i}`))));
    const { user, system } = process.cpuUsage(before);
    compileCpuMs.push((user + system) / 1000);
  }
  let shop;
  const openMs = await clock(async () => {
    shop = await sandbox.open(environment);
    await (await shop.create(episode)).hash();
  });
  const judged = { initial: state, final: state, calls: [] };
  const checksMs = [];
  for (let i = 0; i < 10; i++) {
    const others = checks.map((check) => ({ ...check, source: check.source.replace('=>', `=> ${i} < 0 ||`) }));
    checksMs.push(await clock(() => shop.evaluate(others, [judged])));
  }
  await sandbox.close();
  return {
    firstMs: compileMs[0],
    earlyMs: median(compileMs.slice(1, 6)),
    warmMs: median(compileMs.slice(10)),
    warmCpuMs: median(compileCpuMs.slice(10)),
    openMs,
    checksMs: median(checksMs),
  };
}

function playBareCalls(calls) {
  playBare(episode, calls);
  return calls.length;
}

/** Many instances, each with one call in flight at a time. */
async function playAll(instances, calls) {
  await Promise.all(
    instances.map(async (instance) => {
      await instance.reset();
      for (const { tool, arguments: args } of calls) await instance.call(tool, args);
    }),
  );
  return instances.length * calls.length;
}

async function main() {
  console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}, ${rounds} rounds\n`);
  const cold = await coldStart();
  const sandbox = createSandbox({ processes });
  const shop = await sandbox.open(environment);
  const { calls, reports, final } = await rehearse(shop);
  const outcomes = reports.map(({ outcome }) => outcome);
  console.log(
    `${source.split('\n').length} lines, ${environment.tools.length} tools, ${JSON.stringify(state).length.toLocaleString('en')} bytes of state, ` +
      `${calls.length} calls: ${calls.filter(({ tool }) => !writeTools.includes(tool)).length} reads, ` +
      `${outcomes.filter((outcome) => outcome === 'refused').length} refusals\n`,
  );
  if (outcomes.some((outcome) => outcome !== 'success' && outcome !== 'refused')) throw new Error(`A call failed: ${outcomes}`);
  if (!same(playBare(episode, calls), final)) throw new Error('The end state without a sandbox is another one.');
  const judged = { initial: state, final, calls: [] };
  const [verdicts] = await shop.evaluate(checks, [judged]);
  if (verdicts.some(({ status }) => status !== 'pass')) throw new Error(`A check fails: ${JSON.stringify(verdicts)}`);

  const reference = await startReference();
  if (reference) {
    const version = await reference.ask({ op: 'begin', ...episode, calls, writes: writeTools });
    const played = await reference.ask({ op: 'episode' });
    if (!same(played.state, final)) throw new Error('The end state of the Python loop is another one.');
    if (played.checks.some((held) => !held)) throw new Error(`A check of the Python loop fails: ${played.checks}`);
    console.log(`Python ${version}: the same end state, the same verdicts\n`);
  } else console.log('There is no python3 here: the comparison with the Python loop is left out.\n');

  const instances = await Promise.all(Array.from({ length: 1000 }, () => shop.create(episode)));
  const single = instances.slice(0, 1);
  const some = instances.slice(0, 64);
  const reads = calls.filter(({ tool }) => !writeTools.includes(tool) && tool !== 'get_order' && tool !== 'quote_order');
  const writing = Array.from({ length: 10 }, (_, i) => ({
    tool: 'restock_product',
    arguments: { product_id: `P-${101 + i}`, quantity: 1 },
  }));
  const many = (work) => rate(async () => (await Promise.all(some.map(work))).length);
  const one = (work) => rate(() => work(instances[0]).then(() => 1));
  // As in a certificate: one beginning, and for every episode an end of its own.
  const batch = Array.from({ length: 50 }, () => ({ initial: state, final: structuredClone(final), calls: [] }));

  const begun = await instances[0].snapshot();

  const measures = {
    steps1: () => rate(() => playAll(single, calls)),
    steps64: () => rate(() => playAll(some, calls)),
    steps1000: () => rate(() => playAll(instances, calls)),
    reads64: () => rate(() => playAll(some, reads)),
    writes64: () => rate(() => playAll(some, writing)),
    checks: () => rate(async () => (await shop.evaluate(checks, batch)).length * checks.length),
    reset1: () => one((instance) => instance.reset()),
    reset64: () => many((instance) => instance.reset()),
    fork64: () => many(async (instance) => (await instance.fork()).close()),
    snapshot64: () => many((instance) => instance.snapshot()),
    restore64: () => many((instance) => instance.restore(begun)),
    hash64: () => many((instance) => instance.hash()),
    floor: () => rate(() => playBareCalls(calls)),
  };
  const taken = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
  const python = [];
  const cpuOfSteps = [];
  for (let round = 0; round <= rounds; round++) {
    if (reference) {
      const answer = await reference.ask({ op: 'measure', rounds: Math.max(2, Math.round(milliseconds / 100)) });
      if (round > 0) python.push(answer);
    }
    for (const [name, measure] of Object.entries(measures)) {
      const before = cpuMs();
      const began = performance.now();
      const value = await measure();
      if (name === 'steps64' && round > 0 && before !== undefined) {
        cpuOfSteps.push((cpuMs() - before) / ((value * (performance.now() - began)) / 1000));
      }
      // The first round warms everything up.
      if (round > 0) taken[name].push(value);
    }
  }
  reference?.close();
  await sandbox.close();

  const value = (name) => median(taken[name]);
  /** Ratios are taken inside each round: what else the machine does meets both sides. */
  const over = (name, of) => (python.length === 0 ? undefined : median(taken[name].map((mine, i) => mine / of(python[i]))));
  const stepsOf = (answer) => answer.stepsPerSecond;
  console.log(`${''.padEnd(58)}${''.padStart(12)} ${''.padEnd(10)}against Python`);
  group('steps with difference, 1 in flight', value('steps1'), '/s', over('steps1', stepsOf));
  group('steps with difference, 64 in flight', value('steps64'), '/s', over('steps64', stepsOf));
  group('steps with difference, 1,000 in flight', value('steps1000'), '/s', over('steps1000', stepsOf));
  group(
    'reads, 64 in flight',
    value('reads64'),
    '/s',
    over('reads64', (answer) => answer.callsPerSecond),
  );
  group('committed writes with difference, 64 in flight', value('writes64'), '/s', over('writes64', stepsOf));
  group(
    'checks, 10 at once over 50 episodes',
    value('checks'),
    '/s',
    over('checks', (answer) => answer.checksPerSecond),
  );
  group(
    'reset, 1 in flight',
    1000 / value('reset1'),
    'ms',
    over('reset1', (answer) => 1000 / answer.resetMs),
  );
  group(
    'reset, 64 in flight',
    1000 / value('reset64'),
    'ms',
    over('reset64', (answer) => 1000 / answer.resetMs),
  );
  group('fork and close, 64 in flight', 1000 / value('fork64'), 'ms');
  group(
    'snapshot, 64 in flight',
    1000 / value('snapshot64'),
    'ms',
    over('snapshot64', (answer) => 1000 / answer.snapshotMs),
  );
  group('restore a snapshot, 64 in flight', 1000 / value('restore64'), 'ms');
  group('hash, 64 in flight', 1000 / value('hash64'), 'ms');
  if (cpuOfSteps.length > 0) {
    const ratio = python.length === 0 ? undefined : median(cpuOfSteps.map((mine, i) => python[i].stepCpuMs / mine));
    group('processor time of a step, host and sandbox together', median(cpuOfSteps), 'ms', ratio);
  }
  group('floor: calls in this process without a sandbox', value('floor'), '/s');
  group('steps with difference, share of the floor', (100 * value('steps64')) / value('floor'), '%');
  if (python.length > 0) {
    console.log('');
    const of = (name) => median(python.map((answer) => answer[name]));
    group('Python: steps with difference', of('stepsPerSecond'), '/s');
    group('Python: processor time of a step', of('stepCpuMs'), 'ms');
    group('Python: calls without any copy or difference', of('callsPerSecond'), '/s');
    group('Python: checks', of('checksPerSecond'), '/s');
    group('Python: reset', of('resetMs'), 'ms');
    group('Python: copy of the state', of('snapshotMs'), 'ms');
  }
  console.log('');
  const lines = source.split('\n').length;
  group(`compile ${lines} lines: the first module, compiler loaded`, cold.firstMs, 'ms');
  group(`compile ${lines} lines: modules 2 to 6`, cold.earlyMs, 'ms');
  group(`compile ${lines} lines: warm, that is modules 11 to 20`, cold.warmMs, 'ms');
  group('  processor time of it, with that of the engine itself', cold.warmCpuMs, 'ms');
  group('ten new checks: compile, load, judge one episode', cold.checksMs, 'ms');
  group('start a process, load, create, first answer', cold.openMs, 'ms');
  if (instanceCount > 0) reportMemory();
}

/** Each in a fresh pair of processes. The exit code is 1 when instances of one state take a gigabyte or more. */
function reportMemory() {
  if (process.platform !== 'linux') return console.log('\nMemory is measured on Linux only.');
  console.log('');
  for (const kind of ['same', 'different']) {
    const text = execFileSync(
      process.execPath,
      ['--expose-gc', fileURLToPath(new URL('./memory.mjs', import.meta.url)), String(instanceCount), kind],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { before, created, written, createdMs } = JSON.parse(text);
    const states = kind === 'same' ? 'of one state' : 'of different states';
    group(`${instanceCount} live instances ${states}: host and sandbox`, created, 'MB');
    group('  the same after a write in each', written, 'MB');
    group('  each', ((written - before) * 1024) / instanceCount, 'KB');
    group('  create, from a state object', createdMs, 'ms');
    if (written >= 1024) {
      console.log(`  That is not under 1 GB.`);
      process.exitCode = 1;
    }
  }
}

await main();
