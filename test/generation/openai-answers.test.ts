import { afterEach, describe, expect, test } from 'vitest';
import { InvalidAnswerError } from '../../src/generation/errors.ts';
import type { ReceivedRequest, Reply } from '../support/openai-server.ts';
import { askTopic, askVerdicts, type Bench, openBench, prompts, topicAnswer } from './bench.ts';

const opened: Bench[] = [];
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.server.close();
});
async function bench(script: (request: ReceivedRequest) => Reply): Promise<Bench> {
  const result = await openBench(script);
  opened.push(result);
  return result;
}
const formats = (of: Bench): string[] =>
  of.server.requests.map(({ body: { response_format: format, tools } }) => {
    if (!format) return tools ? 'tool' : 'text';
    return format.json_schema?.strict ? 'strict' : format.type;
  });
async function failureOf(answer: Promise<unknown>): Promise<InvalidAnswerError> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InvalidAnswerError)) throw new Error(`expected an InvalidAnswerError, got ${String(error)}`);
  return error;
}
const answer = (content: unknown): Reply => ({ kind: 'answer', content });
const json = JSON.stringify(topicAnswer);

describe('a good answer is understood', () => {
  const cases: Record<string, Reply> = {
    'plain JSON': answer(topicAnswer),
    'inside a markdown fence': answer(`\`\`\`json\n${json}\n\`\`\``),
    'with prose around it': answer(`Sure, {happy} to help. Here it is: ${json}\nTell me if you need more {braces}.`),
    'in the last of several fences': answer(`Draft:\n\`\`\`json\n{"title": "x"}\n\`\`\`\nBetter:\n\`\`\`json\n${json}\n\`\`\``),
    'after thinking in the text': answer(`<think>Maybe {"title": "no"}?</think>\n${json}`),
    'after thinking that lost its opening tag': answer(`Let me see.</think>\n${json}`),
    'with thinking apart': { kind: 'answer', content: topicAnswer, reasoning: 'Food banks have rosters.' },
    'with trailing commas and single quotes': answer(`\`\`\`\n${json.replaceAll('"', "'").replace('}', ',}')}\n\`\`\``),
  };
  for (const [name, reply] of Object.entries(cases)) {
    test(name, async () => {
      const it = await bench(() => reply);
      expect(await askTopic(it)).toEqual(topicAnswer);
      expect(it.server.requests).toHaveLength(1);
    });
  }
});

