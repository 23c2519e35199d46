import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { recertify } from '../../../src/stages/scenarios/recertify.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { start, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { createScriptedAuthor } from '../../support/scripted-author.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
let scenario: Scenario;
const environment = artifactOf('environment', 'tool-library', toolLibraryWith());

beforeAll(async () => {
  sandbox = createSandbox({ processes: 1 });
  const state = artifactOf('state', 'tool-library/state-1', {
    name: 'tool-library/state-1',
    start,
    state: toolLibraryState,
    writtenBy: { provider: 'scripted' },
  });
  const author = createScriptedAuthor({
    'write-scenario': () => ({
      task: 'Bo Lind takes the drill for five days.',
      calls: [
        { tool: 'find_members', arguments: [{ name: 'text', json: '"Bo Lind"' }] },
        { tool: 'list_tools', arguments: [] },
        {
          tool: 'lend_tool',
          arguments: [
            { name: 'tool_id', json: '"T-1"' },
            { name: 'member_id', from: { call: 1, path: 'data.0.member_id' } },
            { name: 'days', json: '5' },
          ],
        },
      ],
    }),
  });
  const unit = { subject: 'tool-library/001', inputs: [environment, state], parameters: { number: 1, writes: 1 } };
  const result = await scenarioStage.run(unit, stageContext({ sandbox, author }));
  if (result.status !== 'done') throw new Error(result.reason);
  scenario = result.outputs[0]!.body as Scenario;
});
afterAll(() => sandbox.close());

/** The scenario as it comes out of the store: keys in another order. */
function sorted<Value>(value: Value): Value {
  const inOrder = (_: string, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner;
  return JSON.parse(JSON.stringify(value, inOrder));
}

describe('a certificate recomputed from scratch', () => {
  it('comes out as it is stored, whatever the order of keys', async () => {
    expect(scenario.certificate.reasons).toEqual([]);
    expect((await recertify(sandbox, environment.body, scenario)).differences).toEqual([]);
    expect((await recertify(sandbox, environment.body, sorted(scenario))).differences).toEqual([]);
  });

  it('shows a figure that was stored wrongly', async () => {
    const { mutants } = scenario.certificate;
    const tampered = {
      ...scenario,
      certificate: { ...scenario.certificate, mutants: { ...mutants, killed: mutants.killed - 1 } },
    };
    const { differences } = await recertify(sandbox, environment.body, tampered);
    expect(differences).toEqual([`certificate.mutants.killed: ${mutants.killed - 1} is stored, ${mutants.killed} comes out`]);
  });

  it('shows a reference that the environment no longer answers in the same way, and a check that lets more pass', async () => {
    const [first, ...rest] = scenario.reference;
    const other = { ...scenario, reference: [{ ...first!, result: { success: true as const, data: [] } }, ...rest] };
    expect((await recertify(sandbox, environment.body, other)).differences.join('\n')).toContain(
      'reference.0.result.data.0.name',
    );
    const loose = { ...scenario, checks: scenario.checks.filter((check) => check.predicate.kind !== 'frame') };
    const { certificate, differences } = await recertify(sandbox, environment.body, loose);
    expect(certificate.failed).toContain('over-reach');
    expect(differences).toContain('certificate.complete: true is stored, false comes out');
  });
});
