import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Assessment, assessment as assessmentSchema } from '../../../src/domain/environment/assessment.ts';
import type { Environment, EnvironmentCode } from '../../../src/domain/environment/environment.ts';
import { artifactHash } from '../../../src/domain/kinds.ts';
import { writersOfEnvironment } from '../../../src/domain/writers.ts';
import type { RepairCodeInput } from '../../../src/generation/work/skeletons.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assessStage } from '../../../src/stages/assessment/assess.ts';
import { isBetter } from '../../../src/stages/assessment/improve.ts';
import { rebuild } from '../../../src/stages/skeletons/rebuild.ts';
import { start, toolLibraryCode, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor, type Script } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const good = (operation: string): string => toolLibraryCode.methods.find((method) => method.operation === operation)?.body ?? '';

/** The code of the tool library with parts of some bodies exchanged. */
function broken(...faults: readonly (readonly [string, string, string])[]): Partial<EnvironmentCode> {
  const methods = toolLibraryCode.methods.map(({ operation, body }) => {
    const own = faults.filter(([name]) => name === operation);
    return { operation, body: own.reduce((text, [, right, wrong]) => text.replace(right, wrong), body) };
  });
  return { methods };
}

function answerWith(...methods: EnvironmentCode['methods']): EnvironmentCode {
  return { methods, helpers: [], invariants: [] };
}

interface Outcome {
  readonly assessment: Assessment;
  readonly environment: Environment | undefined;
  readonly requests: readonly RepairCodeInput[];
}

async function assessed(
  code: Partial<EnvironmentCode>,
  script: Script,
  parameters = { rounds: 0, repairs: 3 },
  writtenBy = toolLibraryWith(code).writtenBy,
): Promise<Outcome> {
  const environment = artifactOf('environment', 'tool-library', { ...toolLibraryWith(code), writtenBy });
  const state = artifactOf('state', 'tool-library/state-1', {
    name: 'tool-library/state-1',
    start,
    state: toolLibraryState,
    writtenBy: { provider: 'scripted' },
  });
  const author = createScriptedAuthor(script);
  const result = await assessStage(rebuild).run(
    { subject: 'tool-library', inputs: [environment, state], parameters },
    stageContext({ sandbox, author }),
  );
  if (result.status !== 'done') throw new Error(result.reason);
  const body = (kind: string): unknown => result.outputs.find((output) => output.kind === kind)?.body;
  return {
    assessment: body('assessment') as Assessment,
    environment: body('environment') as Environment | undefined,
    requests: author.questions.flatMap(({ work, input }) => (work === 'repair-code' ? [input as RepairCodeInput] : [])),
  };
}

const forgottenChange = ['lend_tool', "tool.status = 'lent';", ''] as const;
const mended = answerWith({ operation: 'lend_tool', body: good('lend_tool') });
const exception = [
  'return_tool',
  'loan.returned = this.today();',
  "loan.returned = this.today();\nif (loan.returned !== '') throw new Error('oops');",
] as const;

/** An assessment with so many mechanical findings, and a share of so many of four judged calls that passed. */
function found(findings: number, passed?: number): Assessment {
  const counts = (pass: number) => ({ pass, warning: 0, fail: 4 - pass });
  const none = { pass: 0, warning: 0, fail: 0 };
  return assessmentSchema.parse({
    environment: 'a'.repeat(64),
    verdict: 'rejected',
    gates: [],
    findings: [
      ...Array.from({ length: findings }, () => ({ gate: 'invariants', about: 'R4', message: 'broken' })),
      { gate: 'agents', about: 'lend_tool', message: 'too few passed' },
    ],
    coverage: [],
    rules: [],
    branches: { total: 0, reached: 0, missed: [] },
    states: [],
    calls: 4,
    ...(passed === undefined
      ? {}
      : {
          agents: {
            rounds: 4,
            judged: 4,
            uncounted: [],
            testing: { provider: 'scripted' },
            checking: { provider: 'scripted' },
            tools: [{ tool: 'lend_tool', positive: counts(passed), negative: none }],
            remarks: [],
          },
        }),
  });
}

it.each<[string, Assessment, Assessment, boolean]>([
  ['fewer findings', found(1, 0), found(2, 4), true],
  ['more findings', found(2, 4), found(1, 0), false],
  ['as many findings and more passed calls', found(1, 3), found(1, 2), true],
  ['as many findings and fewer passed calls', found(1, 2), found(1, 3), false],
  ['the same', found(1, 3), found(1, 3), false],
  ['as many findings, where the agents judged nothing before', found(0, 1), found(0), true],
])('a version with %s is better or not', (_, version, best, isIt) => {
  expect(isBetter(version, best)).toBe(isIt);
});

