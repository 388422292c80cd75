import {
  isOperation,
  openOperation,
  taskOfStep,
  walkFrames,
  type Effect,
  type ExecutionEvent,
  type ExecutionState,
  type LockClaim,
  type LockDecision,
  type LockState,
  type Outcome,
  type Recorded,
  type StreamJournal,
  type Trigger,
} from '@batonhq/core';
import { EngineClosedError, NotFoundError, OverloadedError } from '../errors.ts';
import type { Attempt } from '../perform/attempt.ts';
import type { Clock } from '../time/clock.ts';
import { LockQueue } from './lock-queue.ts';
import { allLocks } from './stored-locks.ts';

/** An effect that asks for a lock. */
export type LockEffect = Effect & { readonly kind: 'lock' };

/** What locks need of the engine around them. */
export interface LocksHost {
  readonly journal: Pick<StreamJournal, 'streams'>;
  readonly clock: Clock;
  now(): number;
  /** Brings a trigger to an execution; fulfils with its state when everything decided before is durable. */
  deliver(execution: string, trigger: (state: ExecutionState | null) => Trigger): Promise<ExecutionState>;
  /** The engine cannot go on. */
  failed(error: unknown): void;
  warn(error: unknown, execution: string): void;
}

/** Locks kept in memory although nobody holds them. */
const keptIdle = 1_000;

/** A task that holds a lock or wants it. */
type Task = Pick<LockClaim, 'execution' | 'task'>;

/**
 * The locks of all tenants: who holds one is decided in the lock's own stream, and brought to the execution that asked as
 * the outcome of its step.
 *
 * Invariants: a lock passes on only when the end of the task that held it is durable, however it ended; what a crash left
 * undone between the two streams is made up for at the next start, because both say which task it is about.
 */
export class Locks {
  readonly #host: LocksHost;
  readonly #queues = new Map<string, LockQueue>();
  /** The locks that each execution holds or wants. */
  readonly #claims = new Map<string, Map<string, LockQueue>>();
  #loading: Promise<readonly Task[]> = Promise.resolve([]);

  constructor(host: LocksHost) {
    this.#host = host;
  }

  /** Reads who holds what. What is asked meanwhile waits for it. */
  async open(): Promise<void> {
    this.#loading = this.#load();
    await this.#loading;
  }

  /** Looks at every task that held a lock or wanted one when the process before ended: whether it still does. */
  async reconcile(): Promise<void> {
    for (const task of await this.#loading) await this.#reconsider(task);
  }

  perform(attempt: Attempt, effect: LockEffect): void {
    const { resident, order } = attempt;
    const tenant = resident.state?.origin.tenant ?? '';
    const claim = { execution: resident.id, task: effect.task, step: order.id };
    this.#request({ attempt, effect, tenant, claim }).catch((error: unknown) => this.#failed(error, resident.id));
  }

  /** Events of an execution became durable: tasks of it may have ended. */
  recorded(state: ExecutionState, events: readonly Recorded[]): void {
    const claims = this.#claims.get(state.id);
    if (claims === undefined) return;
    for (const task of endedTasks(claims, state, events)) {
      const queue = claims.get(task);
      if (queue !== undefined) this.#leave(queue, { execution: state.id, task });
    }
  }

  async #load(): Promise<readonly Task[]> {
    const tasks: Task[] = [];
    for (const lock of await allLocks(this.#host.journal.streams)) {
      const { holder, waiting } = lock.state;
      if (holder === null) continue;
      const queue = this.#queueOf(lock.tenant, lock.key, lock.state);
      for (const claim of [holder, ...waiting]) {
        this.#note(queue, claim);
        tasks.push(claim);
      }
    }
    return tasks;
  }

  async #request({ attempt, effect, tenant, claim }: Request): Promise<void> {
    await this.#loading;
    if (attempt.isOver) return;
    const queue = this.#queueOf(tenant, effect.key, null);
    this.#note(queue, claim);
    const { state, facts } = await queue.advance((now) =>
      isAround(now, claim) ? null : { kind: 'request', at: this.#host.now(), claim },
    );
    const isAlready = facts.length === 0 && isAround(state, claim);
    if (isAlready) this.#forget(queue, claim);
    if (attempt.isOver) await this.#reconsider(claim);
    else if (isAlready || isHeldBy(state, claim)) attempt.finish(granted(effect.key, state));
    else attempt.detach();
  }

  #leave(queue: LockQueue, task: Task): void {
    this.#forget(queue, task);
    queue
      .advance(() => ({ kind: 'leave', at: this.#host.now(), ...task }))
      .then((decision) => this.#passOn(queue, decision))
      .catch((error: unknown) => this.#failed(error, task.execution));
  }

  /** Tells whoever got the lock. When it wants it no more, the next one gets it. */
  async #passOn(queue: LockQueue, { state, facts }: LockDecision): Promise<void> {
    this.#tidy();
    const { holder } = state;
    if (holder === null || !facts.some(({ kind }) => kind === 'lock.granted')) return;
    const outcome = granted(queue.key, state);
    await this.#reconsider(holder, (now) => ({
      kind: 'outcome',
      at: this.#host.now(),
      step: holder.step,
      attempt: openAttempt(now, holder.step),
      outcome,
    }));
  }

  /** Gives up for a task that has ended, or whose execution is gone, what it held or wanted. */
  async #reconsider(
    { execution, task }: Task,
    trigger: (state: ExecutionState | null) => Trigger = () => ({ kind: 'continue', at: this.#host.now() }),
  ): Promise<void> {
    const state = await this.#stateOf(execution, trigger);
    const queue = this.#claims.get(execution)?.get(task);
    if (queue !== undefined && (state === null || !isOpen(state, task))) this.#leave(queue, { execution, task });
  }

  async #stateOf(
    execution: string,
    trigger: (state: ExecutionState | null) => Trigger,
  ): Promise<ExecutionState | null> {
    for (;;) {
      try {
        return await this.#host.deliver(execution, trigger);
      } catch (error) {
        if (error instanceof NotFoundError) return null;
        if (!(error instanceof OverloadedError)) throw error;
        await new Promise<void>((resolve) => this.#host.clock.setTimer(error.retryAfter, resolve));
      }
    }
  }

  #queueOf(tenant: string, key: string, state: LockState | null): LockQueue {
    const name = nameOf({ tenant, key });
    const { journal, clock } = this.#host;
    const queue = this.#queues.get(name) ?? new LockQueue({ streams: journal.streams, clock }, { tenant, key, state });
    this.#queues.delete(name);
    this.#queues.set(name, queue);
    return queue;
  }

  /** Lets go of locks that nobody wants, those that were used longest ago first. */
  #tidy(): void {
    if (this.#queues.size <= keptIdle) return;
    for (const [name, queue] of this.#queues) {
      if (this.#queues.size <= keptIdle) return;
      if (queue.isIdle) this.#queues.delete(name);
    }
  }

  #note(queue: LockQueue, { execution, task }: Task): void {
    const claims = this.#claims.get(execution) ?? new Map<string, LockQueue>();
    this.#claims.set(execution, claims.set(task, queue));
  }

  #forget(queue: LockQueue, { execution, task }: Task): void {
    const claims = this.#claims.get(execution);
    if (claims?.get(task) === queue) claims.delete(task);
    if (claims?.size === 0) this.#claims.delete(execution);
  }

