import type { Writable } from 'node:stream';
import picocolors from 'picocolors';
import type { Display } from './display.ts';
import { unitLine } from './plain-display.ts';
import { advance, startOfProgress } from './progress.ts';
import { liveLines } from './progress-text.ts';

export interface LiveSettings {
  readonly colours: boolean;
  /** The time in milliseconds. */
  readonly now: () => number;
}

/** A terminal, as far as a live display needs one. */
type Terminal = Writable & { readonly columns?: number; readonly rows?: number };

const redrawMs = 100;
const spinners = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';

/**
 * A display that redraws itself on a terminal, ten times a second at most. Failures and remarks scroll by above it. The last
 * picture stays when it is closed.
 */
export function openLiveDisplay(terminal: Terminal, settings: LiveSettings): Display {
  const paint = picocolors.createColors(settings.colours);
  let progress = startOfProgress(settings.now());
  let drawn = 0;
  let frame = 0;
  let pending: string[] = [];
  let isClosed = false;

  const draw = (): void => {
    // A terminal that does not know its size says 0.
    const width = (terminal.columns || 80) - 1;
    const most = Math.max(2, (terminal.rows || 24) - 1);
    const spinner = spinners[frame++ % spinners.length] ?? '';
    const lines = liveLines(progress, settings.now(), spinner)
      .slice(-most)
      .map((line) => line.slice(0, width))
      .map((line) =>
        line.startsWith('✓') ? paint.green('✓') + line.slice(1) : line.startsWith('!') ? paint.red('!') + line.slice(1) : line,
      );
    const above = pending.map((line) => `${line}\n`).join('');
    pending = [];
    terminal.write(`${erase(drawn)}${above}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  };
  const restore = (): void => {
    terminal.write(showCursor);
  };

  terminal.write(hideCursor);
  process.once('exit', restore);
  const timer = setInterval(draw, redrawMs);
  timer.unref();
  return {
    show: (event) => {
      progress = advance(progress, event, settings.now());
      if (event.kind === 'unit-end' && event.status === 'failed') pending.push(paint.red(unitLine(event)));
      if (event.kind === 'note') pending.push(event.level === 'warning' ? paint.yellow(event.text) : event.text);
    },
    remark: (text) => {
      pending.push(text);
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      clearInterval(timer);
      draw();
      process.off('exit', restore);
      restore();
    },
  };
}

/** Moves up over the lines drawn before and clears them. */
function erase(lines: number): string {
  return lines === 0 ? '' : `\x1b[${lines}A\x1b[0J`;
}
