import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenario as scenarioSchema } from '../../src/domain/scenario/scenario.ts';
import { rolloutLimits } from '../../src/stages/rollouts/session/limits.ts';
import { cleanEnvironment, envscaler, executable, type Finished } from '../support/command-line.ts';

/** A workspace with one environment, two scenarios, their rollouts and a dataset, made once. */
let cwd: string;
let made: Finished;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'envscaler-cli-'));
  made = await envscaler(
    ['run', '--json', '--count', '1', '--scenarios', '2', '--agent', 'reference', 'noop', '--format', 'bundle'],
    { cwd },
  );
}, 120_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const cli = (args: readonly string[], stdin?: string) => envscaler(args, { cwd, ...(stdin === undefined ? {} : { stdin }) });
const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const idOf = async (kind: string): Promise<string> => String(jsonLines((await cli(['list', kind, '--json'])).stdout)[0]?.id);

describe('a run with --json', () => {
  it('writes nothing but JSON lines to standard output, from the first stage to the end', () => {
    expect(made.code).toBe(0);
    const events = jsonLines(made.stdout);
    expect(events[0]).toMatchObject({ event: 'note' });
    expect(events.filter(({ event }) => event === 'stage-start').length).toBeGreaterThan(6);
    expect(events.at(-2)).toMatchObject({ event: 'summary', scenarios: 2, trajectories: 4, datasets: [{ format: 'bundle' }] });
    expect(events.at(-1)).toMatchObject({ event: 'end', command: 'run', failed: 0, exitCode: 0 });
  });

  it('says who writes on standard error', () => {
    expect(made.stderr).toBe('Author: the embedded procedural author (no model is configured).\n');
  });
});

