import { appendFileSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { everyKind, preparedWorkspace } from '../support/prepared-workspace.ts';
import { connect } from './support/open-env-client.ts';
import { orsClient } from './support/ors-client.ts';
import { movesOf, startServer } from './support/served.ts';

const exported = [...everyKind, ['export', '--format', 'bundle', 'trl-grpo', '--to', 'datasets']];

describe('a bundle', () => {
  it('is served where there is no workspace, under the names and hashes of its rows', async () => {
    const { cwd } = await preparedWorkspace(exported);
    const server = await startServer(cwd, ['--workspace', join(temporaryFolder(), 'none')], ['--from', 'datasets/bundle']);
    try {
      const client = orsClient(server.url, 'of-a-bundle');
      const { tasks } = await client.json('POST', `/${server.environment}/tasks`, { split: 'train' });
      const scenario = server.scenarios.find(({ body }) => body.name === tasks[0].scenario_id)!;
      const { scenario_id, scenario_hash } = tasks[0];
      expect([scenario_id, scenario_hash]).toEqual([scenario.body.name, scenario.hash]);
      await client.json('POST', '/create', { env_name: server.environment, task_spec: { scenario_id, scenario_hash } });
      for (const { tool, arguments: args } of movesOf(scenario)) await client.call(server.environment, tool, args);
      expect(await client.call(server.environment, 'submit', {})).toMatchObject({ output: { reward: 1, finished: true } });
    } finally {
      expect((await server.stop()).code).toBe(0);
    }
  });

  it('becomes an OpenEnv space, whose command serves its environment at the root', async () => {
    const { cwd } = await preparedWorkspace(exported);
    const write = ['serve', '--from', 'datasets/bundle', '--openenv-space', 'space', '--json'];
    const { code, stdout } = await envscaler(write, { cwd });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { event: 'space', folder: 'space' }]);
    expect(await envscaler(write, { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('not empty') });
    const space = join(cwd, 'space');
    const text = (name: string): string => readFileSync(join(space, name), 'utf8');
    expect(parse(text('openenv.yaml'))).toMatchObject({ spec_version: 1, type: 'space', port: 8000 });
    expect(text('README.md')).toMatch(/^---\n(.*\n)*app_port: 8000\n/);
    // The command of the image, with the packages that building it would install.
    symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(space, 'envscaler', 'node_modules'));
    const [node, program, ...args]: string[] = JSON.parse(/^CMD (.*)$/m.exec(text('Dockerfile'))?.[1] ?? '');
    expect(node).toBe('node');
    const flags = args.slice(1).join(' ').replace('0.0.0.0', '127.0.0.1').replace('8000', '0').split(' ');
    const server = await startServer(space, flags, [], { executable: join(space, program!), scenariosIn: cwd });
    try {
      const { ask, close } = await connect(`${server.url}/ws`);
      expect(await ask({ type: 'reset', data: { scenario_id: server.scenarios[0]?.body.name } })).toMatchObject({
        data: { observation: { env_id: server.environment, task: server.scenarios[0]?.body.task } },
      });
      await close();
    } finally {
      await server.stop();
    }
  });

  it('is refused when it is none, or was changed', async () => {
    const { cwd } = await preparedWorkspace(exported);
    const refused = async (...flags: string[]) => {
      const { code, stdout, stderr } = await envscaler(['serve', '--port', '0', ...flags], { cwd });
      return [code, stdout, stderr];
    };
    expect(await refused('--from', 'nowhere')).toEqual([2, '', expect.stringContaining('envscaler export --format bundle')]);
    expect(await refused('--from', 'datasets/trl-grpo')).toEqual([2, '', expect.stringContaining('format "trl-grpo"')]);
    appendFileSync(join(cwd, 'datasets', 'bundle', 'scenarios', 'train.jsonl'), '\n');
    expect(await refused('--from', 'datasets/bundle')).toEqual([2, '', expect.stringContaining('changed since the export')]);
    expect(await refused('--env', 'nowhere')).toEqual([2, '', expect.stringContaining('There is no environment "nowhere"')]);
    expect(await refused('--split', 'held_out')).toEqual([2, '', expect.stringContaining('nothing to serve')]);
    expect(await refused('--workspace', 'empty')).toEqual([2, '', expect.stringContaining('nothing to serve')]);
  });
});
