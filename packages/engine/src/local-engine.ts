import {
  endsExecution,
  type CatalogEntry,
  type ExecutionFilter,
  type ExecutionView,
  type StreamJournal,
  type Json,
  type JsonObject,
  type Program,
  type Recorded,
  type Settlement,
  type Trigger,
} from '@batonhq/core';
import type { ApprovalReading, Approvals } from './approval/approval-door.ts';
import { LocalApprovals, type RolesOf } from './approval/local-approvals.ts';
import { approvalReading } from './approval/read-approvals.ts';
import type { Executions } from './advance/executions.ts';
import type { BudgetDoor } from './budget/budget-door.ts';
import type { Budgets } from './budget/budgets.ts';
import { budgetReading } from './budget/read-budgets.ts';
import { recoverAll } from './advance/recovery.ts';
import { startOfBranch, type BranchRequest } from './branch-off.ts';
import type { DefinitionName, Programs } from './catalog/programs.ts';
import type {
  EngineLoad,
  ExecutionDetails,
  ExecutionResult,
  FunctionDefinition,
  OwnEngine,
  StartRequest,
} from './engine.ts';
import { EngineClosedError, NotFoundError } from './errors.ts';
import { cloudEventIn, signalEvent } from './event-bus/cloud-event.ts';
import type { EventBus, PublishedEvent, ReplayRequest } from './event-bus/event-bus.ts';
import type { EventFilter, KeptEvent } from './event-bus/kept-event.ts';
import type { Lifecycle } from './event-bus/lifecycle.ts';
import type { FunctionPerformer } from './function/function-performer.ts';
import type { CallLimits } from './limit/call-limits.ts';
import { limitDoor, type LimitDoor } from './limit/limit-door.ts';
import type { Limits } from './limits.ts';
import { aborted } from './live/aborted.ts';
import { resultOf, type Endings } from './live/endings.ts';
import type { Gates } from './gate/gates.ts';
import type { Locks } from './lock/locks.ts';
import type { Mailboxes } from './mailbox/mailboxes.ts';
import type { MessageDoor } from './mailbox/message-door.ts';
import { copyJson } from './payload.ts';
import { readDetails } from './read-details.ts';
import type { LocalSchedules } from './schedule/local-schedules.ts';
import type { Schedules } from './schedule/schedules.ts';
import type { SharedContextDoor } from './shared-context/context-door.ts';
import type { RevisionRequest, Revisions } from './revision/revisions.ts';
import { basedOn } from './basis/based-on.ts';
import type { BasisOptions } from './basis/basis-options.ts';
import type { Starter } from './starter.ts';
import type { Clock } from './time/clock.ts';

/** The parts of an engine in this process. */
export interface EngineParts {
  readonly journal: StreamJournal;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly executions: Executions;
  readonly programs: Programs;
  readonly starter: Starter;
  readonly functions: FunctionPerformer;
  readonly locks: Locks;
  readonly mailboxes: Mailboxes;
  readonly sharedContext: SharedContextDoor;
  readonly gates: Gates;
  readonly revisions: Revisions;
  readonly basis: BasisOptions | undefined;
  readonly budgets: Budgets;
  readonly callLimits: CallLimits;
  readonly schedules: LocalSchedules;
  readonly endings: Endings;
  readonly bus: EventBus;
  readonly lifecycle: Lifecycle | null;
  /** The guarded way out. */
  readonly fetch: typeof globalThis.fetch;
  /** The roles of a person. */
  readonly rolesOf: RolesOf;
  newId(): string;
  /** Lets go of connections and child processes. */
  release(): Promise<void>;
  onFatal(error: unknown): void;
  onWarning(error: unknown, execution?: string): void;
}

/** Whoever names no one is this user of this tenant. */
const local = 'local';
const defaultPriority = 5;
const defaultGrace = 5_000;

/** Milliseconds between two looks at whether everything has come to rest. */
const restCheck = 5;

