import type { ExecutionEvent, Recorded } from '../event/event.ts';
import type { TimerChange } from '../execution/decision.ts';
import type { ExecutionState, Phase } from '../execution/state.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { ExecutionView } from '../view/execution-view.ts';
import type { TimerId } from '../step/step.ts';

/** Everything one transition changes, atomically. */
export interface Commit {
  /** The execution's id; its stream is `execution/<id>`. */
  readonly execution: string;
  /** Sequence number of the last event the writer knows; anything else in the journal fails the commit (the fence). */
  readonly expectedSeq: number;
  readonly events: readonly Recorded[];
  readonly timers: readonly TimerChange[];
  /** The row of the execution, when it changed. */
  readonly view?: ExecutionView;
  /** Event types the execution listens for now (`*` for any), when that changed. */
  readonly listens?: readonly string[];
  /** The state after `events`, when the writer wants a snapshot of it kept. */
  readonly snapshot?: ExecutionState;
}

/** What is needed to bring an execution back into memory. */
export interface Loaded {
  readonly snapshot: ExecutionState | null;
  /** The events after the snapshot. */
  readonly events: readonly Recorded[];
}

/** An armed timer. */
export interface DueTimer {
  readonly execution: string;
  readonly timer: TimerId;
  readonly due: number;
}

/** An event with its place among all events of all streams. */
export interface Positioned {
  readonly position: number;
  readonly execution: string;
  readonly recorded: Recorded<ExecutionEvent>;
}

/** What to list. */
export interface ExecutionFilter {
  readonly phases?: readonly Phase[];
  readonly namespace?: string;
  readonly name?: string;
  readonly tenant?: string;
  readonly parent?: string;
  readonly version?: string;
  /** Started at this time or later, in milliseconds since 1970. */
  readonly since?: number;
  /** Started before this time, in milliseconds since 1970. */
  readonly until?: number;
  /**
   * Occurs in the id, `namespace/name:version`, the user, the idempotency key, or the JSON of the input, output or fault; capitals
   * of the alphabet make no difference. Values that are stored apart for their size are not searched.
   */
  readonly text?: string;
  /** Executions that started before this one was listed (its id), for paging. */
  readonly before?: string;
  /** At most so many, 100 by default. */
  readonly limit?: number;
}

/** A definition as the catalog keeps it: immutable, found by the hash of its canonical form. */
export interface CatalogEntry {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly hash: string;
  readonly definition: JsonObject;
}

/** A definition that was published, by its names. */
export type PublishedName = Pick<CatalogEntry, 'namespace' | 'name' | 'version' | 'hash'>;

/**
 * The journal: the only truth. The same suite (`journalSuite` of `@batonhq/testing`) runs against memory, SQLite
 * and Postgres.
 *
 * Invariants:
 * 1. A commit is all or nothing, and durable when its promise fulfils.
 * 2. Sequence numbers of a stream start at 1 and have no gaps; a commit on anything but the last one rejects with
 *    {@link StaleCommitError} and changes nothing.
 * 3. Timers, listens and views are folds of the stream: dropping and rebuilding them gives the same rows.
 * 4. Commits of the same execution become durable in the order they were made.
 * 5. A start under an idempotency key that started another execution of the tenant rejects with
 *    {@link StaleCommitError}; stating a fact twice that is true once rejects with `InvariantError`.
 * 6. Rejecting with {@link JournalFailedError} is the end: nobody knows what is on the disk. Any other error means that
 *    nothing of the commit was written, and that it may be tried again on the state as it is then.
 */
export interface Journal {
  commit(commit: Commit): Promise<void>;
  load(execution: string): Promise<Loaded | null>;
  /** Events of one execution after `seq`, oldest first. */
  read(execution: string, after: { readonly seq: number; readonly limit?: number }): Promise<readonly Recorded[]>;
  /** Events of all executions after a position, oldest first. */
  readAll(after: { readonly position: number; readonly limit?: number }): Promise<readonly Positioned[]>;
  /** Ids of executions in phase pending, running or suspended: what a process may have left in the middle of something. */
  unfinished(): Promise<readonly string[]>;
  /** Timers due up to `until`, earliest first. */
  dueTimers(until: number, limit: number): Promise<readonly DueTimer[]>;
  /** When the earliest armed timer is due. */
  nextTimer(): Promise<number | null>;
  /** Ids of executions that listen for events of this type. */
  listeners(type: string): Promise<readonly string[]>;
  view(execution: string): Promise<ExecutionView | null>;
  list(filter: ExecutionFilter): Promise<readonly ExecutionView[]>;
  /** How many executions are in which phase, those that were dropped left out; a phase that none is in may be missing. */
  countByPhase(): Promise<Readonly<Partial<Record<Phase, number>>>>;
  /** The id of the execution that was started with this key by this tenant. */
  findByIdempotencyKey(tenant: string, key: string): Promise<string | null>;
  /** Keeps a definition so that executions find it by its hash; the same hash twice is one entry. Claims no version. */
  keep(entry: CatalogEntry): Promise<void>;
  /** Keeps a definition and claims its version. Another hash under a published version rejects with {@link VersionTakenError}. */
  publish(entry: CatalogEntry): Promise<void>;
  /** A definition that was kept or published. */
  definition(hash: string): Promise<CatalogEntry | null>;
  /** The published entry of a version, or of the newest one when `version` is missing or `latest`. */
  findDefinition(name: {
    readonly namespace: string;
    readonly name: string;
    readonly version?: string;
  }): Promise<CatalogEntry | null>;
  /** Every version that was published, in no particular order. */
  published(): Promise<readonly PublishedName[]>;
  close(): Promise<void>;
}
