import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// In JavaScript, so that benchmarks can use it without a build; its types stand beside it.

const answersFolder = fileURLToPath(new URL('../fixtures/answers', import.meta.url));
/** The day of the recorded answers; another day's are these, moved. */
const recordedDay = '2026-03-09';

export const recordedTasks = {
  'school-excursions': 'Take Mateo off the salt mine trip and give his place to whoever has waited longest.',
  'beehive-rental': "Put two strong hives on the Larsens' orchard for the cherry blossom.",
};

export const recordedDomains = readdirSync(answersFolder);

export function recordedModelConfig(baseUrl) {
  const model = `{ model: recorded-model, baseUrl: '${baseUrl}', apiKeyEnv: RECORDED_KEY }`;
  return `models:\n  recorded: ${model}\ndefault: recorded\nworks: { repair-code: procedural, propose-call: procedural, judge-call: procedural }\n`;
}

export function recordedAnswer(domain, request) {
  const work = request.response_format?.json_schema?.name ?? 'unknown';
  const prompt = request.messages.map((message) => String(message.content)).join('\n');
  if (work === 'judge-tasks') return judgement(prompt);
  const text = work === 'write-code' ? codeFor(domain, prompt) : read(domain, `${work}.json`);
  const today = /The present date is (\d{4}-\d{2}-\d{2})/.exec(prompt)?.[1];
  return today === undefined ? text : moveDates(text, daysBetween(recordedDay, today));
}

/** Every request is at home somewhere. */
function judgement(prompt) {
  const numbers = [...prompt.matchAll(/<request number="(\d+)">/g)].map((match) => Number(match[1]));
  return JSON.stringify({ verdicts: numbers.map((number) => ({ number, stateful: true, reason: 'It has records.' })) });
}

function codeFor(domain, prompt) {
  const wanted = /Write the bodies of: ([a-z_]+)/.exec(prompt)?.[1];
  for (let number = 1; existsSync(`${answersFolder}/${domain}/write-code-${number}.json`); number++) {
    const text = read(domain, `write-code-${number}.json`);
    if (wanted !== undefined && text.includes(`"operation": "${wanted}"`)) return text;
  }
  throw new Error(`${domain}: there is no recorded code for ${wanted}`);
}

function read(domain, file) {
  return readFileSync(`${answersFolder}/${domain}/${file}`, 'utf8');
}

function daysBetween(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function moveDates(text, days) {
  return text.replace(/\d{4}-\d{2}-\d{2}/g, (date) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10));
}
