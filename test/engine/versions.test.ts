import { expect, it } from 'vitest';
import type { EngineContext } from '../../src/engine/engine-context.ts';
import { runStage } from '../../src/engine/run-stage.ts';
import type { StageOutcome } from '../../src/engine/stage-outcome.ts';
import { engine, nextRun, taskStage, unit } from './support/engine.ts';

/** Two stages: the second makes one unit of each artifact of the first, with a parameter for one of them alone. */
async function pipeline(
  context: EngineContext,
  settings: { size: number; style: string; version: number },
): Promise<readonly StageOutcome[]> {
  const collect = taskStage('collect');
  const first = await runStage(collect, [unit('a', { size: settings.size }), unit('b'), unit('c')], context);
  const word = { ...taskStage('word'), version: settings.version };
  const inputs = first.outputs.map((artifact) =>
    unit(artifact.subject, artifact.subject === 'b' ? { style: settings.style } : {}, [artifact]),
  );
  return [first, await runStage(word, inputs, context)];
}

const settings = { size: 1, style: 'plain', version: 1 };

it.each([
  ['nothing', {}, [0, 0]],
  ['a parameter of the first stage', { size: 2 }, [1, 1]],
  ['a parameter of one unit of the second stage', { style: 'curt' }, [0, 1]],
  ['the version of the second stage', { version: 2 }, [0, 3]],
])('a change of %s re-runs exactly what depends on it, and old versions stay', async (_, change, done) => {
  const before = await engine();
  const old = await pipeline(before.context, settings);
  const after = await nextRun(before);
  const outcomes = await pipeline(after.context, { ...settings, ...change });
  expect(outcomes.map((outcome) => outcome.counts.done)).toEqual(done);
  expect(outcomes.map((outcome) => outcome.counts.cached)).toEqual(done.map((count) => 3 - count));

  const { store } = after;
  const current = await store.artifacts('task', { versions: 'current' });
  // Both stages write tasks of the same subjects; those of the stage used last are the current ones.
  expect(current.map(({ hash }) => hash)).toEqual(outcomes.at(-1)?.outputs.map(({ hash }) => hash));
  const all = new Set((await store.artifacts('task', { versions: 'all' })).map(({ hash }) => hash));
  for (const { hash } of old.flatMap(({ outputs }) => outputs)) expect(all).toContain(hash);

  // Going back costs nothing.
  const back = await pipeline((await nextRun(after)).context, settings);
  expect(back.map((outcome) => outcome.counts.cached)).toEqual([3, 3]);
  expect(back.map((outcome) => outcome.outputs)).toEqual(old.map((outcome) => outcome.outputs));
});
