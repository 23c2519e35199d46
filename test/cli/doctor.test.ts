import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLocalEndpoints } from '../../src/generation/endpoint/local-endpoints.ts';
import { envscaler } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type ReceivedRequest, type Reply, startOpenAiServer } from '../support/openai-server.ts';

const key = 'sk-doctor-1a2b3c4d5e6f';

async function doctorAt(script: (request: ReceivedRequest) => Reply) {
  const server = await startOpenAiServer(script);
  const folder = temporaryFolder();
  try {
    const env = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: key };
    const ended = await envscaler(['doctor', '--json', '--model', 'm'], { cwd: folder, env });
    expect(ended.stdout + ended.stderr).not.toContain(key);
    const events = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    const find = (check: string) => events.find((event) => event.check?.endsWith(check));
    return { ...ended, find, server, folder };
  } finally {
    await server.close();
  }
}

describe('envscaler doctor', () => {
  it('is content without a model, and leaves nothing behind', async () => {
    const folder = temporaryFolder();
    const { code, stdout } = await envscaler(['doctor'], { cwd: folder });
    expect(code, stdout).toBe(0);
    for (const check of ['Node', 'SQLite', 'Workspace', 'Sandbox']) expect(stdout).toMatch(new RegExp(`ok +${check}:`));
    expect(stdout).toContain('Ready, with the embedded procedural author.');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('tries the model: the way of structured answers, tool calls, the key that is not shown', async () => {
    const { code, find, server } = await doctorAt(({ body }) => {
      if (body.response_format?.type === 'json_schema')
        return { kind: 'status', status: 400, message: 'response_format json_schema is not supported' };
      if (body.tools)
        return { kind: 'answer', content: null, toolCalls: [{ name: 'switch_on', arguments: { room: 'kitchen' } }] };
      return { kind: 'answer', content: { ready: true, colour: 'green' } };
    });
    expect(code).toBe(0);
    expect(find('key')).toMatchObject({ status: 'ok', text: 'present (it is not shown)' });
    expect(find('endpoint')).toMatchObject({ status: 'ok' });
    expect(find('structured answers')).toMatchObject({ status: 'ok', text: expect.stringContaining('JSON mode') });
    expect(find('tool calls')).toMatchObject({ status: 'ok' });
    expect(find('price')).toMatchObject({ status: 'remark' });
    expect(server.requests).toHaveLength(4);
  });

  it.each([
    ['does not accept the key', { kind: 'status', status: 401, message: 'bad key' }, 'endpoint', /does not accept the key/],
    ['is overloaded', { kind: 'status', status: 503, message: 'overloaded' }, 'endpoint', /overloaded/],
    ['cuts the line', { kind: 'reset' }, 'endpoint', /./],
    ['never gives what is asked for', { kind: 'answer', content: 'Ready!' }, 'structured answers', /never gave the JSON object/],
  ] as const)('says at once that the endpoint %s', async (_what, reply, check, text) => {
    const { code, find } = await doctorAt(() => reply);
    expect(code).toBe(1);
    expect(find(`, ${check}`)).toMatchObject({ status: 'broken', text: expect.stringMatching(text) });
  });

  it('says what is wrong with the configuration', async () => {
    const { code, stdout } = await envscaler(['doctor', '--author', 'openai'], {
      cwd: temporaryFolder(),
      env: { OPENAI_API_KEY: key },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/BROKEN +Authors: .*--model NAME/);
  });
});

describe('the models of a config file', () => {
  /** A server with several models: `writer` writes JSON, `player` calls tools, `both` does both, `mute` neither. */
  const script = ({ body }: ReceivedRequest): Reply => {
    const calls = ['player', 'both'].includes(body.model);
    if (body.tools && !body.tool_choice && calls)
      return { kind: 'answer', content: null, toolCalls: [{ name: 'switch_on', arguments: { room: 'kitchen' } }] };
    return { kind: 'answer', content: ['writer', 'both'].includes(body.model) ? { ready: true, colour: 'green' } : 'Hm.' };
  };
  const examined = async (config: (baseUrl: string) => string) => {
    const server = await startOpenAiServer(script);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'envscaler.config.yaml'), config(server.baseUrl));
    try {
      const ended = await envscaler(['doctor', '--json'], { cwd: folder, env: { SOME_KEY: key } });
      expect(ended.stdout + ended.stderr).not.toContain(key);
      const findings = ended.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { check?: string; status: string; text: string })
        .flatMap(({ check, status, text }) => (check === undefined ? [] : [{ check, status, text }]));
      const of = (model: string) =>
        findings
          .filter(({ check }) => check.startsWith(`${model} at `))
          .map(({ check, status }) => `${check.split(', ').at(-1)}: ${status}`);
      return { ...ended, findings, of, server };
    } finally {
      await server.close();
    }
  };

  it('are examined each once, the one that plays by calling a tool and not by writing', async () => {
    const { code, of, findings, server } = await examined(
      (baseUrl) => `models:
  writer: { model: writer, baseUrl: '${baseUrl}', apiKeyEnv: SOME_KEY }
  warm: { model: writer, baseUrl: '${baseUrl}', apiKeyEnv: SOME_KEY, parameters: { temperature: 1 } }
  player: { model: player, baseUrl: '${baseUrl}', apiKeyEnv: SOME_KEY }
default: writer
works: { infer-topic: warm, judge-tasks: procedural, act: player }
`,
    );
    expect(code).toBe(0);
    expect(of('writer')).toEqual(['key: ok', 'endpoint: ok', 'structured answers: ok', 'tool calls: remark', 'price: remark']);
    expect(of('player')).toEqual(['key: ok', 'endpoint: ok', 'tool calls: ok', 'price: remark']);
    expect(findings.find(({ check }) => check.startsWith('Player'))?.text).toMatch(/^the model player at .* \(act\)$/);
    expect(server.requests.filter(({ body }) => body.model === 'writer')).toHaveLength(2);
    expect(server.requests.filter(({ body }) => body.model === 'player')).toHaveLength(1);
  });

  it('that cannot do what they are for are in the way', async () => {
    const { code, of } = await examined(
      (baseUrl) => `models:
  mute: { model: mute, baseUrl: '${baseUrl}', apiKeyEnv: SOME_KEY }
  both: { model: both, baseUrl: '${baseUrl}', apiKeyEnv: SOME_KEY }
default: both
works: { act: mute }
`,
    );
    expect(code).toBe(1);
    expect(of('both')).toContain('tool calls: ok');
    expect(of('mute')).toEqual(['key: ok', 'endpoint: ok', 'tool calls: broken', 'price: remark']);
  });
});

describe('local models', () => {
  it('are found where a server lists them, and nowhere else', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/v1/models' ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'tiny-1' }] }));
    });
    const other = createServer((_request, response) => response.end('<html>'));
    await Promise.all([server, other].map((one) => new Promise<void>((resolve) => one.listen(0, resolve))));
    const port = (one: typeof server): number => (one.address() as AddressInfo).port;
    try {
      const ports = [
        { port: port(server), server: 'Ollama' },
        { port: port(other), server: 'vLLM' },
        { port: 9, server: 'LM Studio' },
      ];
      expect(await findLocalEndpoints(ports)).toEqual([
        { server: 'Ollama', baseUrl: `http://localhost:${port(server)}/v1`, models: ['tiny-1'] },
      ]);
    } finally {
      server.close();
      other.close();
    }
  });
});
