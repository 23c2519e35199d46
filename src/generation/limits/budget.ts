import { Postponed } from '../../base/errors.ts';

/** What a run may use. What is left out is not limited. */
export interface BudgetLimits {
  readonly usd?: number | undefined;
  /** Input and output together. */
  readonly tokens?: number | undefined;
  /** Requests sent, tries that failed included. */
  readonly calls?: number | undefined;
  readonly minutes?: number | undefined;
}

/** What one request uses. `usd` is undefined where no price is known, which a budget in dollars does not let happen. */
export interface Amount {
  readonly usd: number | undefined;
  readonly tokens: number;
}

/** The most a request may use: what is sent, and what may come back. */
export interface Need {
  /** What is sent, counted on the safe side. */
  readonly input: Amount;
  /** Tokens of the answer: as many as it should be granted, and with how few it is worth sending. */
  readonly output: { readonly most: number; readonly least: number; readonly usdEach: number | undefined };
}

/** A part of the budget that is set aside for one request, until it is known what it used. */
export interface Reservation {
  /** The length that the answer has to keep to, in tokens. */
  readonly outputTokens: number;
  /** What it used; undefined where nobody knows, so that all that was set aside counts as used. */
  settle(used: Amount | undefined): void;
}

/**
 * What a run may still use, asked before each request. What is set aside for requests under way counts as used, so that
 * requests at the same time cannot overshoot together. It knows nothing of models, stores and clocks, and every amount goes
 * through `reserve` and `settle`: a budget that many processes lease from can stand behind the same two.
 */
export interface Budget {
  /**
   * Sets aside the most a request may use. Waits while requests under way may give back enough; when none is left, a shorter
   * answer is granted. Throws a Postponed when not even the shortest fits, and from then on always; the signal's reason when
   * aborted while waiting.
   */
  reserve(need: Need, signal: AbortSignal): Promise<Reservation>;
  /** Asked before anything is begun: why not. */
  check(): Postponed | undefined;
  /** Ends the run for another reason. */
  pull(why: Postponed): void;
  /** Why something was not begun, once that happened. */
  reason(): Postponed | undefined;
  /** Whether tokens or dollars are counted, so that every answer has to keep to a length. */
  readonly boundsAnswers: boolean;
}

interface Waiting {
  readonly need: Need;
  grant(reservation: Reservation): void;
  refuse(why: Postponed): void;
}

/** A budget of one process. `elapsedMs` is the time since the run began. */
export function createBudget(limits: BudgetLimits, elapsedMs: () => number): Budget {
  const used = { usd: 0, tokens: 0, calls: 0 };
  const reserved = { usd: 0, tokens: 0, calls: 0 };
  const waiting: Waiting[] = [];
  let why: Postponed | undefined;

  const pull = (reason: Postponed): void => {
    why ??= reason;
    for (const other of waiting.splice(0)) other.refuse(why);
  };
  const check = (): Postponed | undefined => {
    if (why === undefined && limits.minutes !== undefined && elapsedMs() >= limits.minutes * 60_000)
      pull(reached(`The budget of ${limits.minutes} minutes (--max-minutes) is used up.`));
    return why;
  };
  /** What does not fit with an answer of this length, in words. */
  const obstacle = (need: Need, outputTokens: number): string | undefined => {
    const { usd = Number.POSITIVE_INFINITY, tokens = Number.POSITIVE_INFINITY, calls = Number.POSITIVE_INFINITY } = limits;
    const most = amountOf(need, outputTokens);
    const parts = `${need.input.tokens} to read, counted on the safe side, and ${outputTokens} to answer`;
    if (used.calls + reserved.calls + 1 > calls) return `The budget of ${calls} calls (--max-calls) is used up.`;
    if (used.tokens + reserved.tokens + most.tokens > tokens)
      return `The budget of ${tokens} tokens (--max-tokens) is reached: ${used.tokens} are used, and the next call may need ${most.tokens} (${parts}).`;
    if (used.usd + reserved.usd + (most.usd ?? 0) > usd + rounding)
      return `The budget of ${dollars(usd)} (--max-usd) is reached: ${dollars(used.usd)} are spent, and the next call may cost ${dollars(most.usd ?? 0)} (tokens: ${parts}).`;
    return undefined;
  };
  /** The longest answer that still fits when nothing else is under way. */
  const longestThatFits = ({ input, output }: Need): number => {
    const { usd = Number.POSITIVE_INFINITY, tokens = Number.POSITIVE_INFINITY } = limits;
    const byTokens = tokens - used.tokens - input.tokens;
    const byUsd = output.usdEach ? (usd - used.usd - (input.usd ?? 0)) / output.usdEach : Number.POSITIVE_INFINITY;
    return Math.min(output.most, Math.max(output.least, Math.floor(Math.min(byTokens, byUsd))));
  };
  const reservationOf = (need: Need, outputTokens: number): Reservation => {
    const most = amountOf(need, outputTokens);
    reserved.calls++;
    reserved.tokens += most.tokens;
    reserved.usd += most.usd ?? 0;
    let isSettled = false;
    return {
      outputTokens,
      settle(actual = most) {
        if (isSettled) return;
        isSettled = true;
        reserved.calls--;
        reserved.tokens -= most.tokens;
        reserved.usd -= most.usd ?? 0;
        used.calls++;
        used.tokens += actual.tokens;
        used.usd += actual.usd ?? most.usd ?? 0;
        serve();
      },
    };
  };
  /** Gives those who wait what fits, in order. */
  const serve = (): void => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const { need } = next;
      const isAlone = reserved.calls === 0;
      // Sums of what was added and taken away again.
      if (isAlone) reserved.usd = 0;
      const outputTokens = isAlone ? longestThatFits(need) : need.output.most;
      const problem = obstacle(need, outputTokens);
      if (problem !== undefined) {
        if (isAlone) pull(reached(problem));
        return;
      }
      waiting.shift();
      next.grant(reservationOf(need, outputTokens));
    }
  };

  return {
    boundsAnswers: limits.tokens !== undefined || limits.usd !== undefined,
    check,
    pull,
    reason: () => why,
    async reserve(need, signal) {
      signal.throwIfAborted();
      const closed = check();
      if (closed) throw closed;
      return new Promise<Reservation>((resolve, reject) => {
        const entry: Waiting = {
          need,
          grant(reservation) {
            signal.removeEventListener('abort', leave);
            resolve(reservation);
          },
          refuse(reason) {
            signal.removeEventListener('abort', leave);
            reject(reason);
          },
        };
        const leave = (): void => {
          const place = waiting.indexOf(entry);
          if (place >= 0) waiting.splice(place, 1);
          reject(signal.reason);
          serve();
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
        serve();
      });
    },
  };
}

/** Dollars are sums of fractions. */
const rounding = 1e-9;

function amountOf({ input, output }: Need, outputTokens: number): Amount {
  const { usdEach } = output;
  return {
    tokens: input.tokens + outputTokens,
    usd: input.usd === undefined || usdEach === undefined ? undefined : input.usd + outputTokens * usdEach,
  };
}

function reached(text: string): Postponed {
  return new Postponed('budget', text);
}

function dollars(amount: number): string {
  return `$${amount >= 1 || amount === 0 ? amount.toFixed(2) : amount.toPrecision(2)}`;
}
