import { exitCodes } from '../exit-code.ts';

/** Ctrl-C and SIGTERM as an abort signal; `release` gives them back to the process. */
export interface StopSignals extends Disposable {
  /** Aborted by the first one. */
  readonly signal: AbortSignal;
}

const watched = ['SIGINT', 'SIGTERM'] as const;

/**
 * Turns the first Ctrl-C or SIGTERM into an abort, so that the command can finish what it holds in its hands. The
 * second one ends the process at once, whatever it is doing.
 */
export function catchStopSignals(announce: () => void): StopSignals {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    announce();
  };
  for (const name of watched) process.on(name, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of watched) process.off(name, stop);
    },
  };
}
