import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assessment } from '../../../src/domain/environment/assessment.ts';
import type { EnvironmentCode } from '../../../src/domain/environment/environment.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { assessStage } from '../../../src/stages/assessment/assess.ts';
import { rebuild } from '../../../src/stages/skeletons/rebuild.ts';
import { start, toolLibraryCode, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

async function assess(changes: Partial<EnvironmentCode> = {}, seed = 'one'): Promise<Assessment> {
  const environment = artifactOf('environment', 'tool-library', toolLibraryWith(changes));
  const state = artifactOf('state', 'tool-library/state-1', {
    name: 'tool-library/state-1',
    start,
    state: toolLibraryState,
    writtenBy: { provider: 'scripted' },
  });
  const result = await assessStage(rebuild).run(
    { subject: 'tool-library', inputs: [environment, state], parameters: {} },
    stageContext({ sandbox, author: createScriptedAuthor({}), seed }),
  );
  if (result.status !== 'done') throw new Error(result.reason);
  return result.outputs[0]!.body as Assessment;
}

function withBody(operation: string, change: (body: string) => string): Partial<EnvironmentCode> {
  const methods = toolLibraryCode.methods.map((method) =>
    method.operation === operation ? { operation, body: change(method.body) } : method,
  );
  const changed = methods.find((method) => method.operation === operation)?.body;
  if (changed === toolLibraryCode.methods.find((method) => method.operation === operation)?.body) {
    throw new Error(`the mutant of ${operation} is not one`);
  }
  return { methods };
}

const mutants: [string, Partial<EnvironmentCode>, string][] = [
  [
    'a read that changes the state',
    withBody('member_loans', (body) =>
      body.replace('return ok', "const known = this.state.members[member_id];\nif (known) known.name += '!';\nreturn ok"),
    ),
    'pure-reads',
  ],
  [
    'a write that changes something before it refuses',
    withBody('lend_tool', (body) => body.replace('const member =', "tool.name += '?';\nconst member =")),
    'atomic-writes',
  ],
  [
    'a forgotten change, so that an invariant breaks',
    withBody('lend_tool', (body) => body.replace("tool.status = 'lent';", '')),
    'invariants',
  ],
  [
    'an exception on an unknown id',
    withBody('member_loans', (body) =>
      body.replace(
        /^if .*$/m,
        'const known = Object.values(this.state.members).filter((member) => member.member_id === member_id).reduce((first) => first);\nvoid known.name;',
      ),
    ),
    'no-defects',
  ],
  [
    'a reference to nothing',
    withBody('lend_tool', (body) => body.replace('tool_id, member_id, due', "tool_id, member_id: 'M-' + member_id, due")),
    'states',
  ],
  [
    'a state that is not JSON',
    withBody('return_tool', (body) =>
      body.replace('loan.returned = this.today();', 'Object.assign(loan, { returned: undefined });'),
    ),
    'envelope',
  ],
  [
    'a tool that never succeeds',
    withBody('return_tool', (body) => `if (tool_id.length < 50) return fail('No.');\n${body}`),
    'outcomes',
  ],
  ['a tool that never refuses', withBody('member_loans', (body) => body.replace(/^if .*$/m, '')), 'outcomes'],
  [
    'an endless loop on some input',
    withBody('find_members', (body) => `while (text === '') { text.length; }\n${body}`),
    'no-defects',
  ],
];

describe('the mechanical gates', () => {
  it('accept a good environment with every gate passed and every tool covered', async () => {
    const assessment = await assess();
    expect(assessment.findings).toEqual([]);
    expect(assessment.verdict).toBe('accepted');
    expect(assessment.coverage.every((row) => row.successes > 0 && row.defects === 0)).toBe(true);
  });

  it.each(mutants)('reject %s', async (_, changes, gate) => {
    const assessment = await assess(changes);
    expect(assessment.verdict).toBe('rejected');
    expect(assessment.findings.map((finding) => finding.gate)).toContain(gate);
  });

  it('shrink a counterexample to the calls that matter', async () => {
    const assessment = await assess(mutants[2]![1]);
    const finding = assessment.findings.find((candidate) => candidate.gate === 'invariants');
    expect(finding?.counterexample?.calls.map((call) => call.tool)).toEqual(['lend_tool']);
  });

  it('give the same assessment for the same seed', async () => {
    expect(await assess({}, 'two')).toEqual(await assess({}, 'two'));
  });
});
