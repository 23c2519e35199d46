import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProceduralAuthor } from '../../../src/builtin/author.ts';
import { domains } from '../../../src/builtin/domains.ts';
import { type DifficultyLevel, difficultyLevels, effortOf, levelOf } from '../../../src/domain/scenario/difficulty-level.ts';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { scenarioUnit } from '../../../src/pipeline/scenario-unit.ts';
import { createSandbox } from '../../../src/sandbox/host/ses-sandbox.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { difficultyOf } from '../../../src/stages/scenarios/difficulty.ts';
import { scenarioStage } from '../../../src/stages/scenarios/write-scenario.ts';
import { environmentOf, policyOf, stateOf } from '../../builtin/support.ts';
import { toolLibraryState, toolLibraryWith } from '../../support/sample-environment.ts';
import { artifactOf, stageContext } from '../../support/stage-context.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox({ processes: 1 });
});
afterAll(() => sandbox.close());

const today = '2026-03-09';
const start = `${today}T09:00:00Z`;
const scenariosEach = 4;

/** Scenarios of the library that were asked for as a level. */
async function asked(difficulty: DifficultyLevel): Promise<Scenario[]> {
  const policy = policyOf('library', 0);
  const domain = domains.find(({ slug }) => slug === 'library');
  if (!domain) throw new Error('there is a library');
  const environment = artifactOf('environment', 'library', environmentOf('library', policy));
  const states = new Map(
    [1, 2].map((number) => {
      const name = `library/state-${number}`;
      const body = { name, start, state: stateOf(domain, policy, today, name), writtenBy: { provider: 'procedural' as const } };
      return [name, artifactOf('state', name, body)];
    }),
  );
  const made: Scenario[] = [];
  for (let number = 1; number <= scenariosEach; number++) {
    const unit = scenarioUnit(environment, states, { number, difficulty });
    if (!unit) throw new Error('there is a state for it');
    const result = await scenarioStage.run(unit, stageContext({ sandbox, author: createProceduralAuthor(), seed: unit.subject }));
    if (result.status === 'done') made.push(...result.outputs.map(({ body }) => body as Scenario));
  }
  return made;
}

describe('the difficulty of a scenario', () => {
  it('is counted on what the reference does, finds out and might mistake for something else', () => {
    const call = (tool: string, args: Record<string, string>, paths: readonly string[] = []) => ({
      tool,
      arguments: args,
      outcome: 'success' as const,
      result: { success: true as const },
      patches: paths.map((path) => ({ op: 'replace' as const, path, value: 'x' })),
    });
    const effort = {
      initial: toolLibraryState,
      reference: [
        call('find_members', { text: 'Bo' }),
        call('lend_tool', { tool_id: 'T-1', member_id: 'M-2' }, ['/tools/T-1/status', '/loans/L-77']),
      ],
      provenance: [
        { call: 1, argument: 'text', origin: { kind: 'text' as const, said: 'bo' } },
        { call: 2, argument: 'member_id', origin: { kind: 'observation' as const, call: 1, path: 'data[0].member_id' } },
      ],
      kind: 'direct' as const,
      task: 'Bo takes the drill, unless it is lent.',
    };
    const { tools, loans } = toolLibraryState;
    expect(difficultyOf(toolLibraryWith(), effort)).toEqual({
      reads: 1,
      writes: 1,
      discovered: 1,
      rules: 3,
      // The tools that stay on the shelf and all loans that were there: the drill itself is none, nor is the new loan.
      distractors: Object.keys(tools ?? {}).length - 1 + Object.keys(loans ?? {}).length,
      conditions: 1,
    });
    expect(difficultyOf(toolLibraryWith(), { ...effort, kind: 'bulk' }).conditions).toBe(2);
  });
});

describe('a difficulty that is asked for', () => {
  it('comes out: most scenarios are of the level, and each level takes more than the one below', async () => {
    const efforts: number[] = [];
    for (const level of difficultyLevels) {
      const scenarios = await asked(level);
      expect(scenarios).toHaveLength(scenariosEach);
      const hits = scenarios.filter(({ difficulty }) => levelOf(difficulty) === level).length;
      expect({ level, hits: hits >= scenariosEach / 2 }).toEqual({ level, hits: true });
      efforts.push(scenarios.reduce((sum, { difficulty }) => sum + effortOf(difficulty), 0) / scenariosEach);
    }
    expect(efforts).toEqual([...efforts].sort((one, two) => one - two));
    expect(Math.min(...efforts.slice(1).map((effort, index) => effort - (efforts[index] ?? 0)))).toBeGreaterThan(3);
  });
});
