import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { envscaler, type Finished } from '../support/command-line.ts';
import { hashesOf, temporaryFolder } from '../support/folder.ts';
import { type ReceivedRequest, type Reply, startOpenAiServer } from '../support/openai-server.ts';
import { recordedAnswer, recordedTasks } from '../support/recorded-model.mjs';
import { hashesIn } from '../support/stored.ts';

const domain = 'school-excursions';
const key = 'sk-model-run-71f0c3b2a9';
/** The forms in which a key could be written down. */
const keyForms = [key, Buffer.from(key).toString('base64').replace(/=+$/, ''), Buffer.from(key).toString('hex')];

/** A model that has written down its answers, and that plays by looking something up once. It tells what it used. */
function replyTo({ body, number }: ReceivedRequest): Reply {
  // The first answer has to be asked for again.
  if (number === 1) return { kind: 'answer', content: { verdicts: [{ number: 1, stateful: true, reason: '' }] } };
  const usage = (text: string): object => ({
    prompt_tokens: Math.ceil(JSON.stringify(body).length / 4),
    completion_tokens: Math.ceil(text.length / 4),
  });
  if (body.response_format !== undefined) {
    const content = recordedAnswer(domain, body);
    return { kind: 'answer', content, usage: usage(content) };
  }
  const hasLooked = body.messages.some((message) => message.role === 'tool');
  const [tool] = body.tools ?? [];
  const name = (tool as { function: { name: string } } | undefined)?.function.name ?? '';
  return hasLooked
    ? { kind: 'answer', content: 'I have looked.', reasoning: 'That will do.', usage: usage('I have looked.') }
    : { kind: 'answer', content: null, toolCalls: [{ name, arguments: {} }], usage: usage('{}') };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Files that hold the key in one of its forms. */
function filesWithKey(folder: string): string[] {
  return filesIn(folder).filter((file) => {
    const content = readFileSync(file);
    return keyForms.some((form) => content.includes(form));
  });
}

/** How many calls there were, by "dimension name". */
async function costsBy(cwd: string, ...dimensions: string[]): Promise<Map<string, number>> {
  const { stdout } = await envscaler(['cost', '--json', '--by', ...dimensions], { cwd });
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; by: string; name: string; calls: number });
  return new Map(rows.flatMap(({ event, by, name, calls }) => (event === 'cost-row' ? [[`${by} ${name}`, calls]] : [])));
}

function folderFor(baseUrl: string): string {
  const folder = temporaryFolder();
  const embedded = ['repair-code', 'propose-call', 'judge-call', 'read-task'].map((work) => `  ${work}: procedural\n`).join('');
  const model = `{ model: recorded-model, baseUrl: '${baseUrl}', apiKeyEnv: RECORDED_KEY }`;
  const config = `models:\n  recorded: ${model}\ndefault: recorded\nworks:\n${embedded}`;
  writeFileSync(join(folder, 'envscaler.config.yaml'), config);
  writeFileSync(join(folder, 'envscaler.prices.yaml'), 'prices: [{ model: recorded-model, input: 1, output: 5 }]\n');
  writeFileSync(join(folder, 'tasks.txt'), `${recordedTasks[domain]}\n`);
  return folder;
}