/** The engine of this process: what `createEngine` hands out. */
export class LocalEngine implements OwnEngine {
  readonly messages: MessageDoor;
  readonly sharedContext: SharedContextDoor;
  readonly #parts: EngineParts;
  readonly #asked: ApprovalReading;
  #recovering: Promise<void> = Promise.resolve();
  #cancelRegistration: () => void = () => undefined;
  #failure: unknown = null;
  #released: Promise<void> | null = null;
  #closing: Promise<void> | null = null;
  #isStopped = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    const { journal, programs } = parts;
    this.#asked = approvalReading({ journal, programOf: (hash) => programs.byHash(hash) });
    this.messages = parts.mailboxes;
    this.sharedContext = parts.sharedContext;
  }

  get fetch(): typeof globalThis.fetch {
    return this.#parts.fetch;
  }

  get load(): EngineLoad {
    return this.#parts.executions.dispatcher;
  }

  get budgets(): BudgetDoor {
    const { journal, budgets } = this.#parts;
    return {
      ...budgetReading(journal.streams),
      set: async (order) => {
        this.#checkOpen();
        return budgets.set(order);
      },
    };
  }

  get limits(): LimitDoor {
    const { journal, executions, callLimits } = this.#parts;
    return limitDoor({ journal, callLimits, time: executions.time, checkOpen: () => this.#checkOpen() });
  }

  get approvals(): Approvals {
    const { executions } = this.#parts;
    return new LocalApprovals({
      ...this.#parts,
      reading: this.#asked,
      now: () => this.#now(),
      command: async (execution, trigger) => {
        this.#checkOpen();
        return executions.command(execution, trigger);
      },
    });
  }

  get schedules(): Schedules {
    return this.#parts.schedules;
  }

  /** Takes over what the process before left behind. Fulfils when commands are welcome. */
  async open(): Promise<void> {
    const { journal, executions, clock, limits, functions, budgets, locks, gates, mailboxes, schedules } = this.#parts;
    await locks.open();
    await gates.open();
    await budgets.open();
    await mailboxes.open();
    const left = await journal.unfinished();
    executions.leftBehind(left);
    await executions.timers.start();
    await schedules.open();
    await this.#parts.lifecycle?.open();
    await this.#parts.bus.start();
    this.#cancelRegistration = clock.setTimer(limits.registration, () => functions.expectNoMore());
    const failed = (error: unknown, id?: string): void => this.#parts.onWarning(error, id);
    this.#recovering = recoverAll(executions, left, { atOnce: limits.recovering, failed })
      .then(() => locks.reconcile())
      .then(() => gates.reconcile())
      .then(() => budgets.reconcile())
      .then(() => mailboxes.reconcile())
      .then(() => this.#parts.revisions.open())
      .catch(failed);
  }

  /** Stops at once: nothing can be relied on any more. */
  fail(error: unknown): void {
    if (this.#failure !== null || this.#isStopped) return;
    this.#failure = error;
    this.#stop('the engine failed');
    this.#parts.onFatal(error);
  }

  register(definition: FunctionDefinition): void {
    this.#parts.functions.register(definition);
  }

  async define(definition: JsonObject | string): Promise<CatalogEntry> {
    this.#checkOpen();
    const { entry, program } = await this.#parts.programs.publish(definition);
    await this.#parts.schedules.published(program);
    return entry;
  }

  async start(request: StartRequest): Promise<string> {
    this.#checkOpen();
    const { starter, limits } = this.#parts;
    const { id, tenant = local, user = local, idempotencyKey, budget, trace } = request;
    const input = copyJson(request.input ?? {}, limits);
    const program = await this.#programOf(request.definition);
    const { priority = program.metadata.priority ?? defaultPriority } = request;
    const origin = {
      tenant,
      user,
      priority,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(budget !== undefined && { budget }),
      ...(await basedOn({ program, tenant, user }, this.#parts.basis)),
      ...(trace !== undefined && { trace }),
    };
    return starter.accept({ program, input, origin, ...(id !== undefined && { id }) });
  }

  async branchOff(request: BranchRequest): Promise<string> {
    this.#checkOpen();
    return this.#parts.starter.accept(await startOfBranch(request, this.#parts));
  }

  async revise(id: string, request: RevisionRequest): Promise<string> {
    this.#checkOpen();
    return this.#parts.revisions.propose(id, request);
  }

  async signal(
    id: string,
    message: { readonly name: string; readonly data?: Json; readonly id?: string },
  ): Promise<void> {
    const { limits } = this.#parts;
    const at = this.#now();
    const event = signalEvent(message, { limits, newId: () => this.#parts.newId(), now: at });
    await this.#command(id, { kind: 'signal', at, event });
  }

  async publishEvent(event: JsonObject): Promise<PublishedEvent> {
    this.#checkOpen();
    const { bus, limits } = this.#parts;
    const newId = (): string => this.#parts.newId();
    return bus.publish(cloudEventIn(event, { limits, newId, now: this.#now() }));
  }

  publishedEvents(filter?: EventFilter): Promise<readonly KeptEvent[]> {
    return this.#parts.bus.read(filter);
  }

  async replayEvents(request: ReplayRequest): Promise<number> {
    this.#checkOpen();
    return this.#parts.bus.replay(request);
  }

  async pause(id: string, by?: string): Promise<void> {
    await this.#command(id, { kind: 'pause', at: this.#now(), ...(by !== undefined && { by }) });
  }

  async resume(id: string, by?: string): Promise<void> {
    await this.#command(id, { kind: 'resume', at: this.#now(), ...(by !== undefined && { by }) });
  }

  async cancel(id: string, by?: string): Promise<void> {
    await this.#command(id, { kind: 'cancel', at: this.#now(), ...(by !== undefined && { by }) });
  }

  async settle(
    id: string,
    step: string,
    settlement: { readonly by: string; readonly decision: Settlement },
  ): Promise<void> {
    await this.#command(id, { kind: 'settle', at: this.#now(), step, ...settlement });
  }

  async details(id: string): Promise<ExecutionDetails> {
    const details = await readDetails(this.#parts, id);
    const { tenant } = details.view;
    return { ...details, waitingFor: await this.#parts.gates.explain({ execution: id, tenant }, details.waitingFor) };
  }

  list(filter: ExecutionFilter = {}): Promise<readonly ExecutionView[]> {
    return this.#parts.journal.list(filter);
  }

  async result(id: string, signal?: AbortSignal): Promise<ExecutionResult> {
    const { endings, executions } = this.#parts;
    const waiter = endings.wait(id);
    try {
      const known = executions.isOpen(id) ? null : await this.#recordedResult(id);
      if (known !== null) return known;
      this.#checkOpen();
      return await (signal === undefined ? waiter.result : Promise.race([waiter.result, aborted(signal)]));
    } finally {
      waiter.leave();
    }
  }

  async #recordedResult(id: string): Promise<ExecutionResult | null> {
    const view = await this.#parts.journal.view(id);
    if (view === null) throw new NotFoundError(`there is no execution ${id}`);
    const result = resultOf(view);
    // Of one that was dropped the row is left and the output is not: reading it says so.
    if (result !== null) await this.#parts.journal.read(id, { seq: 0, limit: 1 });
    return result;
  }

  async *events(
    id: string,
    after: { readonly seq?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Recorded, void> {
    const { journal, executions } = this.#parts;
    if ((await journal.view(id)) === null) throw new NotFoundError(`there is no execution ${id}`);
    for await (const events of executions.feed.follow(id, { seq: after.seq ?? 0, signal: after.signal })) {
      for (const recorded of events) {
        yield recorded;
        if (endsExecution(recorded.event)) return;
      }
    }
    if (after.signal?.aborted !== true) throw new EngineClosedError();
  }

  close(grace: number = defaultGrace): Promise<void> {
    this.#closing ??= this.#close(grace);
    return this.#closing;
  }

  async #close(grace: number): Promise<void> {
    const { executions, journal, clock, schedules } = this.#parts;
    executions.beginClosing();
    schedules.beginClosing();
    await this.#recovering;
    const end = clock.monotonic() + grace;
    while (this.#failure === null && !(executions.isQuiet && schedules.isQuiet) && clock.monotonic() < end) {
      await this.#sleep(restCheck);
    }
    if (this.#failure === null) await this.#atMost(grace, this.#closeBus());
    this.#stop('the engine closed');
    await this.#released;
    await journal.close();
  }

  /** Waits for something, but no longer than so many milliseconds; a timer that is left would keep the process. */
  async #atMost(milliseconds: number, done: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#parts.clock.setTimer(milliseconds, resolve);
    await Promise.race([done, promise]).finally(cancel);
  }

  async #closeBus(): Promise<void> {
    await this.#parts.lifecycle?.close();
    await this.#parts.bus.close();
  }

  #stop(reason: string): void {
    this.#isStopped = true;
    this.#cancelRegistration();
    this.#parts.lifecycle?.stop();
    this.#parts.bus.stop();
    this.#parts.executions.stop(reason);
    this.#parts.schedules.beginClosing();
    this.#parts.endings.close(new EngineClosedError());
    this.#released = this.#parts.release();
  }

  async #command(id: string, trigger: Trigger): Promise<void> {
    this.#checkOpen();
    await this.#parts.executions.command(id, trigger);
  }

  async #programOf(definition: StartRequest['definition']): Promise<Program> {
    const { programs } = this.#parts;
    if (!isReference(definition)) return programs.keep(definition);
    const program = await programs.find(definition);
    if (program !== null) return program;
    const { namespace, name, version = 'latest' } = definition;
    throw new NotFoundError(`there is no definition ${namespace}/${name}:${version}`);
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.setTimer(milliseconds, resolve);
    });
  }

  #now(): number {
    return this.#parts.executions.time.now();
  }

  #checkOpen(): void {
    if (this.#closing !== null || this.#failure !== null) throw new EngineClosedError();
  }
}

/** A reference has a name; a definition has its name in its `document`. */
function isReference(definition: StartRequest['definition']): definition is DefinitionName {
  return 'namespace' in definition && typeof definition['namespace'] === 'string';
}
