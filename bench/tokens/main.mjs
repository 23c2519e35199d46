// Calls and tokens that a model author needs for an environment and for a scenario, measured on recorded answers that go through
// the built command line and a local server. Run with: npm run bench:tokens
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import {
  recordedAnswer,
  recordedDomains,
  recordedModelConfig,
  recordedTasks,
  workOf,
} from '../../test/support/recorded-model.mjs';

const executable = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const scenarios = 6;
const rounds = 30;
/** Scenarios that begin with the same initial state. */
const scenariosPerState = 2;

/**
 * What the published pipeline needs, estimated from its own prompts on a class of 22 tools and a state of 21 KB: it sends the
 * class with every call. Of its answers while assessing nothing is known; they are counted as none.
 */
const published = {
  modelling: { calls: 25, input: 80_000, output: 14_000 },
  assessment: { calls: 61, input: 750_000, output: 0 },
  scenario: { calls: 17, input: 177_000, output: 13_000 },
};

/** Kinds of work by what they are for. Topics are mined once for many environments and counted apart. */
const partOf = {
  'judge-tasks': 'topic',
  'infer-topic': 'topic',
  'model-state': 'modelling',
  'plan-operations': 'modelling',
  'write-code': 'modelling',
  'write-state': 'states',
  'propose-call': 'assessment',
  'judge-call': 'assessment',
  'write-scenario': 'scenario',
  'read-task': 'scenario',
};

/** What a request is for. Code is repaired where it does not compile, and where the assessment found something. */
function partOfRequest(work, body) {
  if (work !== 'repair-code') return partOf[work];
  return body.messages.some(({ content }) => content.includes('Only the bodies of these operations'))
    ? 'assessment'
    : 'modelling';
}

function run(args, cwd) {
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ENVSCALER_MODEL: _model, ...rest } = process.env;
  const child = spawn(process.execPath, [executable, ...args], { cwd, env: { ...rest, RECORDED_KEY: 'unused-key' } });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) =>
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`envscaler ${args.join(' ')} ended with ${code}: ${stderr}`)),
    ),
  );
}

/** Text of a request as a model reads it: messages, and the schema where the server is given one. */
function inputTokens(body) {
  const schema = body.response_format ? JSON.stringify(body.response_format) : '';
  return body.messages.reduce(
    (sum, message) => sum + countTokens(String(message.content)),
    schema === '' ? 0 : countTokens(schema),
  );
}

async function measure(domain) {
  const calls = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text);
    const content = recordedAnswer(domain, body);
    const work = workOf(body);
    calls.push({ work, part: partOfRequest(work, body), input: inputTokens(body), output: countTokens(content) });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }] }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'envscaler-bench-'));
  try {
    writeFileSync(join(folder, 'envscaler.config.yaml'), recordedModelConfig(`http://127.0.0.1:${server.address().port}/v1`));
    writeFileSync(join(folder, 'tasks.txt'), `${recordedTasks[domain]}\n`);
    await run(['skel', '--count', '1', '--tasks', 'tasks.txt', '--rounds', String(rounds), '--quiet'], folder);
    const built = calls.length;
    await run(['scen', '--count', String(scenarios), '--quiet'], folder);
    return { building: calls.slice(0, built), writing: calls.slice(built) };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function sums(calls) {
  return {
    calls: calls.length,
    input: calls.reduce((sum, call) => sum + call.input, 0),
    output: calls.reduce((sum, call) => sum + call.output, 0),
  };
}

function divided(total, by) {
  return { calls: total.calls / by, input: total.input / by, output: total.output / by };
}

function row(name, { calls, input, output }) {
  const count = Number.isInteger(calls) ? String(calls) : calls.toFixed(2);
  const cell = (value, width) => Math.round(value).toLocaleString('en').padStart(width);
  return `${name.padEnd(44)}${count.padStart(7)}${cell(input, 12)}${cell(output, 10)}`;
}

function compared(name, ours, theirs) {
  const share = (ours.input + ours.output) / (theirs.input + theirs.output);
  const fraction = share > 0 ? `1/${(1 / share).toFixed(1)}` : '-';
  return `${row(`${name}, published (estimate)`, theirs)}\n${`${name}, tokens compared with published`.padEnd(44)}${fraction.padStart(29)}`;
}

const header = `${''.padEnd(44)}${'calls'.padStart(7)}${'input'.padStart(12)}${'output'.padStart(10)}`;

function plus(left, right) {
  return { calls: left.calls + right.calls, input: left.input + right.input, output: left.output + right.output };
}

/** What one environment and one scenario of a domain took. */
function figuresOf({ building, writing }) {
  const of = (calls, part) => sums(calls.filter((call) => call.part === part));
  const state = divided(of(building, 'states'), building.filter((call) => call.part === 'states').length);
  const figures = {
    modelling: of(building, 'modelling'),
    states: of(building, 'states'),
    assessment: of(building, 'assessment'),
    scenario: plus(divided(of(writing, 'scenario'), scenarios), divided(state, scenariosPerState)),
  };
  return { ...figures, environment: plus(plus(figures.modelling, figures.states), figures.assessment) };
}

const names = {
  modelling: 'modelling (design and code, with repair)',
  states: 'test states',
  assessment: `assessment in ${rounds} rounds, with repair`,
  environment: 'an environment: all of these',
  scenario: 'a scenario (with half a state)',
};

console.log('Tokens counted with o200k_base; input includes the JSON Schema of the answer.\n');
const all = [];
for (const domain of recordedDomains) {
  const measured = await measure(domain);
  const calls = [...measured.building, ...measured.writing];
  console.log(`${domain}\n${header}`);
  for (const work of new Set(calls.map((call) => call.work))) {
    const own = calls.filter((call) => call.work === work);
    console.log(row(`  ${work}, a call`, divided(sums(own), own.length)));
  }
  const figures = figuresOf(measured);
  all.push(figures);
  for (const [part, name] of Object.entries(names)) console.log(row(name, figures[part]));
  console.log('');
}
const mean = (part) => divided(all.map((figures) => figures[part]).reduce(plus), all.length);
console.log(`mean of ${all.length} domains\n${header}`);
for (const [part, name] of Object.entries(names)) {
  console.log(row(name, mean(part)));
  const theirs = part === 'environment' ? plus(published.modelling, published.assessment) : published[part];
  if (theirs) console.log(compared(part, mean(part), theirs));
}
