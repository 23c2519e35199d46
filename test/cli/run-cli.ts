import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** How a command ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Closes the reading end of standard output at once, as `| true` does. */
  readonly stdoutGone?: boolean;
}

/** Runs the built command line as a child process, with nothing of this process's model settings. */
export function runCli(args: readonly string[], options: CliOptions): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { cwd: options.cwd, env: { PATH: process.env.PATH, ...options.env } });
  let stdout = '';
  let stderr = '';
  if (options.stdoutGone) child.stdout.destroy();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
