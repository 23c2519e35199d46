import { describe, expect, test } from 'vitest';
import { readResponse } from '../../src/generation/endpoint/completion.ts';
import { failureOfError } from '../../src/generation/endpoint/request-failure.ts';
import { callsInText } from '../../src/generation/endpoint/response/calls-in-text.ts';
import { serverErrorIn } from '../../src/generation/endpoint/response/server-error.ts';

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const callPart = (index: number, more: object): object => ({ tool_calls: [{ index, type: 'function', ...more }] });
const whole = (message: object, finish = 'stop', more: object = {}): string =>
  JSON.stringify({
    choices: [{ index: 0, message, finish_reason: finish, ...more }],
    usage: { prompt_tokens: 3, completion_tokens: 2 },
  });

describe('a response is read as what it is', () => {
  const completions: [string, string, object][] = [
    ['text', whole({ content: 'Done.' }), { content: 'Done.', usage: { inputTokens: 3 } }],
    [
      'parts of a text',
      whole({
        content: [
          { type: 'text', text: 'Do' },
          { type: 'text', text: 'ne.' },
        ],
      }),
      { content: 'Done.' },
    ],
    ['an error that is null', JSON.stringify({ ...JSON.parse(whole({ content: 'Done.' })), error: null }), { content: 'Done.' }],
    ['JSON and the end mark of a stream', `${whole({ content: 'Done.' })}\n\ndata: [DONE]\n\n`, { content: 'Done.' }],
    ['a byte order mark', `\uFEFF${whole({ content: 'Done.' })}`, { content: 'Done.' }],
    [
      'events',
      `: PROCESSING\n\n${chunk({ role: 'assistant', content: 'Do' })}${chunk({ reasoning_content: 'Hm.' })}${chunk({ content: 'ne.' }, 'stop')}data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\ndata: [DONE]\n\n`,
      { content: 'Done.', reasoning: 'Hm.', finishReason: 'stop', usage: { inputTokens: 3, outputTokens: 2 } },
    ],
    [
      'events with calls in pieces',
      chunk(callPart(0, { id: 'a', function: { name: 'look', arguments: '' } })) +
        chunk(callPart(0, { function: { arguments: '{"at":' } })) +
        chunk(callPart(1, { id: 'b', function: { name: 'look', arguments: '{}' } })) +
        chunk(callPart(0, { function: { arguments: '1}' } }), 'tool_calls'),
      { toolCalls: [{ id: 'a', function: { arguments: '{"at":1}' } }, { id: 'b' }], finishReason: 'tool_calls' },
    ],
    [
      'events with whole calls of one index',
      `${chunk(callPart(0, { id: 'a', function: { name: 'look', arguments: '{}' } }))}${chunk(callPart(0, { id: 'b', function: { name: 'find', arguments: '{}' } }), 'tool_calls')}`,
      { toolCalls: [{ id: 'a' }, { id: 'b', function: { name: 'find' } }] },
    ],
    [
      'an old call',
      whole({ content: null, function_call: { name: 'look', arguments: '{}' } }),
      { toolCalls: [{ function: { name: 'look' } }] },
    ],
    [
      'a malformed call among good ones',
      whole({
        content: null,
        tool_calls: [{ id: 7, function: { name: 'look', arguments: { at: 1 } } }, { id: 'b', function: null }, null],
      }),
      {
        toolCalls: [
          { id: '7', function: { name: 'look', arguments: '{"at":1}' } },
          { id: 'b', function: { name: 'unreadable_call' } },
          { id: '', function: { name: 'unreadable_call' } },
        ],
      },
    ],
    [
      'thinking that took all the room',
      whole({ content: '', reasoning_content: 'Hm' }, 'length'),
      { content: '', finishReason: 'length' },
    ],
    ['another name of the limit', whole({ content: 'I' }, 'MAX_TOKENS'), { finishReason: 'length' }],
    ['a refusal', whole({ content: null, refusal: 'No.' }), { refusal: 'No.' }],
  ];
  test.each(completions)('an answer: %s', (_name, raw, expected) => {
    expect(readResponse(raw, false)).toMatchObject({ kind: 'completion', completion: expected });
  });

  const others: [string, string, object][] = [
    [
      'an error in place of choices',
      '{"choices":null,"error":{"code":429,"message":"full"}}',
      { kind: 'error', error: { code: 429, message: 'full' } },
    ],
    ['an error as a text', '{"error":"model is loading"}', { kind: 'error', error: { message: 'model is loading' } }],
    [
      'an error beside a text',
      whole({ content: 'Do' }, 'error', { error: { code: 502, message: 'upstream' } }),
      { kind: 'error', error: { message: 'upstream' } },
    ],
    [
      'a finish reason alone',
      whole({ content: 'Do' }, 'error'),
      { kind: 'error', error: { message: expect.stringContaining('"error"') } },
    ],
    ['an aborted answer', whole({ content: 'Do' }, 'abort'), { kind: 'error' }],
    [
      'an error in the middle of events',
      `${chunk({ content: 'Do' })}data: {"error":{"message":"CUDA out of memory","code":500}}\n\ndata: [DONE]\n\n`,
      { kind: 'error', error: { message: 'CUDA out of memory' } },
    ],
    [
      'an error as an event',
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
      { kind: 'error', error: { message: 'Overloaded' } },
    ],
    ['neither text nor call', whole({ content: '' }), { kind: 'empty' }],
    ['white space', whole({ content: ' \n' }), { kind: 'empty' }],
    [
      'thinking alone',
      whole({ content: null, reasoning_content: 'Hm.' }),
      { kind: 'empty', reason: expect.stringContaining('thinking') },
    ],
    ['no choices', '{"choices":[]}', { kind: 'empty' }],
    ['calls that are none', whole({ content: null, tool_calls: [{}] }), { kind: 'empty' }],
    ['JSON without its end', whole({ content: 'Done.' }).slice(0, -30), { kind: 'cut-off' }],
    ['events without their end', chunk({ content: 'Do' }), { kind: 'cut-off' }],
    ['a web page', '<!doctype html><html></html>', { kind: 'foreign' }],
    ['something else', '{"status":"ok"}', { kind: 'foreign' }],
    ['nothing', '', { kind: 'foreign' }],
  ];
  test.each(others)('none: %s', (_name, raw, expected) => {
    expect(readResponse(raw, false)).toMatchObject(expected);
  });
});

