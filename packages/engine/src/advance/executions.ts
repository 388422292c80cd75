import {
  historyWishes,
  InvariantError,
  isOperation,
  type Decision,
  type DueTimer,
  type ExecutionState,
  type Gates,
  type HistoryWish,
  type Journal,
  type Outcome,
  type Program,
  type Recorded,
  type Trigger,
} from '@batonhq/core';
import { ConflictError, EngineClosedError, NotFoundError, OverloadedError } from '../errors.ts';
import { performerOf } from '../function/history.ts';
import type { Limits } from '../limits.ts';
import { Feed } from '../live/feed.ts';
import { Ordering, type StepOrdering } from '../order/ordering.ts';
import { outOfTime, type Attempt } from '../perform/attempt.ts';
import { Dispatcher } from '../perform/dispatcher.ts';
import type { Clock } from '../time/clock.ts';
import { SteadyTime } from '../time/steady-time.ts';
import { Timers } from '../time/timers.ts';
import { Advancer, retryAfterStall, type Durable } from './advancer.ts';
import type { Caller } from './caller.ts';
import type { Resident } from './resident.ts';
import { Residents } from './residents.ts';
import { ordersToRevive } from './revival.ts';

/** What executions need of the engine around them. */
export interface ExecutionsHost {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly limits: Limits;
  /** By rank unless it says otherwise. */
  readonly ordering?: StepOrdering;
  programOf(hash: string): Promise<Program>;
  /** What calls have to pass beside the approvals that definitions ask for. */
  readonly gates?: Gates;
  /** The wall clock was set by so many milliseconds. */
  jumped(by: number): void;
  /** Makes the outside call of a step. Never throws. */
  perform(attempt: Attempt): void;
  /** A child execution was abandoned: cancel it, and tell its parent when it has ended. */
  closeChild(resident: Resident, step: string): void;
  /** A task listens that wants kept events first. */
  wishes(execution: string, wish: HistoryWish): void;
  /** Something about an execution is durable. */
  recorded(state: ExecutionState, events: readonly Recorded[]): void;
  /** The end of an execution is durable. */
  ended(state: ExecutionState): void;
  /** The engine cannot go on. */
  failed(error: unknown): void;
  /** One execution cannot go on, or something else that somebody should know. */
  warn(error: unknown, execution?: string): void;
}

/** A trigger that depends on how the execution stands when it is its turn. */
export type TriggerFor = (state: ExecutionState | null) => Trigger;

type StartTrigger = Trigger & { readonly kind: 'start' };

/** Whether whoever asks can ask again (see {@link Caller}). */
type Asking = Pick<Caller, 'insists'>;

/**
 * The executions of one journal: brings triggers to them, and lets happen what they decide.
 *
 * What was open when the process before this one died is recovered before anything else reaches it, whoever comes
 * first: recovery, which goes through all of it, or a signal, a timer, a child's end.
 */
export class Executions {
  readonly time: SteadyTime;
  readonly residents: Residents;
  readonly advancer: Advancer;
  readonly ordering: Ordering;
  readonly dispatcher: Dispatcher;
  readonly timers: Timers;
  readonly feed: Feed;
  readonly #host: ExecutionsHost;
  readonly #unrecovered = new Set<string>();
  /** Those in which functions have stopped that may have to go on, once refused commits are dealt with. */
  readonly #goingOn = new WeakSet<Resident>();
  #pending = 0;
  #isClosing = false;

