/** What an interrupted stage grants the units in flight. */
export interface Interruption {
  /** Aborts when the units in flight have had their time to finish by themselves. */
  readonly signal: AbortSignal;
  /** Resolves, as `given-up`, when a unit has not even reacted to `signal`. */
  readonly givenUp: Promise<'given-up'>;
  dispose(): void;
}

/** Follows the run's signal: after `graceMs` the units are told to stop, after as long again they are left behind. */
export function interruptionAfter(run: AbortSignal, graceMs: number): Interruption {
  const units = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let giveUp: (value: 'given-up') => void = () => {};
  const givenUp = new Promise<'given-up'>((resolve) => {
    giveUp = resolve;
  });
  const begin = (): void => {
    timers.push(setTimeout(() => units.abort(run.reason), graceMs));
    timers.push(setTimeout(() => giveUp('given-up'), 2 * graceMs));
  };
  if (run.aborted) begin();
  else run.addEventListener('abort', begin, { once: true });
  return {
    signal: units.signal,
    givenUp,
    dispose() {
      run.removeEventListener('abort', begin);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
