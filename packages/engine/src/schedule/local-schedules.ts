import {
  eventsName,
  occurrenceOf,
  type CloudEvent,
  type ExecutionState,
  type ExecutionView,
  type Program,
  type ScheduleDecision,
  type ScheduleOrigin,
  type ScheduleTrigger,
  type StreamJournal,
} from '@batonhq/core';
import type { Executions } from '../advance/executions.ts';
import type { Programs } from '../catalog/programs.ts';
import { ConflictError, EngineClosedError } from '../errors.ts';
import { copyJson } from '../payload.ts';
import type { Limits } from '../limits.ts';
import type { Starter } from '../starter.ts';
import type { Clock } from '../time/clock.ts';
import { OccurrenceStarter } from './occurrence-starter.ts';
import { noSchedule, scheduleReading } from './read-schedules.ts';
import { ScheduleKeeper, type TriggerAt } from './schedule-keeper.ts';
import type { ScheduleReading, Schedules, TriggerOrder } from './schedules.ts';

/** What schedules need of the engine around them. */
export interface SchedulesHost {
  readonly journal: StreamJournal;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly executions: Executions;
  readonly programs: Programs;
  readonly starter: Starter;
  readonly newId: () => string;
  readonly failed: (error: unknown) => void;
  readonly warn: (error: unknown, execution?: string) => void;
}

/** On whose behalf schedules start executions: a definition belongs to nobody in particular. */
const origin: ScheduleOrigin = { tenant: 'local', user: 'local', priority: 5 };

/** The schedules of the engine of this process. */
export class LocalSchedules implements Schedules {
  readonly #reading: ScheduleReading;
  readonly #host: SchedulesHost;
  readonly #keeper: ScheduleKeeper;
  readonly #starter: OccurrenceStarter;
  #isClosing = false;