describe('repair', () => {
  it('sends findings with their replayed calls to the author, and accepts what passes all gates', async () => {
    const { assessment, environment, requests } = await assessed(broken(forgottenChange), { 'repair-code': mended });
    expect(assessment.verdict).toBe('accepted');
    expect(environment?.source).toBe(toolLibraryWith().source);
    expect(assessment.environment).toBe(artifactHash('environment', toolLibraryWith()));
    expect(requests).toHaveLength(1);
    expect(requests[0]?.operations).toContain('lend_tool');
    const problem = requests[0]?.problems.find((text) => text.startsWith('invariants')) ?? '';
    expect(problem).toContain('invariant R4');
    expect(problem).toMatch(/1\. lend_tool \{.*\} -> success/);
    expect(problem).toContain('+ /loans/');
    expect(
      assessment.history?.map(({ number, kept, findings, rewritten }) => ({ number, kept, clean: findings === 0, rewritten })),
    ).toEqual([
      { number: 1, kept: true, clean: false, rewritten: [] },
      { number: 2, kept: true, clean: true, rewritten: ['lend_tool'] },
    ]);
  });

  it('names who repaired beside who wrote, and nobody whose repairs were not kept', async () => {
    const writtenBy = { provider: 'openai' as const, model: 'writer' };
    const repaired = await assessed(broken(forgottenChange), { 'repair-code': mended }, undefined, writtenBy);
    expect(repaired.environment).toMatchObject({ writtenBy, repairedBy: [{ provider: 'scripted' }] });
    expect(writersOfEnvironment(repaired.environment as Environment)).toEqual([writtenBy, { provider: 'scripted' }]);
    const worse = answerWith({ operation: 'lend_tool', body: "throw new Error('worse');" });
    expect((await assessed(broken(forgottenChange), { 'repair-code': worse }, undefined, writtenBy)).environment).toBeUndefined();
  });

  it('keeps the best version and not the last, and never accepts one that fails a gate', async () => {
    const answers = [
      answerWith({ operation: 'return_tool', body: good('return_tool') }),
      answerWith({ operation: 'lend_tool', body: "throw new Error('worse');" }),
      answerWith({ operation: 'lend_tool', body: 'return ok(this.state.loans.nothing.else);' }),
    ];
    const { assessment, environment, requests } = await assessed(broken(forgottenChange, exception), {
      'repair-code': (_input: unknown, number: number) => answers[number - 1],
    });
    expect(assessment.verdict).toBe('rejected');
    expect(assessment.history?.map((version) => version.kept)).toEqual([true, true, false, false]);
    expect(environment?.code.methods.find((method) => method.operation === 'return_tool')?.body).toBe(good('return_tool'));
    expect(environment?.code.methods.find((method) => method.operation === 'lend_tool')?.body).not.toContain('worse');
    expect(assessment.environment).toBe(assessment.history?.[1]?.environment);
    expect(requests).toHaveLength(3);
    expect(requests[2]?.attempts[0]).toContain('worse');
  });

  it('leaves alone what no finding concerns, whatever the answer holds', async () => {
    const { assessment, environment } = await assessed(broken(forgottenChange), {
      'repair-code': answerWith(
        { operation: 'lend_tool', body: good('lend_tool') },
        { operation: 'find_members', body: "return fail('taken over');" },
      ),
    });
    expect(assessment.verdict).toBe('accepted');
    expect(environment?.source).toBe(toolLibraryWith().source);
  });

  it.each([1, 3])(
    'asks %d times at most where answers change nothing, says so each time, and writes no new version',
    async (repairs) => {
      const script = { 'repair-code': answerWith() };
      const { assessment, environment, requests } = await assessed(broken(exception), script, { rounds: 0, repairs });
      expect(assessment.verdict).toBe('rejected');
      expect(environment).toBeUndefined();
      const told = 'An answer changed nothing of what may be rewritten.';
      expect(requests.map(({ attempts }) => attempts)).toEqual(
        Array.from({ length: repairs }, (_, before) => Array(before).fill(told)),
      );
      const [first, ...others] = assessment.history ?? [];
      expect(first?.problems).not.toContain('nothing was rewritten');
      expect(others).toHaveLength(repairs);
      for (const version of others)
        expect(version).toMatchObject({
          environment: first?.environment,
          kept: false,
          rewritten: [],
          problems: ['nothing was rewritten'],
        });
    },
  );

  it('stops asking once an answer mends what was wrong', async () => {
    const answers = [answerWith(), mended];
    const { assessment, requests } = await assessed(broken(forgottenChange), {
      'repair-code': (_input: unknown, number: number) => answers[number - 1],
    });
    expect(assessment.verdict).toBe('accepted');
    expect(requests).toHaveLength(2);
  });

  it('asks nobody about an environment without findings', async () => {
    const { assessment, requests } = await assessed({}, {});
    expect(assessment.verdict).toBe('accepted');
    expect(assessment.history).toBeUndefined();
    expect(requests).toEqual([]);
  });
});