describe('a run into a pipe', () => {
  it('tells its progress without control codes, and what to look at next with ids that exist', async () => {
    const { code, stdout, stderr } = await cli([
      'run',
      '--count',
      '1',
      '--scenarios',
      '2',
      '--agent',
      'reference',
      'noop',
      '--format',
      'bundle',
    ]);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('\x1b');
    expect(stderr).toMatch(/^Author: the embedded procedural author/);
    expect(stderr).toMatch(/scenarios: 2 of 2 in \d+ s \(2 accepted, 2 cached\)/);
    expect(stdout).toMatch(/1 accepted environment\n/);
    expect(stdout).toMatch(/written by the embedded procedural author\. No model was asked anything\./);
    const commands = [...stdout.matchAll(/^ {2}envscaler (show|trace|play) (\S+)/gm)].map(([, command = '', id = '']) => [
      command,
      id,
    ]);
    expect(commands.map(([command]) => command)).toEqual(['show', 'trace', 'play']);
    for (const args of commands) expect((await cli(args, 'done\n')).code).toBe(0);
  });

  it('is silent with --quiet but for the result', async () => {
    const { code, stdout, stderr } = await cli(['scen', '--count', '2', '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/1 accepted environment/);
  });
});

describe('a reader that goes away', () => {
  /** The exit code of a command whose output goes to a reader, and what it complained of. */
  const readBy = (reader: string, streams: string, args: readonly string[]): { code: string; complaint: string } => {
    const script = `{ "$@" ${streams}; echo "code $?" >&3; } 3>&2 | ${reader} > /dev/null`;
    const { stderr } = spawnSync('sh', ['-c', script, 'sh', process.execPath, executable, ...args], {
      cwd,
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    const [, complaint = '', code = ''] = /^([\s\S]*)code (\d+)\n$/.exec(stderr) ?? [];
    return { code, complaint };
  };

  it.each([
    [[]],
    [['help', 'run']],
    [['list', 'tasks']],
    [['config', 'schema']],
    [['scen', '--count', '3', '--plan', '--quiet']],
  ])('is no fault of a command: %j', (args) => {
    for (const reader of ['true', 'head -1']) expect(readBy(reader, '', args)).toEqual({ code: '0', complaint: '' });
  });

  it('does not keep work from being done and saved, nor a mistake from being one', async () => {
    expect(readBy('true', '2>&1', ['scen', '--count', '1', '--verbose', '--workspace', 'out'])).toEqual({
      code: '0',
      complaint: '',
    });
    expect(readBy('true', '2>&1', ['scan'])).toEqual({ code: '2', complaint: '' });
  });
});

describe('a plan', () => {
  it('says that everything is up to date, or what would run and why, and leaves no run behind', async () => {
    const runsBefore = (await cli(['status', '--json'])).stdout;
    const same = await cli(['scen', '--count', '2', '--plan']);
    expect(same.stdout).toMatch(/scenarios: 0 would run, 2 up to date/);
    const more = await cli(['scen', '--count', '3', '--plan']);
    expect(more.stdout).toMatch(/would run.*\n {2}has never run: /);
    expect((await cli(['status', '--json'])).stdout).toBe(runsBefore);
  });

  it('of an export writes no file', async () => {
    const { code, stdout } = await cli(['export', '--format', 'trl-sft', '--to', 'planned', '--plan']);
    expect(code).toBe(0);
    expect(stdout).toContain('Would write trl-sft below planned.');
    expect(existsSync(join(cwd, 'planned'))).toBe(false);
  });
});

describe('looking at what there is', () => {
  it('counts it in status and names what comes next', async () => {
    const { stdout } = await cli(['status']);
    expect(stdout).toMatch(/environments +1 +1 accepted/);
    expect(stdout).toMatch(/scenarios +2 +2 usable, 2 with a complete certificate/);
    expect(stdout).toMatch(/reference: 100 % passed of 2, mean dense 1\.00/);
    expect(stdout).toMatch(/noop: 0 % passed of 2, mean dense 0\.00/);
    expect(stdout).toMatch(/Last run: "scen", begun .*, ended .* with exit code 0/);
  });

  it.each(['environments', 'scenarios', 'trajectories'])(
    'writes one of the %s as a page that needs nothing else',
    async (kind) => {
      const id = await idOf(kind);
      const file = join(cwd, `${kind}.html`);
      expect(await cli(['show', id, '--html', file])).toMatchObject({ code: 0, stdout: `Wrote ${file}.\n` });
      const page = readFileSync(file, 'utf8');
      expect(page).toMatch(/^<!doctype html>/);
      expect(page).toContain(id);
      expect(page).not.toMatch(/\[object Object\]|<script/);
      const { code, stderr } = await cli(['show', id, '--html', join(cwd, 'missing', 'x.html')]);
      expect(code).toBe(2);
      expect(stderr).toContain('could not be written');
    },
  );

  it('shows every kind, found by id', async () => {
    for (const kind of [
      'tasks',
      'verdicts',
      'candidates',
      'selections',
      'topics',
      'skeletons',
      'environments',
      'states',
      'assessments',
      'scenarios',
      'trajectories',
    ]) {
      const id = await idOf(kind);
      const { code, stdout } = await cli(['show', id]);
      expect({ id, code }).toEqual({ id, code: 0 });
      expect(stdout.startsWith(id)).toBe(true);
      expect(stdout.split('\n').length).toBeGreaterThan(3);
    }
  });

  it('shows the parts of an environment and of a scenario', async () => {
    const [environment, scenario] = [await idOf('environments'), await idOf('scenarios')];
    const part = async (id: string, flag: string) => (await cli(['show', id, flag])).stdout;
    expect(await part(environment, '--source')).toMatch(/export class \w+ extends Environment<State>/);
    expect(JSON.parse(await part(environment, '--tools'))[0]).toHaveProperty('parameters.type', 'object');
    expect(await part(environment, '--skeleton')).toMatch(/^Operations$/m);
    expect(await part(environment, '--certificate')).toMatch(/^Verdict: accepted/);
    expect(await part(scenario, '--checks')).toMatch(/\/\/ C1 \(credit\): Ha.*\?\n.*=>/);
    expect(await part(scenario, '--certificate')).toMatch(/^Certificate: complete/);
  });

  it('refuses a part that a kind does not have, and says which it has', async () => {
    const { code, stderr } = await cli(['show', await idOf('scenarios'), '--source']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /--source is for environment artifacts, and scen-\w+ is of kind scenario\. It has --certificate, --checks\./,
    );
  });

  it('traces a trajectory back to the request it was mined from', async () => {
    const { stdout } = await cli(['trace', await idOf('trajectories')]);
    const kinds = ['traj-', 'scen-', 'state-', 'env-', 'skel-', 'topic-', 'cand-', 'verd-', 'task-'];
    const depths = kinds.map((prefix) =>
      stdout
        .split('\n')
        .find((line) => line.includes(prefix))
        ?.indexOf(prefix),
    );
    expect(depths.every((depth, index) => depth !== undefined && depth === 3 * index)).toBe(true);
  });

  it('offers the nearest name for an unknown one', async () => {
    const name = String(jsonLines((await cli(['list', 'environments', '--json'])).stdout)[0]?.subject);
    const { code, stderr } = await cli(['show', `${name}x`]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean "${name}"?`);
    expect((await cli(['scen', '--env', `${name}x`])).stderr).toContain(`Did you mean "${name}"?`);
  });

  it('shows what differs between two scenarios, and nothing between one and itself', async () => {
    const [first, second] = jsonLines((await cli(['list', 'scenarios', '--json'])).stdout).map(({ id }) => String(id));
    const different = await cli(['diff', first ?? '', second ?? '']);
    expect(different.stdout).toMatch(/^--- scen-.*\n\+\+\+ scen-/);
    expect(different.stdout).toMatch(/^- {3}"name": "\S+\/001"/m);
    expect((await cli(['diff', first ?? '', first ?? ''])).stdout).toMatch(/do not differ/);
  });

  it('leaves logs of the commands that made something, and of no other', () => {
    const logs = readdirSync(join(cwd, 'out', 'logs'));
    expect(logs.some((file) => file.includes('-run-'))).toBe(true);
    expect(logs.some((file) => /-(list|show|status|trace|play|diff)-/.test(file))).toBe(false);
  });
});

describe('playing', () => {
  it('with the calls of the reference earns the whole reward, with none of them nothing', async () => {
    const id = await idOf('scenarios');
    const [scenario] = jsonLines((await cli(['show', id, '--json'])).stdout);
    const { reference, questions, start } = scenarioSchema.parse(scenario?.body);
    const typed = reference
      .flatMap((call, index) => [
        ...questions.filter(({ before }) => before === index + 1).map(({ says }) => `ask ${says}`),
        `${call.tool} ${JSON.stringify(call.arguments)}`,
      ])
      .join('\n');
    const played = await cli(['play', id], `task\ntools\nrules\nstate\nhelp\n${typed}\nno_such_tool\ndone\n`);
    expect(played.code).toBe(0);
    expect(played.stdout).toContain(`Today is ${start.slice(0, 10)}`);
    expect(played.stdout).toContain('There is no tool "no_such_tool".');
    expect(played.stdout).toMatch(/Reward: strict 1, dense 1\.00\n {2}pass /);
    const idle = jsonLines((await cli(['play', id, '--json'], '')).stdout).at(-1);
    expect(idle).toMatchObject({ event: 'reward', calls: 0, reward: { strict: 0, dense: 0 } });
  });

  it('is cut off where a rollout is, and judged then', async () => {
    const id = await idOf('scenarios');
    const [scenario] = jsonLines((await cli(['show', id, '--json'])).stdout);
    const [call] = scenarioSchema.parse(scenario?.body).reference;
    const typed = `${call?.tool} ${JSON.stringify(call?.arguments)}\n`.repeat(rolloutLimits.turns + 5);
    const events = jsonLines((await cli(['play', id, '--json'], typed)).stdout);
    expect(events.filter(({ event }) => event === 'call')).toHaveLength(rolloutLimits.turns);
    expect(events.slice(-2)).toMatchObject([
      { event: 'end', end: { kind: 'truncated', reason: 'turns' } },
      { event: 'reward', calls: rolloutLimits.turns, reward: { kind: 'scored' } },
    ]);
    const told = await cli(['play', id], typed);
    expect(told.stdout).toContain('The episode is over: the agent has had all its turns.\nReward: ');
  });

  it('can be left without a reward', async () => {
    const { code, stdout } = await cli(['play', await idOf('scenarios'), '--json'], 'quit\n');
    expect(code).toBe(0);
    expect(stdout).not.toContain('reward');
  });
});

describe('verify', () => {
  it('recomputes every certificate and finds it as stored', async () => {
    const { code, stdout } = await cli(['verify', '--strict']);
    expect(stdout).toBe('2 certificates recomputed: 2 as stored, 0 different; 2 complete\n');
    expect(code).toBe(0);
  });

  it('takes ids and names, and offers the nearest for one that is none', async () => {
    const id = await idOf('scenarios');
    expect((await cli(['verify', id, '--json'])).stdout).toContain(`"scenario":"${id}"`);
    const { code, stderr } = await cli(['verify', `${id}x`]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean "${id}"?`);
  });
});