  constructor(host: ExecutionsHost) {
    const { journal, clock, limits } = host;
    this.#host = host;
    this.time = new SteadyTime(clock, (by) => {
      this.timers.jumped(by);
      host.jumped(by);
    });
    this.feed = new Feed(journal);
    this.ordering = new Ordering(journal, host.ordering ?? 'rank');
    this.dispatcher = new Dispatcher(
      {
        perform: (attempt) => host.perform(attempt),
        outcome: (attempt, outcome) => this.#report(attempt, outcome),
        ordering: this.ordering,
        now: () => this.time.now(),
        detached: ({ resident, order }) => {
          if (order.effect.kind === 'function' && order.asking === undefined) this.#goOn(resident);
        },
        settle: (resident) => this.residents.settle(resident),
      },
      limits.performing,
    );
    this.residents = new Residents(
      {
        journal,
        clock,
        time: this.time,
        programOf: (hash) => host.programOf(hash),
        ...(host.gates !== undefined && { gates: host.gates }),
        evicted: (resident) => this.dispatcher.forget(resident),
      },
      limits,
    );
    this.advancer = new Advancer({
      journal,
      time: this.time,
      foreseen: (resident, decision) => this.#foretell(resident, decision),
      follow: (durable) => this.#follow(durable),
      dropped: (resident, error) => this.#drop(resident, error),
      stalled: (resident) => this.#stall(resident),
      failed: (error) => host.failed(error),
    });
    this.timers = new Timers({
      clock,
      time: this.time,
      journal,
      fire: (timer) => this.#fire(timer),
      failed: (error) => host.failed(error),
    });
  }

  /** True when an execution is in memory, recorded, and nothing has been decided that ends it: no need to ask the journal. */
  isOpen(id: string): boolean {
    const resident = this.residents.get(id);
    return resident?.isRecorded === true && resident.state?.endedAt === null;
  }

