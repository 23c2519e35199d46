import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLocalEndpoints } from '../../src/author/local-endpoints.ts';
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
    ['never gives what is asked for', { kind: 'answer', content: 'Ready!' }, 'answers', /never with the JSON object/],
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
