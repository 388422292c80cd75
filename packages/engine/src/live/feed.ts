import type { Journal, Recorded } from '@batonhq/core';

/** Events read from the journal at once. */
const page = 500;

/** Somebody who follows one execution and has caught up with it. */
interface Follower {
  /** The event it waits for. */
  readonly next: number;
  wake(events: readonly Recorded[] | null): void;
}

/** Where to begin and when to stop following an execution. */
export interface Following {
  /** The last event already known. */
  readonly seq: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The events of executions as they become durable.
 *
 * Whoever follows reads from the journal until nothing new is there and only then waits; what wakes it hands over the
 * next events directly when they join on to what it has, and makes it read again when they do not. So there is no gap
 * and no duplicate, and a slow reader holds nothing in memory.
 */
export class Feed {
  readonly #journal: Pick<Journal, 'read'>;
  readonly #followers = new Map<string, Set<Follower>>();
  #closed = false;

  constructor(journal: Pick<Journal, 'read'>) {
    this.#journal = journal;
  }

  /** Hands durable events to those who wait for them. */
  publish(execution: string, events: readonly Recorded[]): void {
    const followers = this.#followers.get(execution);
    if (followers === undefined) return;
    this.#followers.delete(execution);
    const first = events[0]?.seq;
    for (const follower of followers) follower.wake(follower.next === first ? events : null);
  }

  /** Batches of events after `seq`, without end; stops when the signal says so or the feed is closed. */
  async *follow(execution: string, { seq, signal }: Following): AsyncGenerator<readonly Recorded[], void> {
    let last = seq;
    while (!this.#closed && signal?.aborted !== true) {
      const waiting = this.#wait(execution, last + 1, signal);
      const read = await this.#journal.read(execution, { seq: last, limit: page });
      if (read.length > 0) waiting.leave();
      const events = read.length > 0 ? read : await waiting.events;
      if (events === null || events.length === 0) continue;
      last = events.at(-1)?.seq ?? last;
      yield events;
    }
  }

  /** Ends all following. */
  close(): void {
    this.#closed = true;
    for (const followers of this.#followers.values()) for (const follower of followers) follower.wake(null);
    this.#followers.clear();
  }

  #wait(execution: string, next: number, signal: AbortSignal | undefined): Waiting {
    const { promise, resolve } = Promise.withResolvers<readonly Recorded[] | null>();
    const follower: Follower = { next, wake: resolve };
    const followers = this.#followers.get(execution) ?? new Set();
    this.#followers.set(execution, followers.add(follower));
    const leave = (): void => {
      followers.delete(follower);
      if (followers.size === 0 && this.#followers.get(execution) === followers) this.#followers.delete(execution);
      resolve(null);
    };
    signal?.addEventListener('abort', leave, { once: true });
    const events = promise.finally(() => signal?.removeEventListener('abort', leave));
    return { events, leave };
  }
}

interface Waiting {
  readonly events: Promise<readonly Recorded[] | null>;
  leave(): void;
}