  /** True while nothing new is begun. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Brings a trigger of the engine's own to an execution; fulfils when what it led to is durable. */
  async deliver(id: string, trigger: Trigger | TriggerFor): Promise<Decision> {
    return accepted(await this.#advance(id, trigger, { insists: true }));
  }

  /** Brings a command from outside to an execution, unless there are too many already. */
  async command(id: string, trigger: Trigger | TriggerFor): Promise<Decision> {
    if (this.#isClosing) throw new EngineClosedError();
    if (this.#pending >= this.#host.limits.pendingTriggers) throw new OverloadedError('commands', retryAfterStall);
    this.#pending += 1;
    try {
      return accepted(await this.#advance(id, trigger, { insists: false }));
    } finally {
      this.#pending -= 1;
    }
  }

  /** Decides `start` on an execution; fulfils when that is durable or was refused. */
  start(program: Program, trigger: StartTrigger, asking: Asking): Promise<Decision> {
    const resident = this.residents.get(trigger.id) ?? this.residents.create(trigger.id, program);
    return this.#decideOn(resident, trigger, asking);
  }

  /** The same for an execution that may exist: its id was chosen before. */
  startUnlessThere(program: Program, trigger: StartTrigger, asking: Asking): Promise<Decision> {
    return this.use(trigger.id, () => this.start(program, trigger, asking));
  }

  /** Executions that a process left behind: each is recovered before anything else happens to it. */
  leftBehind(ids: Iterable<string>): void {
    for (const id of ids) this.#unrecovered.add(id);
  }

  /** Recovers an execution that was left behind, unless that has happened by now. */
  async recover(id: string): Promise<void> {
    if (this.#unrecovered.has(id)) await this.use(id, () => undefined);
  }

  /** How an execution stands by what is durable of it; null when there is none. */
  async recorded(id: string): Promise<ExecutionState | null> {
    return (await this.residents.read(id))?.state ?? null;
  }

  /** Hands an execution over, brought into memory and recovered; null when there is none. */
  use<T>(id: string, use: (resident: Resident | null) => T | Promise<T>): Promise<T> {
    return this.residents.use(id, (resident) => {
      if (resident !== null && !resident.gone && this.#unrecovered.delete(id)) this.#recover(resident);
      return use(resident);
    });
  }

  #recover(resident: Resident): void {
    this.advancer.advance(resident, { kind: 'recover', at: this.time.now() });
    if (resident.wantsHistory && resident.state !== null) this.#wish(resident, resident.state);
  }

  /** Begins nothing new from now on. */
  beginClosing(): void {
    this.#isClosing = true;
    this.timers.stop();
  }

  /** True when nothing is being performed or written. */
  get isQuiet(): boolean {
    if (this.dispatcher.performing > 0) return false;
    for (const resident of this.residents) if (resident.inFlight > 0) return false;
    return true;
  }

  /** Stops everything at once. */
  stop(reason: string): void {
    this.beginClosing();
    this.residents.stop();
    for (const resident of this.residents) {
      this.residents.drop(resident);
      this.dispatcher.abandon(resident, reason);
    }
    this.feed.close();
  }

  async #advance(id: string, trigger: Trigger | TriggerFor, asking: Asking): Promise<Decision> {
    for (;;) {
      const decision = await this.use(id, (resident) => {
        if (resident === null) throw new NotFoundError(`there is no execution ${id}`);
        if (resident.gone) return null;
        return this.#decideOn(resident, typeof trigger === 'function' ? trigger(resident.state) : trigger, asking);
      });
      if (decision !== null) return decision;
    }
  }

  #decideOn(resident: Resident, trigger: Trigger, { insists }: Asking): Promise<Decision> {
    const { promise, resolve, reject } = Promise.withResolvers<Decision>();
    this.advancer.advance(resident, trigger, { insists, resolve, reject });
    return promise;
  }

  #report(performed: Attempt, outcome: Outcome): void {
    const { resident, order } = performed;
    const at = this.time.now();
    this.ordering.ended(performed, outcome, at);
    this.advancer.advance(resident, { kind: 'outcome', at, step: order.id, attempt: order.attempt, outcome });
  }

  /** Everything that follows from a decision, in this order: time, those who watch, what ends, what begins. */
  #follow(durable: Durable): void {
    const { resident, decision, frame } = durable;
    const { timers, events, state } = decision;
    if (timers.length > 0) this.timers.change({ execution: resident.id, changes: timers, at: state.at, frame });
    if (events.length > 0) this.feed.publish(resident.id, events);
    if (events.length > 0) this.#host.recorded(state, events);
    if (state.endedAt !== null && events.length > 0) this.#host.ended(state);
    if (resident.gone) return;
    const reason = durable.trigger === 'timer' ? outOfTime : 'the task was abandoned';
    for (const step of decision.aborted) this.#abort(resident, step, reason);
    const isOrphaned = this.#tell(resident, events);
    this.#begin(durable);
    if (isOrphaned) this.#revive(resident, state);
    if (resident.wantsHistory) this.#wish(resident, state);
    if (decision.more) this.advancer.advance(resident, { kind: 'continue', at: this.time.now() });
    this.residents.settle(resident);
  }

  #wish(resident: Resident, state: ExecutionState): void {
    for (const wish of historyWishes(resident.program, state)) this.#host.wishes(resident.id, wish);
  }

  #begin(durable: Durable): void {
    this.dispatcher.dispatchTogether(durable.decision.steps.length, () => this.#beginEach(durable));
  }

  #beginEach({ resident, decision, trigger }: Durable): void {
    resident.unbegun = decision.steps.length;
    for (const order of decision.steps) {
      resident.unbegun -= 1;
      if (resident.state !== null && Object.hasOwn(resident.state.closing, order.id)) continue;
      if (this.#isClosing && (order.repeat === 'safe' || order.repeat === 'keyed')) continue;
      const cause = trigger === 'recover' || order.recovered === true ? 'recovered' : 'claimed';
      this.dispatcher.dispatch({ resident, order, cause, at: decision.state.at });
    }
  }

