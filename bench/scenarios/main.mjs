import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProceduralAuthor } from '../../dist/builtin/author.js';
import { scenarioUnit, stateNumberOf } from '../../dist/pipeline/scenario-unit.js';
import { createSandbox } from '../../dist/sandbox/host/ses-sandbox.js';
import { scenarioFigures } from '../../dist/stages/scenarios/figures.js';
import { statesStage } from '../../dist/stages/scenarios/states.js';
import { scenarioStage } from '../../dist/stages/scenarios/write-scenario.js';
import { openStore } from '../../dist/store/open-store.js';

/**
 * How many scenarios with full certificates a second gives, with one sandbox process and nothing else in progress: those that
 * `scen` would make of the embedded author's environments, each compiled before the clock starts. CPU time of this process and
 * of the sandbox together makes the rate per core. Options: --environments 10, --scenarios 20 (for each), --seed 1.
 */
function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

const [environmentCount, scenarioCount, seed] = [option('environments', 10), option('scenarios', 20), option('seed', 1)];
const workspace = mkdtempSync(join(tmpdir(), 'envscaler-bench-'));
const author = createProceduralAuthor();
const sandbox = createSandbox({ processes: 1 });
const log = { info() {}, warn() {}, error() {}, debug() {} };

/** Seconds of processor time that the children of this process have used so far; 0 where the system does not tell. */
function childSeconds() {
  try {
    return execFileSync('ps', ['--ppid', String(process.pid), '-o', 'cputimes='], { encoding: 'utf8' })
      .split('\n')
      .reduce((sum, line) => sum + Number(line.trim() || 0), 0);
  } catch {
    return 0;
  }
}

function contextFor(subject) {
  const own = `${seed}/${subject}`;
  const signal = new AbortController().signal;
  const ask = (work, input) => author.ask(work, input, { seed: own, signal, attempt: undefined });
  return { ask, writtenBy: (work) => author.identity(work), sandbox, seed: own, signal, log };
}

async function bodyOf(stage, subject, inputs, parameters) {
  const result = await stage.run({ subject, inputs, parameters }, contextFor(subject));
  return result.status === 'done' ? { kind: stage.writes, subject, hash: subject, body: result.outputs[0].body } : undefined;
}

try {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  execFileSync(process.execPath, [main, 'skel', '--quiet', '--count', String(environmentCount), '--workspace', workspace]);
  const store = await openStore({ kind: 'sqlite', file: join(workspace, 'envscaler.sqlite') });
  const environments = await store.artifacts('environment');
  await store.close();
  const made = [];
  let milliseconds = 0;
  let cpu = 0;
  for (const environment of environments) {
    const states = new Map();
    for (let number = 1; number <= stateNumberOf(scenarioCount); number++) {
      const state = await bodyOf(statesStage, `${environment.subject}/state-${number}`, [environment], { number });
      states.set(state.subject, state);
    }
    const scenarioOf = async (number) => {
      const { subject, inputs, parameters } = scenarioUnit(environment, states, { number, difficulty: 'mixed' });
      return bodyOf(scenarioStage, subject, inputs, parameters);
    };
    // The first one loads the compiler.
    await scenarioOf(1);
    const [before, children] = [process.cpuUsage(), childSeconds()];
    const began = performance.now();
    for (let number = 1; number <= scenarioCount; number++) {
      const scenario = await scenarioOf(number);
      if (scenario) made.push(scenario);
    }
    milliseconds += performance.now() - began;
    const { user, system } = process.cpuUsage(before);
    cpu += (user + system) / 1e6 + childSeconds() - children;
  }
  const { all, funnel } = scenarioFigures(made);
  const processor = /model name\s*:\s*(.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown processor';
  console.log(`${processor}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`);
  console.log(`${made.length} scenarios of ${environments.length} environments: ${funnel.certified} with a complete certificate`);
  console.log(
    `${((made.length * 1000) / milliseconds).toFixed(2)} per second of the clock, ${(made.length / cpu).toFixed(2)} per second of processor time`,
  );
  console.log(
    `altered end states told: ${(100 * all.mutationKill).toFixed(1)} %, near misses told: ${(100 * all.nearMissCaught).toFixed(1)} %, near-duplicates: ${all.duplicates}, solved by the blind search: ${(100 * all.solvedBySearch).toFixed(1)} %`,
  );
} finally {
  await sandbox.close();
  rmSync(workspace, { recursive: true, force: true });
}