test.each([
  [{ error: { message: 'a', type: 't', code: 'c', param: 'p' } }, { message: 'a', type: 't', code: 'c', param: 'p' }],
  [{ error: { error: { message: 'a' } } }, { message: 'a' }],
  [{ error: { message: '{"error":{"message":"a","code":429}}' } }, { message: 'a' }],
  [
    { error: { message: 'Provider returned error', code: 400, metadata: { raw: '{"message":"a"}' } } },
    { message: 'Provider returned error: a', code: 400 },
  ],
  [
    { error: 'a', error_type: 'validation' },
    { message: 'a', type: 'validation' },
  ],
  [{ detail: 'a' }, { message: 'a' }],
  [{ detail: [{ loc: ['body'], msg: 'a', type: 'missing' }] }, { message: 'a' }],
  [
    { object: 'error', message: 'a', type: 'BadRequestError', code: 400 },
    { message: 'a', type: 'BadRequestError', code: 400 },
  ],
  [
    { success: false, errors: [{ code: 7003, message: 'a' }] },
    { message: 'a', code: 7003 },
  ],
  [[{ error: { code: 503, message: 'a' } }], { message: 'a', code: 503 }],
])("the server's own words are found: %j", (body, expected) => {
  expect(serverErrorIn(body)).toMatchObject(expected);
});

