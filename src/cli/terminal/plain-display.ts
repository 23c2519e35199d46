import type { PipelineEvent } from '../../engine/events.ts';
import { countOf } from '../../render/text/amounts.ts';
import { callProblemsText, callsText } from './call-progress.ts';
import type { Display } from './display.ts';
import { advance, latestOf, startOfProgress } from './progress.ts';
import { stageLine } from './progress-text.ts';

export interface PlainSettings {
  /** The time in milliseconds. */
  readonly now: () => number;
  /** A stage tells its progress at most this often. */
  readonly everyMs: number;
  /** Whether each rejected unit gets a line, as each failed one does. */
  readonly withRejections: boolean;
}

/** Plain lines for pipes and files: one when a stage starts and ends, one per failure, and now and then how far it is. */
export function openPlainDisplay(write: (line: string) => void, settings: PlainSettings): Display {
  let progress = startOfProgress(settings.now());
  let toldMs = settings.now();
  const toldLimits = new Map<string, number>();
  let isClosed = false;
  const show = (event: PipelineEvent): void => {
    const now = settings.now();
    progress = advance(progress, event, now);
    const stage = 'stage' in event ? latestOf(progress, event.stage) : undefined;
    switch (event.kind) {
      case 'stage-start':
        if (event.total > 0) write(`${event.noun}: ${countOf(event.total, 'units')} to do or reuse`);
        toldMs = now;
        break;
      case 'unit-end':
        if (event.status === 'failed' || (event.status === 'rejected' && settings.withRejections)) write(unitLine(event));
        if (stage && stage.ended < stage.total && now - toldMs >= settings.everyMs) {
          toldMs = now;
          write(stageLine(stage));
        }
        break;
      case 'stage-end':
        if (stage && stage.total > 0) write(stageLine(stage));
        break;
      case 'call-limit':
        // Our own limits are news now and then, what an endpoint asks for each time; room that is full is the rule.
        if (event.by === 'nothing' || event.by === 'concurrency') break;
        if (event.by !== 'retry-after' && now - (toldLimits.get(event.by) ?? Number.NEGATIVE_INFINITY) < settings.everyMs) break;
        toldLimits.set(event.by, now);
        write(`limited now: ${event.text}`);
        break;
      case 'note':
        write(event.level === 'warning' ? `Warning: ${event.text}` : event.text);
        break;
    }
  };
  return {
    show,
    remark: write,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      const calls = callsText(progress.calls);
      const problems = callProblemsText(progress.calls);
      if (calls !== undefined) write(`models: ${calls}${problems === undefined ? '' : `; ${problems}`}`);
    },
  };
}

/** How one unit ended, with its reason: "write-code library-loans failed: the answer was not JSON". */
export function unitLine(event: {
  readonly stage: string;
  readonly subject: string;
  readonly status: string;
  readonly reason?: string;
}): string {
  return `${event.stage} ${event.subject} ${event.status}: ${event.reason ?? 'no reason was given'}`;
}
