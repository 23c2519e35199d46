import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findingCalled, replayFinding } from '../../src/cli/commands/assess/replay-finding.ts';
import type { Assessment } from '../../src/domain/environment/assessment.ts';
import type { Artifact } from '../../src/domain/kinds.ts';
import { runStage } from '../../src/engine/run-stage.ts';
import type { Stage } from '../../src/engine/stage.ts';
import { assessment } from '../../src/pipeline/assessment-unit.ts';
import { dashboardHtml } from '../../src/render/html/assessment-html.ts';
import { assessmentText } from '../../src/render/text/assessment-text.ts';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Output, Store, StoredArtifact } from '../../src/store/store.ts';
import { engine, scriptedAuthor, unit } from '../engine/support/engine.ts';
import { envscaler, type Finished } from '../support/command-line.ts';
import { oneEnvironment, preparedWorkspace } from '../support/prepared-workspace.ts';
import { start, toolLibraryCode, toolLibraryState, toolLibraryWith } from '../support/sample-environment.ts';

/** A workspace with one environment. */
let cwd: string;
let made: Finished;
beforeAll(async () => {
  ({ cwd, made } = await preparedWorkspace(oneEnvironment));
}, 240_000);

const cli = (args: readonly string[]) => envscaler(args, { cwd });
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const nameOf = async (): Promise<string> => String(lines((await cli(['list', 'environments', '--json'])).stdout)[0]?.subject);

