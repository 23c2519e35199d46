import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built executable, as a user's shell would start it. */
export const executable = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** How a command ended and what it said. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed; nothing when left out. */
  readonly stdin?: string;
  /** Instead of the one in dist/. */
  readonly executable?: string;
}

/** What a command runs with: nothing of this shell's settings for models. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ENVSCALER_MODEL: _model, FORCE_COLOR: _color, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** Start envscaler with arguments; `finished` resolves when it ends, however it ends. */
export function start(
  args: readonly string[],
  options: StartOptions,
): { readonly child: ChildProcess; readonly finished: Promise<Finished> } {
  const child = spawn(process.execPath, [options.executable ?? executable, ...args], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
  });
  // A test that gave up waiting leaves nothing running.
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(options.stdin ?? '');
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, finished };
}

export function envscaler(args: readonly string[], options: StartOptions): Promise<Finished> {
  return start(args, options).finished;
}
