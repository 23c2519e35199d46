import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Body, Kind } from '../../src/domain/kinds.ts';
import { openStore } from '../../src/store/open-store.ts';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import {
  recordedDomainOf,
  recordedDomains,
  recordedModelConfig,
  recordedReply,
  recordedTasks,
  workOf,
} from '../support/recorded-model.mjs';

const scenariosEach = 7;
const rounds = 30;

async function made<K extends Kind>(folder: string, kind: K): Promise<readonly Body<K>[]> {
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'out', 'envscaler.sqlite') });
  try {
    return (await store.artifacts(kind)).map((artifact) => artifact.body);
  } finally {
    await store.close();
  }
}

it('a whole run on recorded answers: environments pass gates and agents, scenarios are certified, and the model plays them', async () => {
  const server = await startOpenAiServer(({ body }) =>
    // Whether requests need a system at all is asked of all domains together.
    recordedReply(workOf(body) === 'judge-tasks' ? '' : recordedDomainOf(body), body),
  );
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'envscaler.config.yaml'), recordedModelConfig(server.baseUrl));
  writeFileSync(join(cwd, 'tasks.txt'), `${recordedDomains.map((domain) => recordedTasks[domain]).join('\n')}\n`);
  const run = async (...args: string[]): Promise<void> => {
    const { code, stdout, stderr } = await envscaler(args, { cwd, env: { RECORDED_KEY: 'unused-key' } });
    expect(code, stderr + stdout).toBe(0);
  };
  const asked = (work: string): number => server.requests.filter(({ body }) => workOf(body) === work).length;
  try {
    await run('skel', '--tasks', 'tasks.txt', '--count', String(recordedDomains.length), '--rounds', String(rounds));
    const assessments = await made(cwd, 'assessment');
    expect(assessments).toHaveLength(recordedDomains.length);
    for (const { verdict, findings, agents } of assessments) {
      expect({ verdict, findings }).toEqual({ verdict: 'accepted', findings: [] });
      expect(agents?.judged).toBeGreaterThanOrEqual(rounds - 2);
    }
    // One environment did not compile at first, and the gates found a fault in another.
    expect(asked('repair-code')).toBe(2);
    expect(assessments.filter(({ history }) => history !== undefined)).toHaveLength(1);
    expect(asked('write-state')).toBe(recordedDomains.length * 3);

    await run('scen', '--count', String(scenariosEach));
    const scenarios = await made(cwd, 'scenario');
    expect(scenarios).toHaveLength(recordedDomains.length * scenariosEach);
    expect(scenarios.flatMap(({ certificate }) => certificate.reasons)).toEqual([]);
    expect(new Set(scenarios.map(({ kind }) => kind))).toEqual(
      new Set(['direct', 'conditional', 'bulk', 'compensating', 'infeasible', 'already-done', 'underspecified']),
    );

    // One proposal was sent back with what happened when it was run. Every task was read by a second pair of eyes.
    expect(asked('write-scenario')).toBe(scenarios.length + 1);
    expect(asked('read-task')).toBe(scenarios.length);

    await run('rollout', '--agent', 'openai');
    const trajectories = await made(cwd, 'trajectory');
    expect(trajectories).toHaveLength(scenarios.length);
    expect(trajectories.map(({ reward }) => reward.kind === 'scored' && reward.strict)).toEqual(trajectories.map(() => 1));
    // In each domain one person leaves something out, is asked, and says when all is done.
    expect(asked('simulate-user')).toBe(recordedDomains.length * 2);
  } finally {
    await server.close();
  }
}, 600_000);
