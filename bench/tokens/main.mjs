// Calls and tokens that a model author needs for an environment and for a scenario, measured on recorded answers that go through
// the built command line and a local server. Run with: npm run bench:tokens
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { recordedAnswer, recordedDomains, recordedModelConfig, recordedTasks } from '../../test/support/recorded-model.mjs';

const executable = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const scenarios = 4;

/**
 * What the published pipeline needs, estimated from its own prompts on a class of 22 tools and a state of 21 KB: it sends the
 * class with every call.
 */
const published = {
  model: { calls: 25, input: 80_000, output: 14_000 },
  scenario: { calls: 17, input: 177_000, output: 13_000 },
};

/** Kinds of work by what they are for. The topics are mined once for many environments and counted apart. */
const partOf = {
  'judge-tasks': 'topic',
  'infer-topic': 'topic',
  'model-state': 'model',
  'plan-operations': 'model',
  'write-code': 'model',
  'repair-code': 'model',
  'write-state': 'state',
  'write-scenario': 'scenario',
};

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
    calls.push({ work: body.response_format.json_schema.name, input: inputTokens(body), output: countTokens(content) });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }] }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'envscaler-bench-'));
  try {
    writeFileSync(join(folder, 'envscaler.config.yaml'), recordedModelConfig(`http://127.0.0.1:${server.address().port}/v1`));
    writeFileSync(join(folder, 'tasks.txt'), `${recordedTasks[domain]}\n`);
    await run(['skel', '--count', '1', '--tasks', 'tasks.txt', '--quiet'], folder);
    const accepted = await run(['scen', '--count', String(scenarios), '--quiet'], folder).then(
      () => true,
      (error) => {
        console.log(`${domain}: ${error.message.trim()}`);
        return false;
      },
    );
    return { calls, accepted };
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
const totals = { model: [], scenario: [] };
console.log('Tokens counted with o200k_base; input includes the JSON Schema of the answer.\n');
for (const domain of recordedDomains) {
  const { calls, accepted } = await measure(domain);
  const of = (part) => calls.filter((call) => partOf[call.work] === part);
  const states = of('state').length;
  console.log(`${domain}\n${header}`);
  for (const work of Object.keys(partOf)) {
    const own = calls.filter((call) => call.work === work);
    if (own.length > 0) console.log(row(`  ${work}, a call`, divided(sums(own), own.length)));
  }
  const model = sums(of('model'));
  // A state serves two scenarios.
  const state = divided(sums(of('state')), states);
  const scenario = divided(sums(of('scenario')), of('scenario').length);
  const perScenario = {
    calls: scenario.calls + state.calls / 2,
    input: scenario.input + state.input / 2,
    output: scenario.output + state.output / 2,
  };
  console.log(row('an environment (design and code)', model));
  console.log(row('its three test states', { calls: state.calls * 3, input: state.input * 3, output: state.output * 3 }));
  totals.model.push(model);
  if (accepted) {
    console.log(row('a scenario (with half a state)', perScenario));
    totals.scenario.push(perScenario);
  }
  console.log('');
}
const mean = (parts) =>
  divided(
    parts.reduce((sum, part) => ({
      calls: sum.calls + part.calls,
      input: sum.input + part.input,
      output: sum.output + part.output,
    })),
    parts.length,
  );
console.log(`mean of ${recordedDomains.length} domains\n${header}`);
for (const part of ['model', 'scenario']) {
  if (totals[part].length === 0) continue;
  const name = part === 'model' ? 'an environment' : 'a scenario';
  console.log(row(name, mean(totals[part])));
  console.log(compared(name, mean(totals[part]), published[part]));
}
