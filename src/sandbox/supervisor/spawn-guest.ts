import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SandboxLimits } from '../sandbox.ts';
import { withoutNetwork } from './network-namespace.ts';

/** Memory of a process for everything that is not the call that runs: the runtime itself and the live instances. */
const STANDING_MB = 1024;

/**
 * Start a sandbox process: no environment variables, no rights but reading its own code and SES, no network
 * where the system grants that, own process group (so that
 * Ctrl-C reaches the host alone), and a watcher that kills it when the host is gone, however busy it is.
 */
export function spawnGuest(limits: SandboxLimits): ChildProcessWithoutNullStreams {
  const { entry, readable } = guestCode();
  const sesFile = createRequire(import.meta.url).resolve('ses');
  const permission = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
  const flags = [
    '--no-warnings',
    permission,
    ...[...readable, sesFile].map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${STANDING_MB + limits.memoryMb}`,
  ];
  const [command = process.execPath, ...args] = [
    ...withoutNetwork(),
    process.execPath,
    ...flags,
    entry,
    sesFile,
    String(limits.steps),
    String(limits.stateMb),
  ];
  const child = spawn(command, args, {
    env: { TZ: 'UTC' },
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // Writing to a process that has just died is no surprise; its exit is what counts.
  child.stdin.on('error', () => {});
  if (child.pid !== undefined) watchOver(child, child.pid);
  return child;
}

/**
 * The guest's compiled code. This file runs from src/ under the tests and from dist/ in the product; the process needs
 * JavaScript in both cases.
 */
function guestCode(): { readonly entry: string; readonly readable: readonly string[] } {
  const here = dirname(fileURLToPath(import.meta.url));
  const sandbox = dirname(here);
  const compiled = import.meta.url.endsWith('.ts') ? join(dirname(dirname(sandbox)), 'dist', 'sandbox') : sandbox;
  const room = (...names: readonly string[]): string => join(dirname(compiled), ...names);
  const shared = [room('base') + sep, room('language') + sep, room('domain', 'checks', 'helpers.js')];
  return {
    entry: join(compiled, 'guest', 'main.js'),
    readable: [join(compiled, 'guest') + sep, join(compiled, 'protocol.js'), ...shared],
  };
}

/**
 * A shell that reads from the host and kills the process when the host's end of the pipe closes without a word: the one thing
 * that still happens when the host is killed while generated code keeps its process busy.
 */
function watchOver(child: ChildProcessWithoutNullStreams, pid: number): void {
  if (process.platform === 'win32') return;
  const watcher = spawn('/bin/sh', ['-c', 'trap "" INT TERM HUP; read word || kill -9 "$1" 2>/dev/null', 'sh', String(pid)], {
    env: {},
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => {});
  watcher.stdin?.on('error', () => {});
  watcher.unref();
  child.once('exit', () => watcher.stdin?.end('over\n'));
}
