import type { Journal, Recorded } from '@batonhq/core';

/** Events read from the journal at once. */
const page = 500;

/** Events that wait in memory for one follower; whoever falls further behind reads the journal again. */
const mostWaiting = 256;

/** Somebody who follows one execution. */
interface Follower {
  /** Number of the event that joins on to what it has; null while it reads the journal, when any may come. */
  next: number | null;
  /** What became durable and it has not taken yet, without gaps. */
  waiting: Recorded[];
  /** More became durable than what waits for it: the rest is in the journal. */
  isBehind: boolean;
  wake: () => void;
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
 * Whoever follows reads the journal once, and from then on takes what became durable from memory: a thousand followers of
 * one execution cost no reading. One that is slow has a few events waiting for it, and reads the journal again when there
 * would be more. What is read and what came meanwhile are joined by their numbers, so there is no gap and no duplicate.
 */
export class Feed {
  readonly #journal: Pick<Journal, 'read'>;
  readonly #followers = new Map<string, Set<Follower>>();
  #closed = false;

  constructor(journal: Pick<Journal, 'read'>) {
    this.#journal = journal;
  }

  /** Hands durable events to those who follow. */
  publish(execution: string, events: readonly Recorded[]): void {
    for (const follower of this.#followers.get(execution) ?? []) offer(follower, events);
  }

  /** Batches of events after `seq`, without end; stops when the signal says so or the feed is closed. */
  async *follow(execution: string, { seq, signal }: Following): AsyncGenerator<readonly Recorded[], void> {
    const follower: Follower = { next: null, waiting: [], isBehind: true, wake: () => undefined };
    // Whoever asks for nothing more after it aborted never comes back here.
    const gone = (): void => {
      this.#leave(execution, follower);
      follower.wake();
    };
    this.#join(execution, follower);
    signal?.addEventListener('abort', gone, { once: true });
    try {
      for (let last = seq; !this.#closed && signal?.aborted !== true;) {
        const events = follower.isBehind ? await this.#catchUp(execution, follower, last) : take(follower);
        if (events.length > 0) {
          last = events.at(-1)?.seq ?? last;
          yield events;
        } else if (!follower.isBehind) await something(follower);
      }
    } finally {
      signal?.removeEventListener('abort', gone);
      this.#leave(execution, follower);
    }
  }

  /** Ends all following. */
  close(): void {
    this.#closed = true;
    for (const followers of this.#followers.values()) for (const follower of followers) follower.wake();
    this.#followers.clear();
  }

  /** Reads on in the journal; at its end, what came while it was read joins on. */
  async #catchUp(execution: string, follower: Follower, last: number): Promise<readonly Recorded[]> {
    follower.isBehind = false;
    follower.next = null;
    follower.waiting = [];
    const events = await this.#journal.read(execution, { seq: last, limit: page });
    const end = events.at(-1)?.seq ?? last;
    follower.waiting = follower.waiting.filter((recorded) => recorded.seq > end);
    follower.next = (follower.waiting.at(-1)?.seq ?? end) + 1;
    follower.isBehind ||= events.length === page || (follower.waiting[0]?.seq ?? end + 1) !== end + 1;
    return events;
  }

  #join(execution: string, follower: Follower): void {
    const followers = this.#followers.get(execution) ?? new Set();
    this.#followers.set(execution, followers.add(follower));
  }

  #leave(execution: string, follower: Follower): void {
    const followers = this.#followers.get(execution);
    followers?.delete(follower);
    if (followers?.size === 0) this.#followers.delete(execution);
  }
}

/** Lets events wait for a follower, as far as they join on and there is room. */
function offer(follower: Follower, events: readonly Recorded[]): void {
  const first = events[0]?.seq;
  if (first === undefined || follower.isBehind) return;
  const known = (follower.next ?? first) - first;
  if (known >= events.length) return;
  if (known < 0 || follower.waiting.length + events.length > mostWaiting) {
    follower.isBehind = true;
    follower.waiting = [];
  } else {
    for (const recorded of known === 0 ? events : events.slice(known)) follower.waiting.push(recorded);
    follower.next = first + events.length;
  }
  follower.wake();
}

function take(follower: Follower): readonly Recorded[] {
  const { waiting } = follower;
  if (waiting.length > 0) follower.waiting = [];
  return waiting;
}

/** Fulfils when something came, or when it is over. */
function something(follower: Follower): Promise<void> {
  return new Promise((resolve) => {
    follower.wake = resolve;
  });
}
