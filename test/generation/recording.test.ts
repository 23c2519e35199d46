import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { recordedModelConfig, recordedTasks } from '../support/recorded-model.mjs';

const domain = 'school-excursions';
const key = 'sk-record-90b1c2d3e4f5';
const skel = ['skel', '--count', '1', '--tasks', 'tasks.txt'];
function folderWithTasks(baseUrl: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'envscaler.config.yaml'), recordedModelConfig(baseUrl));
  writeFileSync(join(folder, 'tasks.txt'), `${recordedTasks[domain]}\n`);
  return folder;
}

describe('a recorded run', () => {
  it('needs a file that is one', async () => {
    const folder = folderWithTasks('http://127.0.0.1:9/v1');
    const replay = (...flags: string[]) => envscaler([...skel, ...flags], { cwd: folder, env: { RECORDED_KEY: key } });
    expect((await replay('--replay', 'none.jsonl')).stderr).toContain('"none.jsonl" cannot be read');
    writeFileSync(join(folder, 'broken.jsonl'), '{"request":"x"}\n');
    expect((await replay('--replay', 'broken.jsonl')).stderr).toContain('broken.jsonl:1: this is no line of a recording');
    const both = await replay('--replay', 'broken.jsonl', '--record', 'x.jsonl');
    expect(both.code).toBe(2);
    expect(both.stderr).toContain('exclude each other');
    expect(existsSync(join(folder, 'x.jsonl'))).toBe(false);
  });
});

describe('authors of several kinds', () => {
  it('work together: a model words the topic, the embedded author does the rest, and the dataset says so', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'tasks.txt'), 'Renew my library loan of the atlas and reserve the next volume for me.\n');
    const topic = {
      title: 'Lending desk of a town library',
      summary: 'A town library lends media to its readers.',
      introduction: 'It keeps media, copies, readers and loans. Readers borrow, renew and reserve. Limits and fees decide.',
      domain: 'libraries',
      usefulness: 9,
      modelability: 9,
      reason: 'Daily work everywhere.',
    };
    const server = await startOpenAiServer(() => ({ kind: 'answer', content: topic }));
    const config = `models:\n  wording: { model: wordsmith, baseUrl: '${server.baseUrl}', apiKeyEnv: WORDING_KEY }\ndefault: procedural\nworks: { infer-topic: wording }\n`;
    writeFileSync(join(folder, 'envscaler.config.yaml'), config);
    try {
      const flags = ['run', '--count', '1', '--scenarios', '1', '--tasks', 'tasks.txt', '--format', 'trl-sft'];
      const made = await envscaler(flags, { cwd: folder, env: { WORDING_KEY: key } });
      expect(made.code, made.stderr).toBe(0);
      expect(made.stderr).toContain('the model wordsmith');
      expect(made.stdout).toContain('written by the model wordsmith and the embedded procedural author');
    } finally {
      await server.close();
    }
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
    const dataset = join(folder, 'out', 'exports', 'trl-sft');
    const row = JSON.parse(readFileSync(join(dataset, 'train.jsonl'), 'utf8').split('\n')[0]!);
    expect(row).toMatchObject({ environment_written_by: 'openai/wordsmith + procedural', scenario_written_by: 'procedural' });
  }, 120_000);
});
