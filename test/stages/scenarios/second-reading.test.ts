import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ReadingFinding } from '../../../src/domain/scenario/reading.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import type { ScenarioProposal } from '../../../src/generation/work/scenarios.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { recertify } from '../../../src/stages/scenarios/recertify.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { openBench } from '../../generation/bench.ts';
import type { ReceivedRequest } from '../../support/openai-server.ts';
import { start, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const environment = artifactOf('environment', 'tool-library', toolLibraryWith());
const state = artifactOf('state', 'tool-library/state-1', {
  name: 'tool-library/state-1',
  start,
  state: toolLibraryState,
  writtenBy: { provider: 'scripted' },
});
const unit = { subject: 'tool-library/001', inputs: [environment, state], parameters: { number: 1, writes: 1 } };

const calls: ScenarioProposal['calls'] = [
  { tool: 'find_members', arguments: [{ name: 'text', json: '"Bo Lind"' }] },
  { tool: 'list_tools', arguments: [] },
  {
    tool: 'lend_tool',
    arguments: [
      { name: 'tool_id', json: '"T-1"' },
      { name: 'member_id', json: '"M-2"' },
      { name: 'days', json: '5' },
    ],
  },
];
const clear = 'Bo Lind takes the drill for five days.';
const muddled = 'Bo Lind takes the drill for five days. He brings it back on Monday.';

const promptOf = ({ body }: ReceivedRequest): string => body.messages.map(({ content }) => String(content)).join('\n');
const workOf = ({ body }: ReceivedRequest): string | undefined => body.response_format?.json_schema?.name;

/** What comes of a model that writes the muddled task first, and reads in it what it is told to. */
async function write(findings: readonly ReadingFinding[], corrected: string) {
  const bench = await openBench((request) =>
    workOf(request) === 'read-task'
      ? {
          kind: 'answer',
          content: {
            requests: [{ words: 'takes the drill', claims: [1, 2] }],
            findings: promptOf(request).includes('on Monday') ? findings : [],
          },
        }
      : {
          kind: 'answer',
          content: { task: promptOf(request).includes('You proposed this before') ? corrected : muddled, calls },
        },
  );
  onTestFinished(() => bench.server.close());
  const result = await scenarioStage.run(unit, stageContext({ sandbox, author: bench.author }));
  if (result.status !== 'done') throw new Error(result.reason);
  const asked = (work: string): string[] => bench.server.requests.filter((request) => workOf(request) === work).map(promptOf);
  return { scenario: result.outputs[0]?.body as Scenario, asked };
}

const contradiction: ReadingFinding = {
  kind: 'contradiction',
  about: 'He brings it back on Monday',
  why: 'Five days from now are Saturday.',
};
const sentence = 'A second reading finds "He brings it back on Monday" contradictory: Five days from now are Saturday.';

describe('a second reading by a model', () => {
  it('sees the task, the tools and the claims, and nothing of the reference', async () => {
    const { asked } = await write([], clear);
    const [prompt = ''] = asked('read-task');
    expect(prompt).toContain(muddled);
    expect(prompt).toContain('Has a loan been created with tool Drill (T-1), member Bo Lind (M-2)');
    expect(prompt).toContain('lend_tool(tool_id: key of Tool, member_id: key of Member');
    expect(prompt).not.toContain('list_tools {}');
    expect(prompt).not.toContain('"success"');
  });

  it('sends what it finds back to the author, who may mend it', async () => {
    const { scenario, asked } = await write([contradiction], clear);
    expect(asked('write-scenario')[1]).toContain(sentence);
    expect(scenario.task).toBe(clear);
    expect(scenario.certificate).toMatchObject({
      complete: true,
      reading: { by: { provider: 'openai', model: 'test-model' }, findings: [] },
    });
  });

  it('leaves a scenario that stays contradictory without a certificate, and recomputing it says the same', async () => {
    const { scenario, asked } = await write([contradiction], muddled);
    expect(scenario.certificate).toMatchObject({ complete: false, failed: ['reading'], reasons: [sentence] });
    expect(asked('write-scenario')).toHaveLength(2);
    expect((await recertify(sandbox, environment.body, scenario)).differences).toEqual([]);
  });

  it('leaves a warning where no reward comes out wrong, after one chance to mend it', async () => {
    const mild = { ...contradiction, kind: 'uncovered' as const, why: 'No claim is about it.' };
    const { scenario, asked } = await write([mild], `${muddled} `);
    expect(scenario.certificate).toMatchObject({ complete: true, failed: [] });
    expect(scenario.certificate.warnings).toContain(
      'A second reading finds "He brings it back on Monday" asked for and not measured: No claim is about it.',
    );
    expect(asked('write-scenario')).toHaveLength(2);
  });

  it('is made by nobody where no model is the author', async () => {
    const author = createScriptedAuthor({ 'write-scenario': { task: clear, calls } });
    const result = await scenarioStage.run(unit, stageContext({ sandbox, author }));
    expect(author.questions.map(({ work }) => work)).toEqual(['write-scenario']);
    const [body] = result.status === 'done' ? result.outputs.map((output) => output.body as Scenario) : [];
    expect(body?.certificate).toMatchObject({ complete: true });
    expect(body?.certificate.reading).toBeUndefined();
  });
});
