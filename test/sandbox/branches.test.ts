import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../src/sandbox/host/ses-sandbox.ts';
import type { Branch, OpenEnvironment, Sandbox } from '../../src/sandbox/sandbox.ts';
import { start, toolLibraryCode, toolLibraryState, toolLibraryWith } from '../support/sample-environment.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

/** The body of return_tool exchanged: it has every kind of branch. */
const winding = `const tool = this.state.tools[tool_id];
if (!tool) return fail('No such tool.');
// R7
if (tool.name === 'Saw') {
  return fail('Not the saw.');
}
let letters = 0;
for (const letter of tool.name) letters += letter === 'e' ? 1 : 2;
if (letters > 1000) letters = 0;
else if (tool.name === 'Drill') letters = 3;
switch (tool.status) {
  case 'lent':
  case 'repair':
    return fail(\`It is \${tool.status}.\`); // R8 and R9
  default:
    return done(\`\${letters}\`);
}`;

async function opened(): Promise<OpenEnvironment> {
  const methods = toolLibraryCode.methods.map((method) =>
    method.operation === 'return_tool' ? { operation: 'return_tool', body: winding } : method,
  );
  return sandbox.open(toolLibraryWith({ methods }), { traced: true });
}

async function taken(environment: OpenEnvironment, tool_id: string): Promise<readonly Branch[]> {
  const instance = await environment.create({ state: toolLibraryState, seed: 's', start });
  const report = await instance.call('return_tool', { tool_id });
  await instance.close();
  return (report.reached ?? []).flatMap((number) => environment.branches[number] ?? []);
}

describe('a traced environment', () => {
  it('tells the branches that a call took', async () => {
    const environment = await opened();
    const kinds = async (tool_id: string): Promise<string> =>
      (await taken(environment, tool_id)).map((branch) => branch.kind).join(' ');
    expect(await kinds('T-99')).toBe('method then refusal');
    expect(await kinds('T-3')).toBe('method else then refusal');
    expect(await kinds('T-1')).toBe('method else else loop else else then case return');
    expect(await kinds('T-2')).toBe('method else else loop then else else else case refusal');
  });

  it('takes a refusal whose words were made elsewhere as evidence for none of several rules, and for a single one', async () => {
    const passing = (comment: string): string =>
      `const objection = this.state.tools[tool_id]?.name === 'Saw' ? 'Not the saw.' : undefined;
if (objection) return fail(objection); // ${comment}
return done('fine');`;
    const rules = async (comment: string): Promise<readonly string[]> => {
      const methods = toolLibraryCode.methods.map((method) =>
        method.operation === 'return_tool' ? { operation: 'return_tool', body: passing(comment) } : method,
      );
      const environment = await sandbox.open(toolLibraryWith({ methods }), { traced: true });
      return environment.branches.flatMap((branch) => (branch.method === 'return_tool' ? branch.rules : []));
    };
    expect(await rules('R1 R2 R3 R4')).toEqual([]);
    expect(await rules('R2')).toEqual(['R2']);
  });

  it('knows the rules that comments name beside a return or above its condition', async () => {
    const environment = await opened();
    const rules = async (tool_id: string): Promise<readonly string[]> =>
      (await taken(environment, tool_id)).flatMap((branch) => branch.rules);
    expect(await rules('T-99')).toEqual([]);
    expect(await rules('T-3')).toEqual(['R7']);
    expect(await rules('T-2')).toEqual(['R8', 'R9']);
    const lend = environment.branches.filter((branch) => branch.method === 'lend_tool' && branch.kind === 'refusal');
    expect(lend.map((branch) => branch.rules.join())).toEqual(['', '', 'R1', 'R2', 'R3']);
  });

  it('behaves as the untraced one, which tells nothing of branches', async () => {
    const plain = await sandbox.open(toolLibraryWith());
    const traced = await sandbox.open(toolLibraryWith(), { traced: true });
    expect(plain.branches).toEqual([]);
    const answers = [];
    for (const environment of [plain, traced]) {
      const instance = await environment.create({ state: toolLibraryState, seed: 's', start });
      const { reached, ...answer } = await instance.call('lend_tool', { tool_id: 'T-1', member_id: 'M-2' });
      expect(reached === undefined).toBe(environment === plain);
      answers.push([answer, await instance.hash(), await instance.invariants()]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[2]).toEqual([{ rule: 'R4', status: 'holds' }]);
  });
});
