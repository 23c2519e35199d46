import { expect, it } from 'vitest';
import { inputsOf } from '../../../src/domain/kinds.ts';
import { runStage } from '../../../src/engine/run-stage.ts';
import type { Stage } from '../../../src/engine/stage.ts';
import { assessment, assessmentUnit } from '../../../src/pipeline/assessment-unit.ts';
import { stateSubject, stateUnit } from '../../../src/pipeline/state-unit.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import { type Engine, engine, nextRun, scriptedAuthor, unit } from '../../engine/support/engine.ts';
import { start, toolLibraryCode, toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';

const forgotten = toolLibraryCode.methods.map(({ operation, body }) => ({
  operation,
  body: operation === 'lend_tool' ? body.replace("tool.status = 'lent';", '') : body,
}));
const broken = toolLibraryWith({ methods: forgotten });

/** Writes an environment in which something was forgotten. */
const write: Stage = {
  name: 'write',
  version: 1,
  noun: 'environments',
  writes: 'environment',
  works: [],
  run: async ({ subject }) => ({ status: 'done', outputs: [{ kind: 'environment', subject, body: broken }] }),
};

const states: Stage = {
  name: 'states',
  version: 1,
  noun: 'states',
  writes: 'state',
  works: [],
  run: async ({ subject }) => ({
    status: 'done',
    outputs: [
      { kind: 'state', subject, body: { name: subject, start, state: toolLibraryState, writtenBy: { provider: 'scripted' } } },
    ],
  }),
};

/** Write, states and assessment, as the pipeline runs them; the counts of the last. */
async function built({ context }: Engine): Promise<{ done: number; cached: number }> {
  const [environment] = inputsOf((await runStage(write, [unit('tool-library')], context)).outputs, 'environment');
  if (!environment) throw new Error('nothing was written');
  const { outputs } = await runStage(states, [stateUnit(environment, 1)], context);
  const { counts } = await runStage(assessment, [assessmentUnit([environment, ...inputsOf(outputs, 'state')], 0)], context);
  return counts;
}

it('a repaired environment is the current one, also after a run that reuses everything, and states are made from it', async () => {
  const sandbox = createSandbox({ processes: 1 });
  try {
    const methods = toolLibraryCode.methods.filter(({ operation }) => operation === 'lend_tool');
    const author = scriptedAuthor({ 'repair-code': { methods, helpers: [], invariants: [] } });
    const first = await engine({ sandbox, author });
    expect(await built(first)).toMatchObject({ done: 1, cached: 0 });
    const second = await nextRun(first, { sandbox });
    expect(await built(second)).toMatchObject({ done: 0, cached: 1 });

    const { store } = second;
    const current = await store.artifacts('environment');
    expect(current.map(({ body, stage }) => [body.source === toolLibraryWith().source, stage])).toEqual([[true, 'assess']]);
    const [repaired] = current;
    if (!repaired) throw new Error('there is no environment');
    const [verdict] = await store.artifacts('assessment');
    expect(verdict?.body).toMatchObject({ environment: repaired.hash, verdict: 'accepted' });
    expect((await store.artifacts('environment', { versions: 'all' })).map(({ stage }) => stage).sort()).toEqual([
      'assess',
      'write',
    ]);
    const trail = await store.lineage(repaired.hash);
    expect(trail?.inputs.map(({ artifact }) => artifact.kind).sort()).toEqual(['environment', 'state']);

    // The scenarios' side: a state of the repaired version is another unit of work, and takes the other's place.
    await runStage(states, [stateUnit(repaired, 1)], second.context);
    const [state, ...others] = await store.artifacts('state', { subject: stateSubject(repaired, 1) });
    expect(others).toEqual([]);
    const inputs =
      state && (await store.attempts({ stage: 'states' })).map(({ parts }) => parts['input environment tool-library']);
    expect(inputs).toEqual([repaired.hash]);
  } finally {
    await sandbox.close();
  }
});