describe('an answer that does not fit', () => {
  test('gets one repair turn with the exact problems and the earlier answer', async () => {
    const it = await bench(({ number }) => answer(number === 1 ? { ...topicAnswer, usefulness: 11, title: '' } : topicAnswer));
    expect(await askTopic(it)).toEqual(topicAnswer);
    const messages = it.server.requests[1]?.body.messages ?? [];
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[2]?.content).toContain('"usefulness":11');
    expect(messages[3]?.content).toMatch(/- title: .*\n- usefulness: .*10/);
  });

  test('fails after the repair turn with everything needed to understand it', async () => {
    const it = await bench(() => answer({ ...topicAnswer, usefulness: 11 }));
    const error = await failureOf(askTopic(it));
    expect(it.server.requests).toHaveLength(2);
    expect(error.message).toMatch(/infer-topic.*usefulness/);
    expect(error.evidence).toMatchObject({
      work: 'infer-topic',
      prompt: { file: 'infer-topic.md', hash: prompts.hash('infer-topic.md') },
      finishReason: 'stop',
      usage: { inputTokens: 100, outputTokens: 20 },
      problems: [expect.stringContaining('usefulness')],
      raw: expect.stringContaining('\\"usefulness\\":11'),
    });
  });

  const hopeless: [string, Reply, RegExp, string][] = [
    [
      'cut off at the length limit, even if it could be mended',
      { kind: 'answer', content: json, finishReason: 'length' },
      /length/,
      'length',
    ],
    [
      'withheld by a content filter',
      { kind: 'answer', content: '', finishReason: 'content_filter' },
      /content filter/,
      'content_filter',
    ],
    ['a refusal', { kind: 'answer', content: null, refusal: 'I cannot help with that.' }, /I cannot help/, 'stop'],
  ];
  for (const [name, reply, message, finishReason] of hopeless) {
    test(`${name} fails without a repair turn`, async () => {
      const it = await bench(() => reply);
      const error = await failureOf(askTopic(it));
      expect(error.message).toMatch(message);
      expect(error.evidence).toMatchObject({ finishReason });
      const tries = finishReason === 'length' ? 2 : 1;
      expect(it.server.requests).toHaveLength(tries);
      expect(it.calls.records).toHaveLength(tries);
    });
  }

  test('cut off at the length limit gets one more try with more room, under the name that the server takes', async () => {
    const it = await bench(({ body }) => {
      if ('max_tokens' in body) return { kind: 'status', status: 400, message: 'unknown max_tokens; use max_completion_tokens' };
      if ('max_completion_tokens' in body) return answer(topicAnswer);
      return {
        kind: 'answer',
        content: json.slice(0, 40),
        finishReason: 'length',
        usage: { prompt_tokens: 100, completion_tokens: 4000 },
      };
    });
    expect(await askTopic(it)).toEqual(topicAnswer);
    expect(it.server.requests.map(({ body }) => [body.max_tokens, body.max_completion_tokens])).toEqual([
      [undefined, undefined],
      [16_000, undefined],
      [undefined, 16_000],
    ]);
    expect(it.events).toContainEqual(expect.objectContaining({ kind: 'answer-unfit', next: 'more-room' }));
  });

  test('cut off at a length that the user has set stays cut off', async () => {
    const it = await openBench(() => ({ kind: 'answer', content: json, finishReason: 'length' }), {
      parameters: { max_tokens: 50 },
    });
    opened.push(it);
    expect((await failureOf(askTopic(it))).message).toMatch(/length/);
    expect(it.server.requests).toHaveLength(1);
  });

  test('is not given again: whoever asks later gets another, and both stay in the ledger', async () => {
    const it = await bench(({ number }) => answer(number <= 2 ? { ...topicAnswer, usefulness: 11 } : topicAnswer));
    await failureOf(askTopic(it));
    expect(await askTopic(it)).toEqual(topicAnswer);
    expect(it.server.requests).toHaveLength(3);
    expect(it.calls.records.map(({ outcome }) => outcome)).toEqual(['useless', 'useless', 'answered']);
    expect(await askTopic(it)).toEqual(topicAnswer);
    expect(it.server.requests).toHaveLength(3);
  });

  test('huge junk is not sent back', async () => {
    const it = await bench(() => answer('{'.repeat(300_000)));
    await failureOf(askTopic(it));
    expect(String(it.server.requests[1]?.body.messages[2]?.content).length).toBeLessThan(1200);
  });

  for (const [name, content] of [
    ['prose only', 'I would call it a food bank roster.'],
    ['an object cut in the middle', json.slice(0, 60)],
  ] as const) {
    test(`${name}: is asked again, then fails`, async () => {
      const it = await bench(() => answer(content));
      const error = await failureOf(askTopic(it));
      expect(error.message).toMatch(/no complete JSON object/);
      expect(it.server.requests).toHaveLength(2);
    });
  }
});

