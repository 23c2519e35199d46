import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// In JavaScript, so that benchmarks can use it without a build; its types stand beside it.

const answersFolder = fileURLToPath(new URL('../fixtures/answers', import.meta.url));
/** The day of the recorded answers; another day's are these, moved. */
const recordedDay = '2026-03-09';

export const recordedTasks = {
  'school-excursions': 'Take Mateo off the salt mine trip and give his place to whoever has waited longest.',
  'beehive-rental': "Put two strong hives on the Larsens' orchard for the cherry blossom.",
  'tissue-bank': "Thaw one of Dr. Osei's serum tubes for the lipid study and put the rest of the box back into freezer F-2.",
};

export const recordedDomains = readdirSync(answersFolder);

const embeddedAgents = 'works: { repair-code: procedural, propose-call: procedural, judge-call: procedural }';

export function recordedModelConfig(baseUrl, agents = 'recorded') {
  const model = `{ model: recorded-model, baseUrl: '${baseUrl}', apiKeyEnv: RECORDED_KEY }`;
  return `models:\n  recorded: ${model}\ndefault: recorded\n${agents === 'recorded' ? '' : `${embeddedAgents}\n`}`;
}

export function recordedAnswer(domain, request) {
  const prompt = textOf(request);
  const today = dayOf(prompt);
  const days = today === undefined ? 0 : daysBetween(recordedDay, today);
  return moveDates(answerTo(domain, request, prompt), days);
}

/** What answers a request: in a conversation with tools a text or calls of tools, otherwise a text. */
export function recordedReply(domain, request) {
  const content = recordedAnswer(domain, request);
  if (workOf(request) !== 'act') return { kind: 'answer', content };
  const { content: said = null, tool_calls: calls } = JSON.parse(content);
  const turn = request.messages.length;
  return {
    kind: 'answer',
    content: said,
    ...(calls ? { toolCalls: calls.map((call, index) => ({ id: `call-${turn}-${index}`, ...call })) } : {}),
  };
}

/** The domain that a request is about. Which requests need a system at all is asked of all domains together. */
export function recordedDomainOf(request) {
  const prompt = textOf(request);
  const isAbout = (domain) => {
    const { introduction } = JSON.parse(read(domain, 'infer-topic.json'));
    const { name } = JSON.parse(read(domain, 'model-state.json'));
    const users = JSON.parse(read(domain, 'simulate-user.json')).map(({ wants }) => wants);
    return [recordedTasks[domain], introduction, `The rules of ${name}:`, ...users].some((mark) => prompt.includes(mark));
  };
  const found = recordedDomains.find(isAbout);
  if (found === undefined) throw new MissingAnswer('there is no recorded domain for this request');
  return found;
}

/** The work of a request; a conversation with tools has no schema. */
export function workOf(request) {
  return request.response_format?.json_schema?.name ?? 'act';
}

function answerTo(domain, request, prompt) {
  const work = workOf(request);
  switch (work) {
    case 'judge-tasks':
      return judgement(prompt);
    case 'write-code':
      return JSON.stringify(codeFor(JSON.parse(read(domain, 'write-code.json')), prompt));
    case 'write-state':
      return read(domain, `write-state-${stateNumber(domain, Number(/Write world number (\d+)/.exec(prompt)?.[1]))}.json`);
    case 'write-scenario': {
      const number = /Write task number (\d+)/.exec(prompt)?.[1];
      const isCorrection = prompt.includes('You proposed this before:');
      return read(domain, `write-scenario-${number}${isCorrection ? '-corrected' : ''}.json`);
    }
    case 'read-task':
      return JSON.stringify(readingOf(domain, prompt));
    case 'propose-call':
      return JSON.stringify(proposals(domain, prompt));
    case 'judge-call':
      return JSON.stringify(verdicts(domain, prompt));
    case 'simulate-user':
      return JSON.stringify(saying(domain, prompt));
    case 'act':
      return JSON.stringify(turnOf(domain, request));
    default:
      return read(domain, `${work}.json`);
  }
}

/** Every request is at home somewhere. */
function judgement(prompt) {
  const numbers = [...prompt.matchAll(/<request number="(\d+)">/g)].map((match) => Number(match[1]));
  return JSON.stringify({ verdicts: numbers.map((number) => ({ number, stateful: true, reason: 'It has records.' })) });
}

/** Of all the code what is wanted in this request. */
function codeFor(code, prompt) {
  const list = (words) => new RegExp(`${words}: (.*)`).exec(prompt)?.[1]?.split(', ') ?? [];
  const [operations, rules] = [list('Write the bodies of'), list('Write the predicates of')];
  return {
    methods: code.methods.filter((method) => operations.includes(method.operation)),
    helpers: prompt.includes('Helpers that exist already:') ? [] : code.helpers,
    invariants: code.invariants.filter((invariant) => rules.includes(invariant.rule)),
  };
}