  /** Invokes durable functions again that are open and not live. */
  #revive(resident: Resident, durable: ExecutionState): void {
    for (const order of ordersToRevive(resident, durable)) {
      this.dispatcher.dispatch({ resident, order, cause: 'revived', at: durable.at });
    }
  }

  /** A function stopped because its execution was suspended, and that may have gone on before it did. */
  #goOn(resident: Resident): void {
    const { state, lastCommit } = resident;
    if (resident.gone || this.#isClosing || state?.phase !== 'running') return;
    // What was refused is in the state as long as that was not read again: nothing may rest on it.
    if (resident.stalled !== null) this.#goingOn.add(resident);
    else if (lastCommit === null) this.#revive(resident, state);
    else void lastCommit.then(() => this.#goOn(resident));
  }

  #abort(resident: Resident, step: string, reason: string): void {
    resident.absolve(step);
    resident.active.get(step)?.abort(reason);
    if (resident.state !== null && Object.hasOwn(resident.state.closing, step)) this.#host.closeChild(resident, step);
  }

  /** Lets a live function go on with the outcome of its own step while that is written. */
  #foretell(resident: Resident, { events }: Decision): void {
    for (const recorded of events) {
      const { event } = recorded;
      if ((event.kind === 'step.completed' || event.kind === 'step.failed') && isOperation(event.step))
        resident.active.get(performerOf(event.step))?.listener?.foresee(recorded);
    }
  }

  /** Tells live functions about their operations; true when one that is not live has to hear something. */
  #tell(resident: Resident, events: readonly Recorded[]): boolean {
    let isOrphaned = false;
    for (const recorded of events) {
      const { event } = recorded;
      if (event.kind === 'execution.resumed') isOrphaned = true;
      if (!isHeard(event) || !isOperation(event.step)) continue;
      const listener = resident.active.get(performerOf(event.step))?.listener ?? null;
      if (listener !== null) listener.hear(recorded);
      else
        isOrphaned ||=
          event.kind !== 'step.claimed' || event.operation?.kind === 'step' || event.operation?.kind === 'continueAs';
    }
    return isOrphaned;
  }

  async #fire({ execution, timer, due }: DueTimer): Promise<void> {
    try {
      await this.#advance(execution, { kind: 'timer', timer, at: Math.max(this.time.now(), due) }, { insists: true });
    } catch (error) {
      this.#host.warn(error, execution);
    }
  }

  #drop(resident: Resident, error: unknown): void {
    if (resident.gone) return;
    resident.lost = error instanceof Error ? error : new InvariantError(String(error));
    this.residents.drop(resident);
    this.dispatcher.abandon(resident, 'the execution belongs to another process');
    for (const { caller } of resident.stalled ?? []) caller?.reject(error);
    this.#host.warn(error, resident.id);
  }

  /** The journal could not take commits: reads the state again after a while and decides again. */
  #stall(resident: Resident): void {
    this.#host.clock.setTimer(retryAfterStall, () => {
      this.#retry(resident).catch((error: unknown) => this.#drop(resident, error));
    });
  }

  async #retry(resident: Resident): Promise<void> {
    const arrival = await this.residents.read(resident.id);
    if (resident.gone) return;
    const waiting = resident.stalled ?? [];
    const reprieved = resident.rewind(arrival ?? { state: null, unsaved: 0 });
    resident.stalled = null;
    for (const begin of reprieved) begin();
    for (const { trigger, caller } of waiting) {
      if (resident.state !== null || trigger.kind === 'start') this.advancer.advance(resident, trigger, caller);
      else caller?.reject(new NotFoundError(`execution ${resident.id} was not started`));
    }
    if (this.#goingOn.delete(resident)) this.#goOn(resident);
    this.residents.settle(resident);
  }
}

/** What durable functions hear about their operations. */
function isHeard(event: Recorded['event']): event is HeardEvent {
  return ['step.claimed', 'step.completed', 'step.failed', 'gate.passed'].includes(event.kind);
}

type HeardEvent = Extract<
  Recorded['event'],
  { readonly kind: 'step.claimed' | 'step.completed' | 'step.failed' | 'gate.passed' }
>;

function accepted(decision: Decision): Decision {
  if (decision.refusal !== undefined) throw new ConflictError(decision.refusal.code, decision.refusal.message);
  return decision;
}
