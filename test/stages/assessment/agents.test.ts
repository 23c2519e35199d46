import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totalVerdicts } from '../../../src/domain/environment/agents-report.ts';
import type { Assessment } from '../../../src/domain/environment/assessment.ts';
import { openPrompts } from '../../../src/generation/prompt.ts';
import type { JudgeCallInput, ProposeCallInput } from '../../../src/generation/work/calls.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assessStage } from '../../../src/stages/assessment/assess.ts';
import { rebuild } from '../../../src/stages/skeletons/rebuild.ts';
import { start, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor, type Script, type ScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const callsFor: Record<string, Record<string, unknown>> = {
  find_members: { text: 'ana' },
  list_tools: {},
  member_loans: { member_id: 'M-1' },
  lend_tool: { tool_id: 'T-4', member_id: 'M-1' },
  return_tool: { tool_id: 'T-2' },
};

/** Proposes a call of each tool that is wanted; a negative one names records that do not exist. */
function propose({ wanted }: ProposeCallInput): unknown {
  return {
    calls: wanted.map(({ tool, kind }) => {
      const args = Object.entries(callsFor[tool] ?? {}).map(([name, value]) => [
        name,
        kind === 'positive' ? value : `no-${name}`,
      ]);
      return { tool, arguments: JSON.stringify(Object.fromEntries(args)), expected: 'as usual' };
    }),
  };
}

function judgeAll(verdict: (tool: string) => string) {
  return ({ calls }: JudgeCallInput): unknown => ({
    verdicts: calls.map(({ number, call }) => ({ number, verdict: verdict(call.tool), reason: `about ${call.tool}` })),
  });
}

async function assessed(script: Script, rounds = 20, repairs = 0): Promise<{ assessment: Assessment; author: ScriptedAuthor }> {
  const environment = artifactOf('environment', 'tool-library', toolLibraryWith());
  const writtenBy = { provider: 'scripted' as const };
  const body = { name: 'tool-library/state-1', start, state: toolLibraryState, writtenBy };
  const author = createScriptedAuthor(script);
  const result = await assessStage(rebuild).run(
    { subject: 'tool-library', inputs: [environment, artifactOf('state', body.name, body)], parameters: { rounds, repairs } },
    stageContext({ sandbox, author }),
  );
  if (result.status !== 'done') throw new Error(result.reason);
  return { assessment: result.outputs.find((output) => output.kind === 'assessment')?.body as Assessment, author };
}

describe('the two agents', () => {
  it('make calls in balance over tools and kinds, and their counts stand in the certificate', async () => {
    const { assessment, author } = await assessed({ 'propose-call': propose, 'judge-call': judgeAll(() => 'pass') });
    const { agents } = assessment;
    expect(agents?.judged).toBe(20);
    expect(agents?.tools.map(({ tool, positive, negative }) => [tool, positive.pass, negative.pass])).toEqual(
      toolLibraryWith().tools.map((tool) => [tool.name, 2, 2]),
    );
    expect(assessment.gates.at(-1)).toMatchObject({ gate: 'agents', passed: true });
    expect(assessment.verdict).toBe('accepted');
    // Several calls share a request.
    expect(author.questions.filter(({ work }) => work === 'propose-call').length).toBeLessThanOrEqual(8);
  });

  it('reject an environment of which too few calls pass, with a finding and its calls for each that failed', async () => {
    const { assessment } = await assessed({
      'propose-call': propose,
      'judge-call': judgeAll((tool) => (tool === 'lend_tool' ? 'fail' : tool === 'list_tools' ? 'warning' : 'pass')),
    });
    expect(assessment.verdict).toBe('rejected');
    expect(assessment.gates.at(-1)).toMatchObject({ gate: 'agents', passed: false });
    expect(assessment.agents && totalVerdicts(assessment.agents)).toEqual({
      positive: { pass: 6, warning: 2, fail: 2 },
      negative: { pass: 6, warning: 2, fail: 2 },
    });
    expect(assessment.findings).toHaveLength(4);
    for (const finding of assessment.findings) {
      expect(finding).toMatchObject({ gate: 'agents', about: 'lend_tool' });
      expect(finding.counterexample?.calls.at(-1)?.tool).toBe('lend_tool');
    }
    expect(assessment.agents?.remarks).toHaveLength(8);
  });

  it('do not count what was not proposed usably or not judged, and pass nothing without a judgement', async () => {
    const { assessment } = await assessed({
      'propose-call': ({ wanted }: ProposeCallInput) => ({
        calls: wanted.slice(0, 2).map(({ tool }, index) => ({ tool, arguments: index === 0 ? 'not json' : '{}', expected: '' })),
        note: 'no occasion',
      }),
      'judge-call': judgeAll(() => 'unjudged'),
    });
    expect(assessment.agents?.judged).toBe(0);
    expect(assessment.agents?.uncounted.reduce((sum, item) => sum + item.rounds, 0)).toBe(20);
    expect(assessment.agents?.uncounted.map((item) => item.reason)).toContain('not proposed: no occasion');
    expect(assessment.gates.map((gate) => gate.gate)).not.toContain('agents');
    expect(assessment.verdict).toBe('accepted');
  });

  it('are asked with everything their prompts name, and only with the source that is concerned', async () => {
    const { author } = await assessed({ 'propose-call': propose, 'judge-call': judgeAll(() => 'pass') }, 50);
    const prompts = openPrompts('prompts');
    const inputs = (work: string): unknown[] => author.questions.filter((item) => item.work === work).map((item) => item.input);
    const proposals = inputs('propose-call').map((input) => prompts.render('propose-call.md', input).user);
    expect(proposals.some((text) => text.includes('Calls so far:') && text.includes('What has changed since:'))).toBe(true);
    for (const input of inputs('judge-call') as JudgeCallInput[]) {
      const { user } = prompts.render('judge-call.md', input);
      const called = input.calls.map(({ call }) => call.tool);
      expect(user.includes('this.newId(')).toBe(called.includes('lend_tool'));
      for (const { call } of input.calls) expect(user).toContain(`Outcome: ${call.outcome}`);
    }
  });
});
