/** Milliseconds that an answer holds: pages that ask every few seconds, many of them, cost one look. */
const holds = 2_000;

/** What took long to find out holds longer, by so many times: looking never takes more than a sixth of the time. */
const timesAsLong = 5;

/** Whoever asks waits for a new answer when the last one took no longer than this to find out. */
const patience = 250;

/** Milliseconds after which an answer says nothing about now any more. */
const tooOld = 60_000;

interface Held<Answer> {
  readonly answer: Answer;
  /** When it was asked for. */
  readonly at: number;
  readonly took: number;
}

/**
 * Something that takes a while to find out, for many who ask: one look for all of them, and while the next one goes on, what the
 * last one found.
 *
 * @example
 * const ask = heldAnswer(() => system.getSystemMetrics(), Date.now);
 * await ask();
 */
export function heldAnswer<Answer>(read: () => Promise<Answer>, now: () => number): () => Promise<Answer> {
  let held: Held<Answer> | null = null;
  let looking: Promise<Answer> | null = null;
  const look = async (): Promise<Answer> => {
    const at = now();
    const answer = await read();
    held = { answer, at, took: now() - at };
    return answer;
  };
  return () => {
    const age = held === null ? Infinity : now() - held.at;
    if (held !== null && age < Math.max(holds, (timesAsLong + 1) * held.took) && age < tooOld)
      return Promise.resolve(held.answer);
    looking ??= look().finally(() => (looking = null));
    if (held === null || held.took <= patience || age >= tooOld) return looking;
    // Whoever asks after a look that failed hears of that; nobody waits for this one.
    looking.catch(() => undefined);
    return Promise.resolve(held.answer);
  };
}