it('a model run in pieces under budgets pays for nothing twice, leaves its key nowhere, and replays as a whole without network', async () => {
  const seenLive: string[] = [];
  let folder = '';
  let walSeen = 0;
  const server = await startOpenAiServer((request) => {
    // The process that asks is alive now: what it has written so far is in the log of the database, too.
    const files = filesIn(folder);
    if (files.some((file) => file.endsWith('-wal'))) walSeen++;
    seenLive.push(...filesWithKey(folder));
    return replyTo(request);
  });
  folder = folderFor(server.baseUrl);
  const said: Finished[] = [];
  const command = async (...args: string[]): Promise<Finished> => {
    const options = { cwd: folder, env: { RECORDED_KEY: key } };
    const ended = await envscaler([...args, '--record', 'calls.jsonl', '--verbose'], options);
    said.push(ended);
    return ended;
  };
  const skel = ['skel', '--tasks', 'tasks.txt', '--count', '1'];
  const scen = ['scen', '--count', '1'];
  const rollout = ['rollout', '--agent', 'openai', 'reference', '--model', 'recorded'];
  const steps: [args: string[], code: number][] = [
    [[...skel, '--max-tokens', '20000'], 5],
    [skel, 0],
    [[...scen, '--max-usd', '0.001'], 5],
    [scen, 0],
    [[...rollout, '--max-calls', '1'], 5],
    [rollout, 0],
    // The model has attempted the scenario already: it is not asked again.
    [[...scen, '--solve', '1'], 0],
    [['export', '--format', 'trl-sft', 'verl-rl', 'bundle', '--to', 'data'], 0],
  ];
  try {
    for (const [args, code] of steps) {
      const ended = await command(...args);
      expect(ended.code, `${args.join(' ')}\n${ended.stderr}`).toBe(code);
      if (code === 5) expect(ended.stderr).toMatch(/The budget of .* (is reached|is used up).*go on with: envscaler/);
    }
  } finally {
    await server.close();
  }
  expect(said.at(-2)?.stdout).toMatch(
    /recorded-model solved 0 of 1 scenario with what an agent sees\.\s+Never solved: school-excursion-office\/001\./,
  );
  const asked = server.requests.map(({ body }) => JSON.stringify({ ...body, max_tokens: undefined }));
  expect(new Set(asked).size).toBe(asked.length);

  expect(walSeen).toBeGreaterThan(0);
  expect(seenLive).toEqual([]);
  expect(filesWithKey(folder)).toEqual([]);
  for (const { stdout, stderr } of said) for (const form of keyForms) expect(stdout + stderr).not.toContain(form);

  const made = await hashesIn(folder);
  expect(Object.entries(made).flatMap(([kind, hashes]) => (hashes.length === 0 ? [kind] : []))).toEqual([]);
  const lines = readFileSync(join(folder, 'calls.jsonl'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(server.requests.length);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ work: 'judge-tasks', body: { model: 'recorded-model' } });

  const played = await costsBy(folder, 'scenario', 'stage', 'run');
  expect(played.get('stage rollout')).toBe(2);
  expect(played.get('scenario school-excursion-office/001')).toBeGreaterThan(2);
  // The third run could afford no call; of the others each has its own, and none is without a run.
  expect([...played.keys()].filter((name) => name.startsWith('run '))).toEqual(['run 1', 'run 2', 'run 4', 'run 5', 'run 6']);
  expect([...played.keys()].filter((name) => name.includes('(no '))).toEqual(['scenario (no scenario)']);

  const there = folderFor(server.baseUrl);
  const run = [
    'run',
    '--tasks',
    'tasks.txt',
    '--count',
    '1',
    '--scenarios',
    '1',
    '--agent',
    'openai',
    'reference',
    '--model',
    'recorded',
  ];
  const replay = ['--format', 'trl-sft', 'verl-rl', 'bundle', '--to', 'data', '--replay', join(folder, 'calls.jsonl')];
  const replayed = await envscaler([...run, ...replay], { cwd: there });
  expect(replayed.code, replayed.stderr).toBe(0);
  expect(await hashesIn(there)).toEqual(made);
  expect(hashesOf(join(there, 'data'))).toEqual(hashesOf(join(folder, 'data')));

  writeFileSync(join(there, 'tasks.txt'), 'Lend the ladder to my neighbour.\n');
  const missing = await envscaler([...run, ...replay], { cwd: there });
  expect(missing.code).toBe(2);
  expect(missing.stderr).toMatch(/has no answer for "judge-tasks": request [0-9a-f]{16} to recorded-model at http/);
}, 300_000);
