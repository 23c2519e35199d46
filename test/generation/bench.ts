import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../src/base/random.ts';
import type { AskContext, Author } from '../../src/generation/author.ts';
import type { CallEvent } from '../../src/generation/endpoint/call-event.ts';
import { type Converser, createConverser } from '../../src/generation/endpoint/converse.ts';
import { createEndpoint } from '../../src/generation/endpoint/endpoint.ts';
import type { EndpointOptions } from '../../src/generation/endpoint/endpoint-options.ts';
import { createOpenAiAuthor } from '../../src/generation/endpoint/openai-author.ts';
import { createBudget } from '../../src/generation/limits/budget.ts';
import { createEndpointLimits } from '../../src/generation/limits/endpoint-limits.ts';
import type { Limits } from '../../src/generation/limits/limiter.ts';
import { openPrompts } from '../../src/generation/prompt.ts';
import { inferTopic, judgeTasks } from '../../src/generation/work/topics.ts';
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

/** Nothing limits what is asked. */
export const endlessBudget = () => createBudget({}, () => 0);

export async function openBench(
  script: (request: ReceivedRequest) => Reply | Promise<Reply>,
  changes: Partial<EndpointOptions> & { readonly limits?: Limits } = {},
): Promise<Bench> {
  const server = await startOpenAiServer(script);
  const calls = inMemoryCalls();
  const events: CallEvent[] = [];
  const elapsed = (): number => performance.now();
  const onEvent = (event: CallEvent): void => void events.push(event);
  const { limits = { concurrency: 8 }, ...given } = changes;
  const endpoint = createEndpoint({
    baseUrl: server.baseUrl,
    apiKey: secretKey,
    model: 'test-model',
    parameters: {},
    timeoutMs: 5_000,
    longestAnswerBytes: 8_000_000,
    retries: 3,
    backoffMs: 5,
    longestWaitMs: 2_000,
    endpointLimits: createEndpointLimits({ endpoint: server.baseUrl, model: 'test-model', limits, elapsed, onEvent }),
    budget: endlessBudget(),
    price: undefined,
    answers: 'stored',
    calls,
    random: seededRandom('jitter'),
    clock: { now: () => new Date('2026-03-09T09:00:00Z'), elapsed },
    onEvent,
    ...given,
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