  #failed(error: unknown, execution: string): void {
    if (error instanceof EngineClosedError) return;
    if (error instanceof Error && /^(JournalFailed|StaleCommit)Error$/.test(error.name)) this.#host.failed(error);
    else this.#host.warn(error, execution);
  }
}

interface Request {
  readonly attempt: Attempt;
  readonly effect: LockEffect;
  readonly tenant: string;
  readonly claim: Omit<LockClaim, 'since'>;
}

function nameOf({ tenant, key }: { readonly tenant: string; readonly key: string }): string {
  return JSON.stringify([tenant, key]);
}

function granted(key: string, { token }: LockState): Outcome {
  return { kind: 'completed', output: { key, token } };
}

function isHeldBy({ holder }: LockState, { execution, task }: Task): boolean {
  return holder !== null && holder.execution === execution && holder.task === task;
}

/** The lock is held by a task, or by code of a function, around what asks: it is inside already, and leaves with that. */
function isAround({ holder }: LockState, { execution, task }: Task): boolean {
  if (holder === null || holder.execution !== execution) return false;
  return task.startsWith(`${holder.task}/`) || task.startsWith(`${holder.task}|`);
}

/** The tasks that these events ended. Cancelling a task ends what is open inside it without a word. */
function endedTasks(
  claims: ReadonlyMap<string, unknown>,
  state: ExecutionState,
  events: readonly Recorded[],
): readonly string[] {
  const ended = events.flatMap(({ event }) =>
    event.kind === 'task.completed' || event.kind === 'task.faulted' ? [event.task] : [],
  );
  if (state.endedAt !== null) return [...claims.keys()];
  if (events.some(({ event }) => event.kind === 'task.cancelled'))
    return [...claims.keys()].filter((task) => !isOpen(state, task));
  if (ended.length === 0 && !events.some(({ event }) => mayGiveBack(event))) return ended;
  return [...ended, ...[...claims.keys()].filter((task) => isOperation(task) && !isOpen(state, task))];
}

/** True for what may end the lock of a function that goes on. */
function mayGiveBack(event: ExecutionEvent): boolean {
  if (event.kind === 'step.failed') return isOperation(event.step);
  if (event.kind !== 'step.claimed' || event.operation === undefined) return false;
  return event.operation.kind === 'release' || event.operation.kind === 'continueAs';
}

function isOpen(state: ExecutionState, task: string): boolean {
  return isOperation(task) ? findOperation(state, task) !== undefined : findFrame(state, task) !== null;
}

function openAttempt(state: ExecutionState | null, step: string): number {
  if (state === null) return 1;
  const open = isOperation(step) ? findOperation(state, step) : undefined;
  if (open !== undefined) return open.state.kind === 'performing' ? open.state.attempt : 1;
  const frame = findFrame(state, step);
  return frame?.kind === 'call' ? frame.step.attempt : 1;
}

function findOperation(state: ExecutionState, step: string): ReturnType<typeof openOperation> {
  const frame = findFrame(state, taskOfStep(step));
  return frame?.kind === 'call' ? openOperation(frame.operations, step) : undefined;
}

function findFrame(state: ExecutionState, key: string): Parameters<Parameters<typeof walkFrames>[1]>[0] | null {
  let found: ReturnType<typeof findFrame> = null;
  if (state.endedAt === null)
    walkFrames(state, (frame) => {
      if (frame.key === key) found = frame;
    });
  return found;
}
