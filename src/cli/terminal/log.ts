import { openSync } from 'node:fs';
import { join } from 'node:path';
import { destination, type Logger, multistream, pino } from 'pino';
import { messageOf } from '../../base/errors.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { redactor } from '../../generation/endpoint/redact.ts';

type FileStream = ReturnType<typeof destination>;

/** What is written to the log: `warn` with --quiet, `debug` with --verbose (which also shows it on standard error). */
type LogLevel = 'warn' | 'info' | 'debug';

export interface LogOptions {
  /** The workspace; lines go to a file of their own under its `logs/`. */
  readonly directory: string;
  readonly command: string;
  readonly level: LogLevel;
  readonly startedAt: Date;
  /** Texts that must never be written, wherever they occur: keys. */
  readonly secrets: readonly string[];
}

export type { Logger };

const secretNames = ['apiKey', 'api_key', 'authorization', 'Authorization', 'password', 'OPENAI_API_KEY'];

/** Opens the log: JSON lines in a file, and with level `debug` readable lines on standard error too. Where the file cannot be
 * written, `warn` is told once and the run goes on without. */
export async function openLog(options: LogOptions, warn: (text: string) => void): Promise<Logger> {
  const folder = join(options.directory, 'logs');
  const file = join(folder, `${options.startedAt.toISOString().replaceAll(':', '-')}-${options.command}-${process.pid}.jsonl`);
  const toFile = fileStream(folder, file, warn);
  const streams = [
    ...(toFile ? [{ level: options.level, stream: toFile }] : []),
    ...(options.level === 'debug' ? [{ level: options.level, stream: await readableStream() }] : []),
  ];
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      hooks: { streamWrite: redactor(options.secrets) },
    },
    multistream(streams),
  );
}

/** Written at once: a log that is still in memory when the process is killed is no log. */
function fileStream(folder: string, file: string, warn: (text: string) => void): FileStream | undefined {
  let isWarned = false;
  const warnOnce = (error: unknown): void => {
    if (!isWarned) warn(`The log ${file} cannot be written (${messageOf(error)}); the run goes on without it.`);
    isWarned = true;
  };
  try {
    makeFolder(folder);
    const stream = destination({ fd: openSync(file, 'a'), sync: true });
    stream.on('error', warnOnce);
    return stream;
  } catch (error) {
    warnOnce(error);
    return undefined;
  }
}

/** Loaded only when it is shown. A stream and not a transport: a transport loses its last lines when the process ends. */
async function readableStream(): Promise<NodeJS.WritableStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    destination: 2,
    sync: true,
    colorize: process.stderr.isTTY === true && !process.env.NO_COLOR,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
  });
}

/** A log that keeps nothing, for commands that only look. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}
