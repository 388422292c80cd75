import {
  tasksOf,
  type CloudEvent,
  type DefinitionReference,
  type Journal,
  type JsonObject,
  type Positioned,
  type Program,
  type TaskKey,
} from '@batonhq/core';
import { lifecycleEvents, type LifecycleLevel, type LifecycleSubject } from './lifecycle-events.ts';
import { referenceOf } from './task-reference.ts';

/** What telling about lifecycles needs. */
export interface LifecycleHost {
  readonly journal: Pick<Journal, 'readAll' | 'read' | 'view'>;
  readonly level: LifecycleLevel;
  programOf(hash: string): Promise<Program>;
  /** How far the journal was told about; null when it never was. */
  toldUpTo(): Promise<number | null>;
  /** Publishes events and notes with them how far the journal was told about. */
  tell(events: readonly CloudEvent[], upTo: number): Promise<void>;
  failed(error: unknown): void;
}

/** Events read from the journal at once. */
const page = 500;

/** CloudEvents published at once. */
const portion = 200;

/** Executions whose definitions are remembered. */
const kept = 10_000;

/**
 * Tells about the lifecycle of executions by CloudEvents.
 *
 * It reads the journal from where it stopped, so that what is durable is told about, also across crashes. A CloudEvent has
 * the same id every time it is made of the same event, and the bus knows it: nothing is told twice. Switched on for the
 * first time, it begins with what happens from then on.
 */
export class Lifecycle {
  readonly #host: LifecycleHost;
  readonly #definitions = new Map<string, DefinitionReference>();
  #position: number | null = null;
  #isReading = false;
  #isBehind = false;
  #isClosed = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(host: LifecycleHost) {
    this.#host = host;
  }

  /** Something happened; or the engine starts and something may have happened before. */
  nudge(): void {
    this.#isBehind = true;
    if (this.#isReading || this.#isClosed) return;
    this.#isReading = true;
    this.#idle = this.#catchUp().then(
      () => {
        this.#isReading = false;
        if (this.#isBehind) this.nudge();
      },
      (error: unknown) => {
        if (!this.#isClosed) this.#host.failed(error);
      },
    );
  }

  /** Finds out where to begin; before anything new happens. */
  async open(): Promise<void> {
    this.#position = (await this.#host.toldUpTo()) ?? (await this.#end());
    this.nudge();
  }

  /** Tells what is left, then stops. */
  async close(): Promise<void> {
    await this.#idle;
    this.#isClosed = true;
  }

  /** Stops at once; the next engine tells the rest. */
  stop(): void {
    this.#isClosed = true;
  }

  async #end(): Promise<number> {
    for (let position = 0; ;) {
      const events = await this.#host.journal.readAll({ position, limit: page });
      position = events.at(-1)?.position ?? position;
      if (events.length < page) return position;
    }
  }

  async #catchUp(): Promise<void> {
    this.#isBehind = false;
    for (;;) {
      const events = await this.#host.journal.readAll({ position: this.#position ?? 0, limit: page });
      const last = events.at(-1);
      if (last === undefined) return;
      const told: CloudEvent[] = [];
      const before = this.#position ?? 0;
      for (const positioned of events) told.push(...(await this.#eventsOf(positioned)));
      for (let from = 0; from < told.length; from += portion)
        await this.#host.tell(told.slice(from, from + portion), from + portion < told.length ? before : last.position);
      this.#position = last.position;
    }
  }

  async #eventsOf({ execution, recorded }: Positioned): Promise<readonly CloudEvent[]> {
    const definition = await this.#definitionOf(execution, recorded);
    if (definition === null) return [];
    const program = await this.#host.programOf(definition.hash);
    const subject: LifecycleSubject = {
      execution,
      definition,
      reference: (task) => referenceOf(program, task)?.reference ?? task,
      openTasks: async () => {
        const events = await this.#host.journal.read(execution, { seq: 0, limit: recorded.seq });
        return tasksOf(events).flatMap(({ reference, endedAt }) => (endedAt === null ? [reference] : []));
      },
      correlation: (task) => this.#correlation(program, { execution, task, seq: recorded.seq }),
    };
    return lifecycleEvents(recorded, subject, this.#host.level);
  }

  async #definitionOf(execution: string, { event }: Positioned['recorded']): Promise<DefinitionReference | null> {
    const known = event.kind === 'program.revised' ? undefined : this.#definitions.get(execution);
    if (known !== undefined) return known;
    const found =
      event.kind === 'execution.started' || event.kind === 'program.revised'
        ? event.definition
        : ((await this.#host.journal.view(execution))?.definition ?? null);
    if (found === null) return null;
    for (const oldest of this.#definitions.keys()) {
      if (this.#definitions.size < kept) break;
      this.#definitions.delete(oldest);
    }
    this.#definitions.set(execution, found);
    return found;
  }

  /** What the events that a task consumed had in common; null when it does not correlate. */
  async #correlation(
    program: Program,
    { execution, task, seq }: { readonly execution: string; readonly task: TaskKey; readonly seq: number },
  ): Promise<JsonObject | null> {
    const node = referenceOf(program, task);
    if (node?.kind !== 'listen' || node.filters.every(({ correlate }) => correlate.length === 0)) return null;
    const events = await this.#host.journal.read(execution, { seq: 0, limit: seq });
    const keys = events.flatMap(({ event }) =>
      event.kind === 'signal.consumed' && event.task === task ? Object.entries(event.keys ?? {}) : [],
    );
    return Object.fromEntries(keys);
  }
}
