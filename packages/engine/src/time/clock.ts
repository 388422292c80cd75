/** Where time comes from. The system's by default; a simulation passes its own. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. It may jump in both directions. */
  now(): number;
  /** Milliseconds since some moment, never going back and never jumping. */
  monotonic(): number;
  /** Calls `callback` once after at least `delay` milliseconds, however many; returns what cancels it. */
  setTimer(delay: number, callback: () => void): () => void;
}

/** The longest delay that `setTimeout` takes; more than that and it fires at once. */
const longestDelay = 2 ** 31 - 1;

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delay, callback) {
    let rest = delay;
    let handle: NodeJS.Timeout;
    const sleep = (): void => {
      const now = Math.min(rest, longestDelay);
      rest -= now;
      handle = setTimeout(rest > 0 ? sleep : callback, now);
    };
    sleep();
    return () => clearTimeout(handle);
  },
};
