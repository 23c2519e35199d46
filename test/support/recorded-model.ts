import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Answers that a language model gave to the prompts, one folder per domain. */
export const answersFolder = fileURLToPath(new URL('../fixtures/answers', import.meta.url));
/** The day of the recorded answers; another day's are these, moved. */
const recordedDay = '2026-03-09';

/** What of a request decides its answer. */
export interface ModelRequest {
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
  readonly response_format?: { readonly json_schema?: { readonly name: string } | undefined } | undefined;
}

/** The domains of which there are answers. */
export const recordedDomains = readdirSync(answersFolder);

/** A request as a person made it, from which each domain begins. */
export const recordedTasks: Readonly<Record<string, string>> = {
  'school-excursions': 'Take Mateo off the salt mine trip and give his place to whoever has waited longest.',
  'beehive-rental': "Put two strong hives on the Larsens' orchard for the cherry blossom.",
};

/**
 * What the recorded model answers to a request: it finds the kind of work by the name of the schema, the part of the code by
 * the operations that are wanted, and moves all dates to the present day of the request.
 */
export function recordedAnswer(domain: string, request: ModelRequest): string {
  const work = request.response_format?.json_schema?.name ?? 'unknown';
  const prompt = request.messages.map((message) => String(message.content)).join('\n');
  if (work === 'judge-tasks') return judgement(prompt);
  const text = work === 'write-code' ? codeFor(domain, prompt) : read(domain, `${work}.json`);
  const today = /The present date is (\d{4}-\d{2}-\d{2})/.exec(prompt)?.[1];
  return today === undefined ? text : moveDates(text, daysBetween(recordedDay, today));
}

/** Every request is at home somewhere. */
function judgement(prompt: string): string {
  const numbers = [...prompt.matchAll(/<request number="(\d+)">/g)].map((match) => Number(match[1]));
  return JSON.stringify({ verdicts: numbers.map((number) => ({ number, stateful: true, reason: 'It has records.' })) });
}

function codeFor(domain: string, prompt: string): string {
  const wanted = /Write the bodies of: ([a-z_]+)/.exec(prompt)?.[1];
  for (let number = 1; existsSync(`${answersFolder}/${domain}/write-code-${number}.json`); number++) {
    const text = read(domain, `write-code-${number}.json`);
    if (wanted !== undefined && text.includes(`"operation": "${wanted}"`)) return text;
  }
  throw new Error(`${domain}: there is no recorded code for ${wanted}`);
}

function read(domain: string, file: string): string {
  return readFileSync(`${answersFolder}/${domain}/${file}`, 'utf8');
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function moveDates(text: string, days: number): string {
  return text.replace(/\d{4}-\d{2}-\d{2}/g, (date) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10));
}