describe('an error means what its words say', () => {
  const target = { endpoint: 'http://h/v1', model: 'm', hasWorked: false };
  const kindOf = (status: number, message: string, more: object = {}, hasWorked = false): string =>
    failureOfError({ status, headers: new Headers(), error: { message, ...more } }, { ...target, hasWorked }, 0).kind;

  test.each([
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
    'request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it',
    'prompt is too long: 209999 tokens > 200000 maximum',
    'too many tokens: total number of tokens in the prompt cannot exceed 4081',
    "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048575).',
    'Input validation error: `inputs` must have less than 4095 tokens. Given: 4390',
    'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
    "Requested token count exceeds the model's maximum context length of 4096 tokens.",
    'Input is too long for requested model.',
    'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
    'Your request exceeded model token limit: 8192',
    'Please reduce the length of the messages or completion.',
  ])('the context is full: %s', (message) => {
    expect(kindOf(400, message)).toBe('context-full');
  });

  test.each([
    [500, 'tools param requires --jinja flag', {}, 'format-refused'],
    [404, 'No endpoints found that support tool use.', {}, 'format-refused'],
    [404, 'No endpoints found that can handle the requested parameters.', {}, 'format-refused'],
    [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', {}, 'format-refused'],
    [400, 'registry.ollama.ai/library/gemma:2b does not support tools', {}, 'format-refused'],
    [400, 'bad', { code: 'context_length_exceeded' }, 'context-full'],
    [400, 'temperature must be at most 1', {}, 'refused'],
    [400, 'max_tokens is too large: 100000. This model supports at most 16384 completion tokens', {}, 'refused'],
    [400, 'API key not valid. Please pass a valid API key.', {}, 'fatal'],
    [400, 'm is not a valid model ID', {}, 'fatal'],
    [400, 'Your credit balance is too low', {}, 'fatal'],
    [413, 'Request too large on tokens per minute (TPM): Limit 6000, Requested 7000', { code: 'rate_limit_exceeded' }, 'refused'],
    [429, 'Too many tokens in this minute', {}, 'transient'],
    [403, 'no right', {}, 'fatal'],
    [403, 'Your input was flagged by moderation', {}, 'refused'],
    [404, 'The model `m` does not exist', {}, 'fatal'],
    [500, 'internal', {}, 'transient'],
  ])('%i %s', (status, message, more, kind) => {
    expect(kindOf(status, message, more)).toBe(kind);
  });

  test('a missing right is about one request where others were answered', () => {
    expect(kindOf(403, 'no right', {}, true)).toBe('refused');
  });
});

describe('calls in a text', () => {
  const offered = new Set(['look', 'find_tool']);
  test.each([
    '<tool_call>\n{"name": "look", "arguments": {"at": 1}}\n</tool_call>',
    'I will look. <tool_call>{"name": "look", "arguments": {"at": 1}}',
    '[TOOL_CALLS] [{"name": "look", "arguments": {"at": 1}}]',
    '[TOOL_CALLS]look[ARGS]{"at": 1}',
    '<|python_tag|>{"name": "look", "parameters": {"at": 1}}<|eom_id|>',
    '{"name": "look", "parameters": {"at": 1}}',
    '<function=look>{"at": 1}</function>',
    '<tool_call>\n<function=look>\n<parameter=at>\n1\n</parameter>\n</function>\n</tool_call>',
    '<tool_call>look\n<arg_key>at</arg_key>\n<arg_value>1</arg_value>\n</tool_call>',
    '<|tool_call|>[{"name": "look", "arguments": {"at": 1}}]<|/tool_call|>',
    '<|tool_call_begin|>functions.look:0<|tool_call_argument_begin|>{"at": 1}<|tool_call_end|>',
    "<tool_call>{'name': 'look', 'arguments': {'at': 1,}}</tool_call>",
  ])('are found: %s', (text) => {
    const found = callsInText(text, offered);
    expect(found?.calls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual([['look', { at: 1 }]]);
  });

  test('are several, with the words before them', () => {
    const call = '<tool_call>{"name": "look", "arguments": {}}</tool_call>';
    expect(callsInText(`Two things.\n${call}\n${call}`, offered)).toEqual({
      content: 'Two things.',
      calls: [
        { name: 'look', arguments: '{}' },
        { name: 'look', arguments: '{}' },
      ],
    });
  });

  test.each([
    'Done.',
    '{"name": "Ilse", "at": 1}',
    '<tool_call>{"name": "burn", "arguments": {}}</tool_call>',
    'Use the function look.',
  ])('are none where nothing offered is named: %s', (text) => {
    expect(callsInText(text, offered)).toBeUndefined();
  });

  test('that cannot be read are calls all the same', () => {
    expect(callsInText('<tool_call>{"name": "look", "arguments": {"at": }</tool_call>', offered)?.calls).toMatchObject([
      { name: 'look' },
    ]);
  });
});
