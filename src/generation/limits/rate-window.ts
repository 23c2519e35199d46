/** The span in which providers count. */
const windowMs = 60_000;

interface Entry {
  readonly at: number;
  amount: number;
  isOver: boolean;
}

/** What was used in the last minute, so that no minute, wherever it begins, sees more than allowed. */
export interface RateWindow {
  /** How long to wait before `amount` more may be used. One that is more than allowed at all waits for an empty minute. */
  waitMs(amount: number, now: number): number;
  /** Notes a use; the function returned corrects its amount once it is known. */
  use(amount: number, now: number): (amount: number) => void;
}

/** A window that allows `most` in any minute. Times are milliseconds of a clock that never runs backwards. */
export function createRateWindow(most: number): RateWindow {
  const entries: Entry[] = [];
  let first = 0;
  let used = 0;
  const forget = (now: number): void => {
    for (let entry = entries[first]; entry && entry.at <= now - windowMs; entry = entries[first]) {
      used -= entry.amount;
      entry.isOver = true;
      first++;
    }
    if (first > 1000) {
      entries.splice(0, first);
      first = 0;
    }
  };
  return {
    waitMs(amount, now) {
      forget(now);
      const excess = used + Math.min(amount, most) - most;
      if (excess <= 0) return 0;
      let freed = 0;
      for (let i = first; i < entries.length; i++) {
        const entry = entries[i];
        if (!entry) break;
        freed += entry.amount;
        if (freed >= excess) return entry.at + windowMs - now;
      }
      return 0;
    },
    use(amount, now) {
      forget(now);
      const entry: Entry = { at: now, amount, isOver: false };
      entries.push(entry);
      used += amount;
      return (actual) => {
        if (!entry.isOver) used += actual - entry.amount;
        entry.amount = actual;
      };
    },
  };
}
