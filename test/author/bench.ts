import { fileURLToPath } from 'node:url';
import type { AskContext, Author } from '../../src/author/author.ts';
import { type Converser, createConverser } from '../../src/author/converse.ts';
import { type CallEvent, createEndpoint, type EndpointOptions } from '../../src/author/endpoint.ts';
import { openPrompts } from '../../src/author/prompt.ts';
import { createOpenAiAuthor } from '../../src/author/providers/openai.ts';
import { inferTopic, judgeTasks } from '../../src/author/works/topics.ts';
import { seededRandom } from '../../src/base/random.ts';
import { type OpenAiServer, type ReceivedRequest, type Reply, startOpenAiServer } from '../support/openai-server.ts';
import { type InMemoryCalls, inMemoryCalls } from './in-memory-calls.ts';

export const prompts = openPrompts(fileURLToPath(new URL('../../prompts', import.meta.url)));
export const secretKey = 'sk-test-4f9b1c77e2a04d7f';

/** A model author with a server of its own. */
export interface Bench {
  readonly author: Author;
  readonly converser: Converser;
  readonly server: OpenAiServer;
  readonly calls: InMemoryCalls;
  readonly events: readonly CallEvent[];
}

export async function openBench(
  script: (request: ReceivedRequest) => Reply | Promise<Reply>,
  changes: Partial<EndpointOptions> = {},
): Promise<Bench> {
  const server = await startOpenAiServer(script);
  const calls = inMemoryCalls();
  const events: CallEvent[] = [];
  const endpoint = createEndpoint({
    baseUrl: server.baseUrl,
    apiKey: secretKey,
    model: 'test-model',
    parameters: {},
    timeoutMs: 5_000,
    retries: 3,
    backoffMs: 5,
    longestWaitMs: 2_000,
    concurrency: 8,
    calls,
    random: seededRandom('jitter'),
    clock: { now: () => new Date('2026-03-09T09:00:00Z'), elapsed: () => performance.now() },
    onEvent: (event) => events.push(event),
    ...changes,
  });
  return { author: createOpenAiAuthor({ endpoint, prompts }), converser: createConverser(endpoint), server, calls, events };
}

export const context: AskContext = { seed: 's', signal: new AbortController().signal, attempt: 7 };

/** A small piece of work with a good answer. */
export const topicInput = { task: 'Put Nadia on the Saturday shift at the food bank.' };
export const topicAnswer = {
  title: 'Food bank roster',
  summary: 'A food bank plans its volunteers.',
  introduction: 'It keeps volunteers and shifts.',
  domain: 'volunteering',
  usefulness: 7,
  modelability: 9,
  reason: 'Common, and all records.',
};
export const askTopic = (bench: Bench, signal = context.signal): Promise<unknown> =>
  bench.author.ask(inferTopic, topicInput, { ...context, signal });
export const askVerdicts = (bench: Bench): Promise<unknown> =>
  bench.author.ask(judgeTasks, { tasks: [{ number: 1, text: 'Explain compost.' }] }, context);
