import type { Fact } from '../event/fact.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Journal } from './journal.ts';

/** Everything one transition of such a stream changes, atomically. */
export interface FactCommit {
  /** What kind of thing it is, then which one: `schedule/shop/report`. */
  readonly stream: string;
  /** Sequence number of the last fact the writer knows; anything else in the journal fails the commit (the fence). */
  readonly expectedSeq: number;
  readonly facts: readonly Fact[];
  /** What the facts of the stream, these included, fold to. Kept so that opening a long stream costs one row. */
  readonly state: JsonObject;
}

/** A stream as it stands. */
export interface StandingStream {
  readonly stream: string;
  /** Sequence number of its last fact. */
  readonly seq: number;
  /** The state at `seq`; null when it was not kept, or not of this moment: then fold the facts. */
  readonly state: JsonObject | null;
}

/**
 * Streams beside those of executions: what spans executions is decided in a stream of its own. The same suite
 * (`factStreamSuite` of `@batonhq/testing`) runs against memory and SQLite.
 *
 * Invariants:
 * 1. A commit is all or nothing, and durable when its promise fulfils.
 * 2. Sequence numbers start at 1 and have no gaps; a commit on anything but the last one rejects with
 *    `StaleCommitError` and changes nothing.
 * 3. Kept states are folds: dropping them changes nothing but the time to open.
 * 4. Commits of the same stream become durable in the order they were made.
 */
export interface FactStreams {
  append(commit: FactCommit): Promise<void>;
  /** Facts of one stream after `seq`, oldest first. */
  facts(stream: string, after: { readonly seq: number; readonly limit?: number }): Promise<readonly Fact[]>;
  /** The streams whose names begin like this, by name. */
  standing(prefix: string): Promise<readonly StandingStream[]>;
  /** Forgets a stream whole, once nobody has to remember it; one that does not exist is forgotten already. */
  drop(stream: string): Promise<void>;
}

/** A journal that keeps streams of facts too. */
export interface StreamJournal extends Journal {
  readonly streams: FactStreams;
}
