import type { CommandLine } from '../command-line.ts';
import type { Display } from './display.ts';
import { openLiveDisplay } from './live-display.ts';
import { openPlainDisplay } from './plain-display.ts';

/**
 * The display that fits: events as JSON lines with --json, nothing with --quiet, a live display on a terminal, plain lines
 * anywhere else (and with --verbose, whose log lines would tear a live display).
 */
export function openDisplay(line: CommandLine): Display {
  const { output, flags, streams } = line;
  const write = (text: string): void => output.problem(text);
  if (output.json) {
    return {
      show: ({ kind, ...event }) => output.event({ event: kind, ...event }),
      remark: write,
      close: () => undefined,
    };
  }
  if (flags.quiet) return { show: () => undefined, remark: () => undefined, close: () => undefined };
  const isLive = streams.stderr.isTTY === true && !flags.verbose && !line.isDumbTerminal;
  return isLive
    ? openLiveDisplay(streams.stderr, { colours: line.colours, now: Date.now })
    : openPlainDisplay(write, { now: Date.now, everyMs: 5000, withRejections: flags.verbose });
}