describe('the format of the answer', () => {
  const refuse = (...refused: string[]): ((request: ReceivedRequest) => Reply) => {
    return ({ body }) => {
      const format = body.response_format?.json_schema?.strict
        ? 'strict'
        : (body.response_format?.type ?? (body.tools ? 'tool' : 'text'));
      return refused.includes(format)
        ? {
            kind: 'status',
            status: 400,
            message: `${format === 'tool' ? 'tool_choice' : 'response_format'} of this kind (${format}) is not supported`,
          }
        : answer(topicAnswer);
    };
  };

  test('is a strict JSON Schema where the server takes it', async () => {
    const it = await bench(() => answer({ verdicts: [{ number: 1, stateful: false, reason: 'General knowledge.' }] }));
    await askVerdicts(it);
    const schema = it.server.requests[0]?.body.response_format?.json_schema;
    expect(schema).toMatchObject({ name: 'judge-tasks', strict: true });
    expect(schema?.schema).toEqual({
      type: 'object',
      properties: {
        verdicts: {
          type: 'array',
          items: {
            type: 'object',
            properties: { number: { type: 'integer' }, stateful: { type: 'boolean' }, reason: { type: 'string' } },
            required: ['number', 'stateful', 'reason'],
            additionalProperties: false,
          },
        },
      },
      required: ['verdicts'],
      additionalProperties: false,
    });
  });

  test('steps down as far as the server refuses it, and stays there', async () => {
    const it = await bench(refuse('strict', 'json_schema', 'json_object', 'tool'));
    expect(await askTopic(it)).toEqual(topicAnswer);
    expect(formats(it)).toEqual(['strict', 'json_schema', 'json_object', 'tool', 'text']);
    const system = String(it.server.requests[4]?.body.messages[0]?.content);
    expect(system).toContain('"modelability"');
    expect(system.startsWith(prompts.render('infer-topic.md', { task: 'x' }).system)).toBe(true);
  });

  test('takes the arguments of a forced call before it falls back on text', async () => {
    const it = await bench((request) =>
      request.body.tools
        ? { kind: 'answer', content: null, toolCalls: [{ name: 'infer-topic', arguments: topicAnswer }] }
        : { kind: 'status', status: 400, message: 'response_format is not supported' },
    );
    expect(await askTopic(it)).toEqual(topicAnswer);
    expect(it.server.requests.at(-1)?.body).toMatchObject({
      tools: [
        {
          type: 'function',
          function: { name: 'infer-topic', parameters: { type: 'object', required: expect.arrayContaining(['title']) } },
        },
      ],
      tool_choice: { type: 'function', function: { name: 'infer-topic' } },
    });
  });

  test('is kept per endpoint and model: a later run begins where this one ended, one with fresh answers at the top', async () => {
    const it = await bench(refuse('strict', 'json_schema'));
    await askTopic(it);
    expect([...it.calls.steps]).toEqual([[`${it.server.baseUrl} test-model`, 'json-object']]);
    const later = async (answers: 'stored' | 'fresh'): Promise<Bench> => {
      const bench = await openBench(refuse('strict'), { answers, calls: it.calls, baseUrl: it.server.baseUrl });
      opened.push(bench);
      return bench;
    };
    const asked = it.server.requests.length;
    await askVerdicts(await later('stored')).catch(() => undefined);
    expect(formats(it)[asked]).toBe('json_object');
    const fresh = it.server.requests.length;
    await askVerdicts(await later('fresh')).catch(() => undefined);
    expect(formats(it)[fresh]).toBe('strict');
  });

  test('is remembered: the next request starts where the last one succeeded', async () => {
    let answers = 0;
    const it = await bench((request) => {
      const reply = refuse('strict')(request);
      return reply.kind === 'answer' ? answer({ ...topicAnswer, usefulness: ++answers === 1 ? 11 : 7 }) : reply;
    });
    await askTopic(it);
    expect(formats(it)).toEqual(['strict', 'json_schema', 'json_schema']);
  });

  test('goes into the prompt when a server takes the schema and ignores it', async () => {
    const it = await bench(({ number }) => answer(number === 1 ? { name: 'Food bank roster' } : topicAnswer));
    expect(await askTopic(it)).toEqual(topicAnswer);
    expect(formats(it)).toEqual(['strict', 'json_object']);
    expect(String(it.server.requests[1]?.body.messages[0]?.content)).toContain('JSON Schema');
  });

  test('is not blamed for a request that is refused for another reason', async () => {
    const it = await bench(() => ({ kind: 'status', status: 400, message: 'maximum context length is 8192 tokens' }));
    await expect(askTopic(it)).rejects.toMatchObject({
      name: 'ModelCallError',
      message: expect.stringContaining('maximum context length'),
      evidence: { work: 'infer-topic', outcome: 'refused', tries: [expect.stringContaining('maximum context length')] },
    });
    expect(it.server.requests).toHaveLength(1);
  });
});
