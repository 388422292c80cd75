import {
  fromFact,
  occurrenceKey,
  type ExecutionOrigin,
  type ExecutionView,
  type Json,
  type OpenOccurrence,
  type Occurrence,
  type Program,
  type ScheduleState,
  type StreamJournal,
} from '@batonhq/core';
import { ConflictError, DefinitionError, EngineClosedError, NotFoundError, PayloadError } from '../errors.ts';
import type { Starter } from '../starter.ts';
import type { Clock } from '../time/clock.ts';
import { Gate } from './gate.ts';
import { streamOf } from './read-schedules.ts';

/** What starting the executions of occurrences needs of the engine around it. */
export interface OccurrenceHost {
  readonly journal: Pick<StreamJournal, 'streams' | 'view'>;
  readonly clock: Clock;
  readonly starter: Pick<Starter, 'start'>;
  programOf(hash: string): Promise<Program>;
  /** It exists and has ended. */
  ended(schedule: string, view: ExecutionView): void;
  /** It cannot be started, now or ever. */
  unstartable(schedule: string, execution: string, reason: string): void;
  warn(error: unknown, execution: string): void;
}

/** Executions being started at the same time: many share a sync, and others get their turn. */
const atOnce = 256;

/** Milliseconds until the next try after something that may pass. */
const retryAfter = 500;

/**
 * Starts the executions of occurrences, each once. The claim is in the stream of the schedule and names the execution,
 * so starting it again after a crash finds it there.
 */
export class OccurrenceStarter {
  readonly #host: OccurrenceHost;
  readonly #gate = new Gate(atOnce);
  readonly #starting = new Map<string, Promise<Error | null>>();
  #isStopped = false;

  constructor(host: OccurrenceHost) {
    this.#host = host;
  }

  /** True when no execution is being started. */
  get isQuiet(): boolean {
    return this.#gate.size === 0;
  }

  /** Starts the execution of a claimed occurrence; tries again while that may help. */
  begin(schedule: ScheduleState, occurrence: Occurrence, input: Json): void {
    const { execution } = occurrence;
    const starting = this.#gate
      .pass(() => this.#ensure(schedule, occurrence, () => Promise.resolve(input)))
      .finally(() => this.#starting.delete(execution));
    this.#starting.set(execution, starting);
  }

  /** Fulfils when the execution exists, or with the reason why it never will. */
  begun(execution: string): Promise<Error | null> {
    return this.#starting.get(execution) ?? Promise.resolve(null);
  }

  /** After a crash: starts it unless it exists, and says so when it has ended meanwhile. */
  async takeUp(schedule: ScheduleState, occurrence: OpenOccurrence): Promise<void> {
    await this.#gate.pass(() => this.#ensure(schedule, occurrence, () => this.#inputOf(schedule, occurrence)));
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Whoever claims an execution that exists (an event that came again, a wish sent twice) finds it as it is. */
  async #ensure(schedule: ScheduleState, occurrence: Occurrence, input: () => Promise<Json>): Promise<Error | null> {
    const view = await this.#host.journal.view(occurrence.execution);
    if (view === null) return this.#start(schedule, occurrence, await input());
    if (view.endedAt !== null) this.#host.ended(schedule.id, view);
    return null;
  }

  async #start(schedule: ScheduleState, occurrence: Occurrence, input: Json): Promise<Error | null> {
    const { starter } = this.#host;
    const id = occurrence.execution;
    while (!this.#isStopped) {
      try {
        const program = await this.#host.programOf(schedule.definition.hash);
        await starter.start({ id, program, input, origin: originOf(schedule, occurrence) });
        return null;
      } catch (error) {
        if (this.#isStopped || isOver(error)) break;
        this.#host.warn(error, id);
        if (isFinal(error)) {
          this.#host.unstartable(schedule.id, id, error.message);
          return error;
        }
        await this.#pause();
      }
    }
    return new EngineClosedError();
  }

  /** The claim has the input; the state has only where the claim is. */
  async #inputOf({ id }: ScheduleState, { seq }: OpenOccurrence): Promise<Json> {
    const [claim] = await this.#host.journal.streams.facts(streamOf(id), { seq: seq - 1, limit: 1 });
    const event = claim === undefined ? null : fromFact(claim).event;
    return event?.kind === 'occurrence.started' ? event.input : null;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#host.clock.setTimer(retryAfter, resolve);
    });
  }
}

function originOf({ id, origin }: ScheduleState, { key, cause, instant }: Occurrence): ExecutionOrigin {
  return { ...origin, idempotencyKey: occurrenceKey(id, key), schedule: { id, cause, instant } };
}

/** Trying again would end the same way. */
function isFinal(error: unknown): error is Error {
  return (
    error instanceof ConflictError ||
    error instanceof DefinitionError ||
    error instanceof NotFoundError ||
    error instanceof PayloadError
  );
}

/** The engine is going down; the next one takes the occurrence up. */
function isOver(error: unknown): boolean {
  return error instanceof Error && (error.name === 'EngineClosedError' || error.name === 'JournalFailedError');
}
