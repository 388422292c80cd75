import type { Fact, Json, ScheduleView, UpcomingOccurrence } from '@batonhq/core';

/** What can be asked about schedules, of an owner or of the journal itself. */
export interface ScheduleReading {
  /** All schedules that exist, by id. */
  list(): Promise<readonly ScheduleView[]>;
  /** One of them, a deleted one too. Throws `NotFoundError`. */
  get(id: string): Promise<ScheduleView>;
  /** Its next occurrences, earliest first: at most `count`, 10 by default. Throws `NotFoundError`. */
  next(id: string, count?: number): Promise<readonly UpcomingOccurrence[]>;
  /** The newest facts of its stream, oldest first: at most `limit`, 50 by default. Throws `NotFoundError`. */
  history(id: string, limit?: number): Promise<readonly Fact[]>;
}

/**
 * The schedules of an engine. A schedule comes into being when a definition with a `schedule` is published, and its id is
 * `namespace/name` of that definition; a newer version of the definition takes it over.
 *
 * Promises fulfil when what they say is durable. Errors: `NotFoundError`, `ConflictError`, `EngineClosedError`.
 */
export interface Schedules extends ScheduleReading {
  /** Starts no more executions until it is resumed; those it has started go on. */
  pause(id: string, by?: string): Promise<void>;
  /** Goes on with the next occurrence; what passed during the pause is recorded as missed. */
  resume(id: string, by?: string): Promise<void>;
  /** Ends it for good, or until its definition is published again; executions it has started go on. */
  delete(id: string, by?: string): Promise<void>;
  /** Starts an execution now, whatever the schedule says; the same `request` starts one. Gives its id. */
  trigger(id: string, order?: TriggerOrder): Promise<string>;
}

/** The wish for an execution now. */
export interface TriggerOrder {
  /** What flows in, instead of what the schedule would give. */
  readonly input?: Json;
  /** Tells this wish from every other; made up when missing. */
  readonly request?: string;
}
