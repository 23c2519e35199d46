import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment, envscaler, executable } from '../support/command-line.ts';
import { everyKind, preparedWorkspace } from '../support/prepared-workspace.ts';
import { movesOf, served } from './support/served.ts';

/** What the clients of all generations can do. */
interface AnyClient {
  listTools(): Promise<{ tools: readonly { name: string; inputSchema: { type: string } }[] }>;
  callTool(call: { name: string; arguments?: Record<string, unknown> }): Promise<Record<string, unknown>>;
  getInstructions(): string | undefined;
  close(): Promise<void>;
}

const me = { name: 'test', version: '1' };

const clients: Readonly<Record<string, (url: URL) => Promise<AnyClient>>> = {
  'the first SDK': async (url) => {
    const client = new FirstClient(me);
    await client.connect(new FirstTransport(url));
    return client as AnyClient;
  },
  'the second SDK, with a handshake': async (url) => {
    const client = new Client(me);
    await client.connect(new StreamableHTTPClientTransport(url));
    return client as AnyClient;
  },
  'the second SDK, without': async (url) => {
    const client = new Client(me, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StreamableHTTPClientTransport(url));
    return client as AnyClient;
  },
};

describe('an MCP server over HTTP', () => {
  const server = served();
  const address = (episode: string, name?: string): URL =>
    new URL(`${server.url}/mcp/${episode}${name === undefined ? '' : `?scenario_id=${encodeURIComponent(name)}`}`);

  for (const [index, [generation, open]] of Object.entries(clients).entries())
    it(`lets ${generation} play an episode, over connections that come and go`, async () => {
      const scenario = server.scenarios[index]!;
      const url = address(`episode-${index}`, scenario.body.name);
      const first = await open(url);
      expect(first.getInstructions()).toContain(scenario.body.task);
      const { tools } = await first.listTools();
      expect(tools.map(({ name }) => name)).toContain('submit');
      expect(await first.callTool({ name: 'nothing' })).toMatchObject({ isError: true });
      await first.close();
      for (const { tool, arguments: args } of movesOf(scenario)) {
        const client = await open(url);
        const result = await client.callTool({ name: tool, arguments: args });
        expect(result.isError ?? false).toBe(false);
        expect(result.structuredContent).not.toHaveProperty('reward');
        await client.close();
      }
      const last = await open(url);
      const submit = { name: 'submit', arguments: { answer: 'All is done.' } };
      expect(await last.callTool(submit)).toMatchObject({ structuredContent: { finished: true, reward: 1, ended: 'answered' } });
      expect(await last.callTool(submit)).toMatchObject({ isError: true });
      await last.close();
    });

  it('plays the first scenario where none is named, and no second one under an id', async () => {
    const open = clients['the first SDK']!;
    const client = await open(new URL(`${server.url}/mcp`));
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(3);
    await client.close();
    await open(address('one', server.scenarios[0]?.body.name));
    const other = await fetch(address('one', server.scenarios[1]?.body.name), { method: 'POST', body: '{}' });
    expect([other.status, await other.json()]).toMatchObject([
      409,
      { jsonrpc: '2.0', error: { message: expect.stringContaining('another scenario') } },
    ]);
    expect((await fetch(address('none', 'nowhere/1'), { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('keeps no session and pushes nothing', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await fetch(address('two'), { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});

describe('envscaler mcp', () => {
  it('lets a client play over standard input and output', async () => {
    const { cwd } = await preparedWorkspace(everyKind);
    const { stdout } = await envscaler(['list', 'environments', '--json'], { cwd });
    const environment = JSON.parse(stdout.split('\n')[0]!).subject;
    const client = new FirstClient(me);
    const env = Object.fromEntries(
      Object.entries(cleanEnvironment()).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    );
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [executable, 'mcp', environment], cwd, env }),
    );
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('submit');
    expect(await client.callTool({ name: 'submit' })).toMatchObject({ structuredContent: { finished: true, reward: 0 } });
    await client.close();
  });

  it('says so when there is no such environment or scenario', async () => {
    const { cwd } = await preparedWorkspace(everyKind);
    const wrong = await envscaler(['mcp', 'nowhere'], { cwd });
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toMatch(/There is no environment "nowhere" to serve/);
  });
});