  constructor(host: SchedulesHost) {
    const { journal, clock, executions, programs, starter, failed, warn } = host;
    const { time } = executions;
    const programOf = (hash: string): Promise<Program> => programs.byHash(hash);
    this.#host = host;
    this.#starter = new OccurrenceStarter({
      journal,
      clock,
      starter,
      programOf,
      warn,
      ended: (id, view) => this.#ended(id, view),
      unstartable: (id, execution, reason) =>
        this.#keeper.send(id, (now) => ({ kind: 'unstartable', now, execution, reason })),
    });
    this.#keeper = new ScheduleKeeper({
      journal,
      clock,
      time,
      programOf,
      failed,
      follow: (decision) => this.#follow(decision),
    });
    this.#reading = scheduleReading(journal.streams);
  }

  /** Takes over what the process before left behind: what came due meanwhile, and claimed executions that it never started. */
  async open(): Promise<void> {
    for (const state of await this.#keeper.load()) {
      this.#keeper.send(state.id, (now) => ({ kind: 'recover', now }));
      for (const occurrence of state.open)
        this.#starter.takeUp(state, occurrence).catch((error: unknown) => this.#host.failed(error));
      if (state.held !== null) this.#replace(state);
    }
  }

  /** A definition was published: the newest version says whether there is a schedule, and which. */
  async published(program: Program): Promise<void> {
    const { namespace, name, hash } = program.reference;
    const id = `${namespace}/${name}`;
    if (program.schedule === undefined && this.#keeper.state(id) === null) return;
    const newest = await this.#host.programs.find({ namespace, name });
    if (newest?.reference.hash !== hash) return;
    const definition = program.reference;
    const { rule } = program.schedule ?? {};
    if (rule !== undefined)
      await this.#keeper.deliver(id, (now) => ({ kind: 'activate', now, definition, rule, origin }), program);
    else if (this.#keeper.state(id)?.phase !== 'deleted')
      await this.#keeper.deliver(id, (now) => ({
        kind: 'delete',
        now,
        reason: 'the definition has no schedule any more',
      }));
  }

  /** An execution has ended; nothing happens when no schedule started it. */
  ended({ id, origin: { schedule }, phase, endedAt }: ExecutionState): void {
    if (schedule !== undefined) this.#ended(schedule.id, { id, phase, endedAt });
  }

  /** Brings a CloudEvent to every schedule that waits for events; fulfils when what it led to is durable. */
  async hear(event: CloudEvent): Promise<void> {
    const listening = this.#keeper.states.filter(({ rule, phase }) => rule.on && phase === 'active');
    await Promise.all(listening.map(({ id }) => this.#bring(id, event)));
  }

  /** The wall clock was set. */
  jumped(by: number): void {
    this.#keeper.jumped(by);
  }

  list(): ReturnType<ScheduleReading['list']> {
    return this.#reading.list();
  }

  get(id: string): ReturnType<ScheduleReading['get']> {
    return this.#reading.get(id);
  }

  next(id: string, count?: number): ReturnType<ScheduleReading['next']> {
    return this.#reading.next(id, count);
  }

  history(id: string, limit?: number): ReturnType<ScheduleReading['history']> {
    return this.#reading.history(id, limit);
  }

  async pause(id: string, by?: string): Promise<void> {
    await this.#command(id, (now) => ({ kind: 'pause', now, ...(by !== undefined && { by }) }));
  }

  async resume(id: string, by?: string): Promise<void> {
    await this.#command(id, (now) => ({ kind: 'resume', now, ...(by !== undefined && { by }) }));
  }

  async delete(id: string, by?: string): Promise<void> {
    await this.#command(id, (now) => ({ kind: 'delete', now, ...(by !== undefined && { by }) }));
  }

  async trigger(id: string, { input, request = this.#host.newId() }: TriggerOrder = {}): Promise<string> {
    const wanted = occurrenceOf({ id }, request, { cause: 'order', instant: 0 }).execution;
    if (await this.#exists(wanted)) return wanted;
    const given = input === undefined ? {} : { input: copyJson(input, this.#host.limits) };
    const { events, state } = await this.#command(id, (now) => ({ kind: 'order', now, request, ...given }));
    if (state?.open.every(({ execution }) => execution !== wanted) === true) throw startedNothing(id, events);
    const problem = await this.#starter.begun(wanted);
    if (problem !== null) throw problem;
    return wanted;
  }

  /** True when nothing is being decided or started. */
  get isQuiet(): boolean {
    return this.#keeper.isQuiet && this.#starter.isQuiet;
  }

  /** Starts nothing new from now on. */
  beginClosing(): void {
    this.#isClosing = true;
    this.#keeper.stop();
    this.#starter.stop();
  }

  async #command(id: string, trigger: TriggerAt): Promise<ScheduleDecision> {
    if (this.#isClosing) throw new EngineClosedError();
    const decision = await this.#keeper.deliver(id, trigger);
    const { refusal } = decision;
    if (refusal?.code === 'deleted') throw noSchedule(id);
    if (refusal !== undefined) throw new ConflictError(refusal.code, refusal.message);
    return decision;
  }

  /** An event that comes again, because a process died while it was brought to all, has started its execution already. */
  async #bring(id: string, event: CloudEvent): Promise<void> {
    const { execution } = occurrenceOf({ id }, eventsName([event]), { cause: 'event', instant: 0 });
    if (!(await this.#exists(execution))) await this.#keeper.deliver(id, (now) => ({ kind: 'event', now, event }));
  }

  async #exists(execution: string): Promise<boolean> {
    return (await this.#host.journal.view(execution)) !== null;
  }

  #follow({ events, state }: ScheduleDecision): void {
    if (state === null) return;
    for (const { event } of events)
      if (event.kind === 'occurrence.started') this.#starter.begin(state, event.occurrence, event.input);
    if (events.some(({ event }) => event.kind === 'occurrence.held')) this.#replace(state);
  }

  /** With `replace`, what is open makes room for what waits. */
  #replace({ rule, open }: NonNullable<ScheduleDecision['state']>): void {
    if (rule.overlap !== 'replace') return;
    for (const { execution } of open) {
      this.#host.executions
        .deliver(execution, {
          kind: 'cancel',
          at: this.#host.executions.time.now(),
          reason: 'the next occurrence of its schedule came',
        })
        .catch((error: unknown) => this.#host.warn(error, execution));
    }
  }

  #ended(id: string, { id: execution, phase, endedAt }: Pick<ExecutionView, 'id' | 'phase' | 'endedAt'>): void {
    if (endedAt === null || (phase !== 'completed' && phase !== 'faulted' && phase !== 'cancelled')) return;
    this.#keeper.send(id, (now): ScheduleTrigger => ({ kind: 'ended', now, execution, phase, endedAt }));
  }
}

function startedNothing(id: string, events: ScheduleDecision['events']): ConflictError {
  const failure = events.map(({ event }) => event).find((event) => event.kind === 'occurrence.failed');
  const why = failure?.kind === 'occurrence.failed' ? failure.reason : 'too many of its executions are open';
  return new ConflictError('too-many-open', `schedule ${id} started nothing: ${why}`);
}