/** More worlds are wanted than were written: they begin again. */
function stateNumber(domain, number) {
  const count = readdirSync(`${answersFolder}/${domain}`).filter((file) => file.startsWith('write-state-')).length;
  return ((number - 1) % count) + 1;
}

/** Of the recorded proposals on these records those that are wanted and were not made before. */
function proposals(domain, prompt) {
  const made = prompt.includes('Calls so far:') ? prompt.split('Calls so far:')[1] : '';
  const known = JSON.parse(read(domain, 'propose-call.json')).filter(({ state }) => isOf(domain, state, prompt));
  const wanted = [...prompt.matchAll(/^\d+\. (positive|negative) call of ([a-z_]+)$/gm)];
  const calls = wanted.flatMap(([, kind, tool]) => {
    const at = known.findIndex((call) => call.tool === tool && call.kind === kind && !made.includes(lineOf(call)));
    return at === -1 ? [] : known.splice(at, 1);
  });
  const missing = calls.length < wanted.length ? { note: 'There is no recorded proposal.' } : {};
  return {
    calls: calls.map((call) => ({ tool: call.tool, arguments: JSON.stringify(call.arguments), expected: call.expected })),
    ...missing,
  };
}

/** What was read in a task. */
function readingOf(domain, prompt) {
  const back = daysBetween(dayOf(prompt), recordedDay);
  const known = JSON.parse(read(domain, 'read-task.json')).find(({ task }) => moveDates(prompt, back).includes(task));
  if (known === undefined) throw new MissingAnswer(`${domain}: there is no recorded reading of this task`);
  return { requests: known.requests, findings: known.findings };
}

/** Whether a request shows the records of a recorded world. */
function isOf(domain, state, prompt) {
  const [records = []] = Object.values(JSON.parse(read(domain, `write-state-${state}.json`)));
  return records.every((record) => prompt.includes(`["${Object.values(record)[0]}"`));
}

/** Of each call what was said of it, given that it ended in the same way. */
function verdicts(domain, prompt) {
  const known = JSON.parse(read(domain, 'judge-call.json'));
  const back = daysBetween(dayOf(prompt), recordedDay);
  const calls = callsToJudge(prompt);
  return {
    verdicts: calls.map(({ number, tool, args, outcome }) => {
      const line = lineOf({ tool, arguments: JSON.parse(moveDates(args, back)) });
      const found = known.find((verdict) => verdict.outcome === outcome && lineOf(verdict) === line);
      return found
        ? { number, verdict: found.verdict, reason: found.reason }
        : { number, verdict: 'unjudged', reason: 'There is no recorded verdict.' };
    }),
  };
}

/** The calls that a request wants judged. */
function callsToJudge(prompt) {
  const form = /<call number="(\d+)">\nAt .* test of ([a-z_]+);.*\nArguments: (.*)\nOutcome: (.*)\n/g;
  return [...prompt.matchAll(form)].map(([, number, tool, args, outcome]) => ({ number: Number(number), tool, args, outcome }));
}

/** A call as one line, whatever the order in which its arguments are written. */
function lineOf(call) {
  return `${call.tool} ${JSON.stringify(call.arguments, Object.keys(call.arguments).sort())}`;
}

/** What a user says next who has been spoken to as often. */
function saying(domain, prompt) {
  const user = JSON.parse(read(domain, 'simulate-user.json')).find(({ wants }) => prompt.includes(wants));
  const said = user?.says[[...prompt.matchAll(/^The agent: /gm)].length - 1];
  if (said === undefined) throw new MissingAnswer(`${domain}: there is no recorded reply of this user`);
  return said;
}

/** The next message in a recorded conversation about a task, in which the model has spoken as often. */
function turnOf(domain, request) {
  const task = request.messages.find((message) => message.role === 'user')?.content ?? '';
  const back = daysBetween(dayOf(textOf(request)), recordedDay);
  const course = JSON.parse(read(domain, 'act.json')).find((recorded) => recorded.task === moveDates(task, back));
  const turn = course?.turns[request.messages.filter((message) => message.role === 'assistant').length];
  if (turn === undefined) throw new MissingAnswer(`${domain}: there is no recorded turn for "${task}"`);
  return turn;
}

/** The day of a request in which one is told. */
function dayOf(prompt) {
  return /(?:The present date is|Today is|It is|^At) (\d{4}-\d{2}-\d{2})/m.exec(prompt)?.[1];
}

function textOf(request) {
  return request.messages.map((message) => String(message.content)).join('\n');
}

/** A request of which nobody recorded an answer. */
class MissingAnswer extends Error {}

function read(domain, file) {
  const path = `${answersFolder}/${domain}/${file}`;
  if (!existsSync(path)) throw new MissingAnswer(`${domain}: there is no recorded answer ${file}`);
  return readFileSync(path, 'utf8');
}

function daysBetween(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function moveDates(text, days) {
  return text.replace(/\d{4}-\d{2}-\d{2}/g, (date) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10));
}
