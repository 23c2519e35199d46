/** Lets at most a number of tasks run at the same time; the others wait in order. */
export interface Gate {
  /** Runs a task when there is room. Rejects with the signal's reason when it is aborted while waiting. */
  run<Value>(task: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
}

/** A gate for `room` tasks (at least one). */
export function createGate(room: number): Gate {
  let free = Math.max(1, Math.floor(room));
  const waiting: (() => void)[] = [];
  const enter = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        const place = waiting.indexOf(admit);
        if (place >= 0) waiting.splice(place, 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(admit);
    });
  };
  const exit = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    async run(task, signal) {
      await enter(signal);
      try {
        return await task();
      } finally {
        exit();
      }
    },
  };
}