describe('assess', () => {
  it('shows what is stored without assessing again, and writes a page that needs nothing else', async () => {
    expect(made.code).toBe(0);
    const name = await nameOf();
    const { code, stdout, stderr } = await cli(['assess', name, '--html', 'page.html']);
    expect(code).toBe(0);
    expect(stdout).toContain('Verdict: accepted');
    expect(stdout).toContain('What the tools did');
    expect(stdout).toContain('The two agents: 40 rounds');
    expect(stderr).toBe('Wrote page.html.\n');
    const page = readFileSync(join(cwd, 'page.html'), 'utf8');
    expect(page).not.toMatch(/<script|https?:\/\/|src=/);
    expect(page).toContain('light-dark(');
  });

  it('assesses with other rounds when asked, and then shows these', async () => {
    const name = await nameOf();
    const { code, stderr } = await cli(['assess', name, '--rounds', '4']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/assessments: 1 of 1/);
    expect((await cli(['assess', name])).stdout).toContain('The two agents: 4 rounds');
  });

  it('says what is wrong with a name, a finding and a file', async () => {
    const name = await nameOf();
    const unknown = await cli(['assess', `${name}x`]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(`Did you mean "${name}"?`);
    const replayed = await cli(['assess', name, '--replay', '1']);
    expect(replayed.code).toBe(2);
    expect(replayed.stderr).toContain('nothing to replay');
    const unwritable = await cli(['assess', name, '--html', 'no/such/folder/page.html']);
    expect(unwritable.code).toBe(2);
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });
});

describe('stats', () => {
  it('tell the funnel with reasons and the figures beside those of the paper, also as JSON', async () => {
    const { stdout } = await cli(['stats']);
    expect(stdout).toMatch(/ {2}accepted +1 +100 %/);
    expect(stdout).toMatch(/\d+ not: needs no stateful system/);
    expect(stdout).toMatch(/tools that read.* 10\.4/);
    const [value] = lines((await cli(['stats', '--json'])).stdout);
    expect(value).toMatchObject({ event: 'stats', empty: false, environments: { accepted: 1, paper: { lines: 662 } } });
  });
});

const hostile = '<img src=x onerror="alert(1)">&\'';

/** A rejected assessment of a tool library that forgets to mark a tool as lent. */
function rejected(): Assessment {
  const counts = { pass: 1, warning: 0, fail: 1 };
  const call = { tool: 'lend_tool', arguments: { tool_id: 'T-1', member_id: 'M-1', note: hostile } };
  return {
    environment: 'a'.repeat(64),
    verdict: 'rejected',
    gates: [{ gate: 'invariants', passed: false, note: hostile }],
    findings: [
      {
        gate: 'invariants',
        about: 'R4',
        message: `after lend_tool invariant R4 does not hold ${hostile}`,
        counterexample: { state: 0, seed: 'seed/0', calls: [call] },
      },
      { gate: 'outcomes', about: 'return_tool', message: 'return_tool was never seen to refuse' },
    ],
    coverage: [{ tool: 'lend_tool', calls: 3, successes: 1, refusals: 1, invalid: 1, defects: 0 }],
    rules: [{ rule: 'R1', operation: 'lend_tool', obeyed: 1, refused: 1 }],
    branches: { total: 2, reached: 1, missed: [{ line: 3, method: 'lend_tool', kind: 'then' }] },
    states: [toolLibraryState],
    calls: 3,
    agents: {
      rounds: 3,
      judged: 2,
      uncounted: [{ reason: hostile, rounds: 1 }],
      testing: { provider: 'scripted' },
      checking: { provider: 'scripted' },
      tools: [{ tool: 'lend_tool', positive: counts, negative: { pass: 0, warning: 0, fail: 0 } }],
      remarks: [{ call, kind: 'positive', verdict: 'fail', outcome: 'success', reason: hostile }],
    },
    history: [
      {
        number: 1,
        environment: 'b'.repeat(64),
        findings: 2,
        passRate: null,
        kept: true,
        rewritten: [],
        problems: [hostile],
        changes: { methods: [], helpers: [], invariants: [] },
      },
    ],
  };
}

/** Writes and assesses a tool library that forgets to mark a tool as lent, and is repaired as often as asked for. */
async function assessedIn(store: Store, sandbox: Sandbox, repairs: number): Promise<readonly StoredArtifact<'assessment'>[]> {
  const methods = toolLibraryCode.methods.map(({ operation, body }) => ({
    operation,
    body: operation === 'lend_tool' ? body.replace("tool.status = 'lent';", '') : body,
  }));
  const subject = 'tool-library';
  const stage = (kind: 'environment' | 'state', body: Output['body']): Stage => ({
    name: kind === 'environment' ? 'write' : 'states',
    version: 1,
    noun: kind,
    writes: kind,
    works: [],
    run: async () => ({ status: 'done', outputs: [{ kind, subject, body } as Output] }),
  });
  const repaired = toolLibraryCode.methods.filter(({ operation }) => operation === 'lend_tool');
  const author = scriptedAuthor({ 'repair-code': { methods: repaired, helpers: [], invariants: [] } });
  const { context } = await engine({ store, sandbox, author });
  const writtenBy = { provider: 'scripted' as const };
  const inputs: Artifact[] = [];
  for (const each of [
    stage('environment', toolLibraryWith({ methods })),
    stage('state', { name: subject, start, state: toolLibraryState, writtenBy }),
  ])
    inputs.push(...(await runStage(each, [unit(subject)], context)).outputs);
  await runStage(assessment, [{ subject, inputs, parameters: { rounds: 0, repairs } }], context);
  return store.artifacts('assessment');
}

describe('diff', () => {
  it('tells how two versions of a repaired environment did, and the lines in which they differ', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'envscaler-versions-'));
    const sandbox = createSandbox({ processes: 1 });
    try {
      mkdirSync(join(folder, 'out'));
      const store = await openStore({ kind: 'sqlite', file: join(folder, 'out', 'envscaler.sqlite') });
      const [assessed] = await assessedIn(store, sandbox, 2);
      await store.close();
      const versions = (assessed?.body.history ?? []).map(({ environment }) => `env-${environment.slice(0, 8)}`);
      const { stdout } = await envscaler(['diff', ...versions], { cwd: folder });
      expect(stdout).toMatch(/env-\w+ tool-library, version 1: [1-9]\d* findings?, not tried by the agents/);
      expect(stdout).toMatch(/env-\w+ tool-library, version 2: 0 findings, not tried by the agents/);
      expect(stdout).toMatch(/^\+ +tool\.status = 'lent';/m);
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a dashboard', () => {
  it('shows findings, both tables of the tools and the versions, and lets no text become markup', () => {
    const page = dashboardHtml({ environment: toolLibraryWith(), id: 'env-aaaaaaaa', assessment: rejected() });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('onerror="');
    expect(page.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;&amp;&#39;/g)?.length).toBeGreaterThanOrEqual(5);
    const text = assessmentText(rejected(), 120);
    for (const part of ['1. invariants (R4)', 'lend_tool(', '1/0/1', '50 % of 2 judged calls', 'env-bbbbbbbb', 'line 3: then'])
      expect(text).toContain(part);
  });
});

describe('a replay', () => {
  it('is what the printed command does, with the number of a finding or the seed of its counterexample', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'envscaler-replay-'));
    const sandbox = createSandbox({ processes: 1 });
    try {
      mkdirSync(join(folder, 'out'));
      const store = await openStore({ kind: 'sqlite', file: join(folder, 'out', 'envscaler.sqlite') });
      const [assessed] = await assessedIn(store, sandbox, 0);
      await store.close();
      const seed = assessed?.body.findings[0]?.counterexample?.seed ?? '';
      const { stdout } = await envscaler(['assess', 'tool-library'], { cwd: folder });
      const [command = ''] = /envscaler assess env-\w+ --replay 1/.exec(stdout) ?? [];
      const [printed, seeded] = [command.split(' ').slice(1), ['assess', 'tool-library', '--replay', seed]];
      for (const typed of [printed, seeded]) {
        const replayed = await envscaler(typed, { cwd: folder });
        expect(replayed.code).toBe(0);
        expect(replayed.stdout).toContain('1. lend_tool(');
        expect(replayed.stdout).toContain('Invariant R4 broken.');
      }
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('makes the calls of a finding again and tells what each did and what is wrong then', async () => {
    const methods = toolLibraryCode.methods.map(({ operation, body }) => ({
      operation,
      body: operation === 'lend_tool' ? body.replace("tool.status = 'lent';", '') : body,
    }));
    const sandbox = createSandbox({ processes: 1 });
    try {
      const states = [{ name: 's', start, state: toolLibraryState, writtenBy: { provider: 'scripted' as const } }];
      const finding = findingCalled(rejected(), 'seed/0');
      expect(findingCalled(rejected(), '1')).toEqual(finding);
      const { text, problems } = await replayFinding(toolLibraryWith({ methods }), finding, states, { sandbox, width: 100 });
      expect(text).toContain('1. lend_tool(');
      expect(text).toContain('+ /loans/');
      expect(text).toContain('outcome: success');
      expect(problems).toEqual(['Invariant R4 broken.']);
    } finally {
      await sandbox.close();
    }
  });

  it('of what has no calls, or does not exist, is refused with what there is', () => {
    expect(() => findingCalled(rejected(), '2')).toThrow('no sequence of calls');
    expect(() => findingCalled(rejected(), '7')).toThrow('numbered 1 to 2');
  });
});
