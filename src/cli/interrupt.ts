import { exitCodes } from './exit-codes.ts';

/** Ctrl-C as a signal for the work, and whether it came. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Stops listening, so that the process can end. */
  close(): void;
}

/** How long the process may take to finish and save after the first Ctrl-C; longer than the engine grants a unit. */
const graceMs = 15_000;

/**
 * The first Ctrl-C (or SIGTERM, or SIGHUP when the terminal goes away) aborts the signal and calls `first`; a second one, or work that does not end in time, calls
 * `atOnce` and leaves the process.
 */
export function listenForInterrupt(handlers: { readonly first: () => void; readonly atOnce: () => void }): Interrupt {
  const controller = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const leave = (): void => {
    handlers.atOnce();
    process.exit(exitCodes.interrupted);
  };
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      leave();
      return;
    }
    handlers.first();
    controller.abort();
    grace = setTimeout(leave, graceMs);
    grace.unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  return {
    signal: controller.signal,
    close: () => {
      clearTimeout(grace);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      process.off('SIGHUP', onSignal);
    },
  };
}
