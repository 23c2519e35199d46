import type { Writable } from 'node:stream';
import picocolors from 'picocolors';

/** A line of machine output. */
interface JsonLine {
  readonly event: string;
  readonly [key: string]: unknown;
}

/** Where a command speaks: results to standard output, all else to standard error. */
export interface Output {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Columns to lay text out in. */
  readonly width: number;
  /** Colours for standard output; they do nothing unless it is a terminal that wants them. */
  readonly paint: ReturnType<typeof picocolors.createColors>;
  /** A result: text for people, or with --json one JSON line. Several values make several lines. */
  result(text: string, ...values: readonly JsonLine[]): void;
  /** An event on standard output; only with --json. */
  event(value: JsonLine): void;
  /** A remark to the person at the terminal; not with --quiet. */
  note(text: string): void;
  /** Something that went wrong, shown whatever the settings. */
  problem(text: string): void;
}

export interface OutputSettings {
  readonly json: boolean;
  readonly quiet: boolean;
  /** NO_COLOR is not set. */
  readonly colours: boolean;
}

/** The streams of a process, as far as an output needs them. */
export interface OutputStreams {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
}

/** An output over two streams. */
export function openOutput(streams: OutputStreams, settings: OutputSettings): Output {
  const stdout = (text: string): void => void streams.stdout.write(text);
  const stderr = (text: string): void => void streams.stderr.write(text);
  return {
    json: settings.json,
    quiet: settings.quiet,
    paint: picocolors.createColors(settings.colours && streams.stdout.isTTY === true),
    width: streams.stdout.isTTY ? Math.max(60, streams.stdout.columns || 100) : 120,
    result: (text, ...values) => {
      if (!settings.json) stdout(`${text}\n`);
      else for (const value of values) stdout(`${JSON.stringify(value)}\n`);
    },
    event: (value) => {
      if (settings.json) stdout(`${JSON.stringify(value)}\n`);
    },
    note: (text) => {
      if (!settings.quiet) stderr(`${text}\n`);
    },
    problem: (text) => stderr(`${text}\n`),
  };
}
