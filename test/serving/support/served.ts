import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Scenario } from '../../../src/domain/scenario/scenario.ts';
import { locationOf } from '../../../src/store/location.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { start } from '../../support/command-line.ts';
import { everyKind, preparedWorkspace } from '../../support/prepared-workspace.ts';

/** A scenario with the reference that no client is told. */
export interface PlayedScenario {
  readonly hash: string;
  readonly body: Scenario;
}

export interface Served {
  url: string;
  environment: string;
  scenarios: readonly PlayedScenario[];
  /** Standard error so far. */
  log(): string;
  /** The ids of its sandbox processes; on Linux. */
  sandboxes(): readonly number[];
  /** Ends the server as Ctrl-C does. */
  stop(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** A server, as a user starts it, over an environment of the embedded author with tasks of every kind; one for the whole test file. */
export function served(...flags: readonly string[]): Served {
  const server: Served = {
    url: '',
    environment: '',
    scenarios: [],
    log: () => '',
    sandboxes: () => [],
    stop: async () => ({ code: null, stderr: '' }),
  };
  beforeAll(async () => {
    const { cwd } = await preparedWorkspace(everyKind);
    Object.assign(server, await startServer(cwd, flags));
  }, 300_000);
  afterAll(async () => {
    await server.stop();
  });
  return server;
}

/** Starts `envscaler serve` in a folder, on any free port. */
export async function startServer(
  cwd: string,
  flags: readonly string[],
  source: readonly string[] = [],
  other: { readonly executable?: string; readonly scenariosIn?: string } = {},
): Promise<Served> {
  const { executable, scenariosIn: workspaceOf = cwd } = other;
  const args = ['serve', '--json', '--port', '0', ...source, ...flags];
  const { child, finished } = start(args, { cwd, ...(executable === undefined ? {} : { executable }) });
  let stderr = '';
  child.stderr?.on('data', (text: string) => {
    stderr += text;
  });
  const first = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    finished.then(() => reject(new Error(`the server ended: ${stderr}`)), reject);
  });
  const told = JSON.parse(first);
  let stopped: ReturnType<Served['stop']> | undefined;
  return {
    url: told.url,
    environment: told.environments[0].id,
    scenarios: await scenariosIn(workspaceOf),
    log: () => stderr,
    sandboxes: () =>
      readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
        .split(' ')
        .filter((id) => id !== '')
        .map(Number),
    stop() {
      stopped ??= (async () => {
        child.kill('SIGINT');
        const { code } = await finished;
        return { code, stderr };
      })();
      return stopped;
    },
  };
}

async function scenariosIn(cwd: string): Promise<PlayedScenario[]> {
  const store = await openStore(locationOf(join(cwd, 'out')));
  try {
    return (await store.artifacts('scenario')).map(({ hash, body }) => ({ hash, body }));
  } finally {
    await store.close();
  }
}

/** What the reference does, in order: it asks before it calls. */
export function movesOf({ body }: PlayedScenario): { readonly tool: string; readonly arguments: Record<string, unknown> }[] {
  const ask = (before: number) =>
    body.questions.filter((one) => one.before === before).map(({ says }) => ({ tool: 'ask_user', arguments: { message: says } }));
  return [
    ...body.reference.flatMap((call, index) => [...ask(index + 1), { tool: call.tool, arguments: call.arguments }]),
    ...ask(body.reference.length + 1),
  ];
}

/** The JSON of an answer, whatever it is. */
export async function jsonIn(response: Response) {
  return JSON.parse(await response.text());
}
