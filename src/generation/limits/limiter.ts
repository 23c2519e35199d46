import type { LimitedBy } from '../endpoint/call-event.ts';
import { createRateWindow } from './rate-window.ts';

export interface Limits {
  /** The most requests under way at once, however well it goes. */
  readonly concurrency: number;
  readonly requestsPerMinute?: number | undefined;
  /** Input and output together. */
  readonly tokensPerMinute?: number | undefined;
}

/** What the limiter is doing, for people. */
export interface LimiterState {
  readonly by: LimitedBy;
  readonly atOnce: number;
  readonly underway: number;
  readonly waiting: number;
  /** Until when nothing is begun, where that is known. */
  readonly forMs: number | undefined;
}

/** What a task tells about how it went, so that the next ones are let through faster or slower. */
export interface Ticket {
  /** The endpoint answered in time. */
  succeeded(): void;
  /** The endpoint has too much to do. With a time it asked for, nothing is begun before that has passed. */
  overloaded(retryAfterMs?: number): void;
  /** What was used in truth. */
  used(tokens: number): void;
}

/** Lets requests to one model at one endpoint through, in order, as fast as it takes them. */
export interface Limiter {
  /** Runs a task of about so many tokens when there is room. Rejects with the signal's reason when aborted while waiting. */
  run<Value>(tokens: number, task: (ticket: Ticket) => Promise<Value>, signal: AbortSignal): Promise<Value>;
}

/** How many are under way at once in the beginning. */
const startAtOnce = 8;

interface Waiting {
  readonly tokens: number;
  readonly admit: () => void;
}

/**
 * A limiter that feels its way: each success makes room for one more until the endpoint first complains, then a whole round
 * of successes does; each complaint halves the room, once for all requests that were under way. `elapsed` are milliseconds
 * that never run backwards; `onChange` is told when something else limits, and when the room was cut.
 */
export function createLimiter(limits: Limits, elapsed: () => number, onChange: (state: LimiterState) => void): Limiter {
  const most = Math.max(1, Math.floor(limits.concurrency));
  const requests = limits.requestsPerMinute === undefined ? undefined : createRateWindow(limits.requestsPerMinute);
  const tokens = limits.tokensPerMinute === undefined ? undefined : createRateWindow(limits.tokensPerMinute);
  let atOnce = Math.min(most, startAtOnce);
  let underway = 0;
  let isCareful = false;
  let successes = 0;
  let cutAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let told: LimitedBy = 'nothing';
  let timer: NodeJS.Timeout | undefined;
  const queue: Waiting[] = [];

  const tell = (by: LimitedBy, forMs: number | undefined, isCut = false): void => {
    if (by === told && !isCut) return;
    told = by;
    onChange({ by, atOnce, underway, waiting: queue.length, forMs });
  };
  /** What keeps the next one waiting, apart from those under way. */
  const hold = (next: Waiting, now: number): { by: LimitedBy; ms: number } => {
    if (pausedUntil > now) return { by: 'retry-after', ms: pausedUntil - now };
    const byRequests = requests?.waitMs(1, now) ?? 0;
    const byTokens = tokens?.waitMs(next.tokens, now) ?? 0;
    return byRequests >= byTokens ? { by: 'rpm', ms: byRequests } : { by: 'tpm', ms: byTokens };
  };
  const pump = (): void => {
    clearTimeout(timer);
    timer = undefined;
    while (queue[0] && underway < atOnce) {
      const { by, ms } = hold(queue[0], elapsed());
      if (ms > 0) {
        timer = setTimeout(pump, Math.ceil(ms));
        tell(by, ms);
        return;
      }
      underway++;
      queue.shift()?.admit();
    }
    if (queue.length === 0) tell('nothing', undefined);
    else tell(isCareful ? 'rate-limited' : 'concurrency', undefined);
  };
  const enter = (about: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        tokens: about,
        admit() {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = (): void => {
        const place = queue.indexOf(waiting);
        if (place >= 0) queue.splice(place, 1);
        reject(signal.reason);
        pump();
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(waiting);
      pump();
    });
  };
  const grow = (): void => {
    // Room that nobody fills is no proof that more would be taken.
    if (atOnce >= most || underway + queue.length < atOnce) return;
    successes++;
    if (isCareful && successes < atOnce) return;
    successes = 0;
    atOnce++;
  };
  const cut = (begunAt: number): void => {
    if (begunAt <= cutAt) return;
    cutAt = elapsed();
    isCareful = true;
    successes = 0;
    atOnce = Math.max(1, Math.floor(atOnce / 2));
    tell('rate-limited', undefined, true);
  };

  return {
    async run(about, task, signal) {
      await enter(about, signal);
      const begunAt = elapsed();
      requests?.use(1, begunAt);
      const correct = tokens?.use(about, begunAt);
      try {
        return await task({
          succeeded: grow,
          overloaded(retryAfterMs) {
            cut(begunAt);
            if (retryAfterMs !== undefined) pausedUntil = Math.max(pausedUntil, elapsed() + retryAfterMs);
          },
          used: (actual) => correct?.(actual),
        });
      } finally {
        underway--;
        pump();
      }
    },
  };
}
