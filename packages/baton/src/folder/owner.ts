import type { CatalogEntry, ExecutionFilter, ExecutionView, JsonObject, Recorded, StreamJournal } from '@batonhq/core';
import {
  createEngine,
  setBudget,
  watchedJournal,
  type AccountView,
  type BudgetOrder,
  type Approvals,
  type BudgetDoor,
  type BranchRequest,
  type Engine,
  type EngineLoad,
  type EngineOptions,
  type EventFilter,
  type ExecutionDetails,
  type ExecutionResult,
  type FunctionDefinition,
  type KeptEvent,
  type LimitDoor,
  type MessageDoor,
  type OwnEngine,
  type PublishedEvent,
  type Schedules,
  type SharedContextDoor,
  type ReplayRequest,
  type RevisionRequest,
  type StartRequest,
  type WatchedJournal,
} from '@batonhq/engine';
import type { Reading } from './doors.ts';
import { journalReading } from './journal-reading.ts';
import { ownerApprovals } from './owner-approvals.ts';
import { ownerBudgets } from './owner-budgets.ts';
import { ownerContext, ownerMessages } from './owner-together.ts';
import { ownerSchedules } from './owner-schedules.ts';

/** What an owner is made of. */
export type OwnerOptions = Omit<EngineOptions, 'journal' | 'functions'>;

/**
 * The owner of a folder, before and after its engine runs.
 *
 * Until `begin` the journal is open and nothing moves: functions are collected, and reading is answered from the
 * journal. The first command starts the engine too, because a command needs somebody who decides on it.
 */
export class Owner implements OwnEngine {
  readonly #journal: WatchedJournal;
  readonly #options: OwnerOptions;
  readonly #functions: FunctionDefinition[] = [];
  readonly #registered = new Map<string, FunctionDefinition>();
  readonly approvals: Approvals;
  readonly budgets: BudgetDoor;
  readonly limits: LimitDoor;
  readonly schedules: Schedules;
  readonly sharedContext: SharedContextDoor;
  readonly messages: MessageDoor;
  readonly #resting: Reading;
  #starting: Promise<OwnEngine> | null = null;
  #engine: OwnEngine | null = null;
  #closing: Promise<void> | null = null;

  constructor(journal: StreamJournal, options: OwnerOptions) {
    this.#journal = watchedJournal(journal);
    this.#options = options;
    this.#resting = journalReading(this.#journal);
    this.approvals = ownerApprovals({
      reading: () => this.#reading.approvals,
      begin: async () => (await this.begin()).approvals,
    });
    this.budgets = ownerBudgets({
      reading: () => this.#reading.budgets,
      set: (order) => this.#setBudget(order),
    });
    this.limits = {
      list: (tenant) => this.#reading.limits.list(tenant),
      free: async (order) => (await this.begin()).limits.free(order),
    };
    this.sharedContext = ownerContext({
      streams: journal.streams,
      begin: async () => (await this.begin()).sharedContext,
    });
    this.messages = ownerMessages(async () => (await this.begin()).messages);
    this.schedules = ownerSchedules({
      reading: () => this.#reading.schedules,
      begin: async () => (await this.begin()).schedules,
    });
  }

  /** What the engine writes to; for reading, and for streams of other things than executions. */
  get journal(): WatchedJournal {
    return this.#journal;
  }

  /** Where the secrets of the folder are looked up. */
  get secrets(): OwnerOptions['secrets'] {
    return this.#options.secrets;
  }

  get load(): EngineLoad {
    return this.#engine?.load ?? { performing: 0, queued: 0 };
  }

  register(definition: FunctionDefinition): void {
    this.#registered.set(`${definition.name}:${definition.version ?? ''}`, definition);
    if (this.#starting === null) this.#functions.push(definition);
    else if (this.#engine !== null) this.#engine.register(definition);
    else void this.#starting.then((engine) => engine.register(definition));
  }

  /** The functions that were registered. */
  functions(): readonly FunctionDefinition[] {
    return [...this.#registered.values()];
  }

  /** Lets everything that is unfinished go on. */
  begin(): Promise<OwnEngine> {
    this.#starting ??= this.#createEngine();
    return this.#starting;
  }

  /** `fetch` through the engine's guarded way out. */
  async fetch(...request: Parameters<typeof globalThis.fetch>): Promise<Response> {
    return (await this.begin()).fetch(...request);
  }

  async define(definition: Parameters<Engine['define']>[0]): Promise<CatalogEntry> {
    return (await this.begin()).define(definition);
  }

  async start(request: StartRequest): Promise<string> {
    return (await this.begin()).start(request);
  }

  async branchOff(request: BranchRequest): Promise<string> {
    return (await this.begin()).branchOff(request);
  }

  async revise(id: string, request: RevisionRequest): Promise<string> {
    return (await this.begin()).revise(id, request);
  }

  async signal(id: string, message: Parameters<Engine['signal']>[1]): Promise<void> {
    await (await this.begin()).signal(id, message);
  }

  async publishEvent(event: JsonObject): Promise<PublishedEvent> {
    return (await this.begin()).publishEvent(event);
  }

  async publishedEvents(filter?: EventFilter): Promise<readonly KeptEvent[]> {
    return (await this.begin()).publishedEvents(filter);
  }

  async replayEvents(request: ReplayRequest): Promise<number> {
    return (await this.begin()).replayEvents(request);
  }

  async pause(id: string, by?: string): Promise<void> {
    await (await this.begin()).pause(id, by);
  }

  async resume(id: string, by?: string): Promise<void> {
    await (await this.begin()).resume(id, by);
  }

  async cancel(id: string, by?: string): Promise<void> {
    await (await this.begin()).cancel(id, by);
  }

  async settle(id: string, step: string, settlement: Parameters<Engine['settle']>[2]): Promise<void> {
    await (await this.begin()).settle(id, step, settlement);
  }

  async result(id: string, signal?: AbortSignal): Promise<ExecutionResult> {
    return (await this.begin()).result(id, signal);
  }

  details(id: string): Promise<ExecutionDetails> {
    return this.#reading.details(id);
  }

  list(filter?: ExecutionFilter): Promise<readonly ExecutionView[]> {
    return this.#reading.list(filter);
  }

  /** Live events come from an engine only. */
  async *events(...[id, after]: Parameters<Engine['events']>): AsyncGenerator<Recorded, void> {
    yield* (await this.begin()).events(id, after);
  }

  close(grace?: number): Promise<void> {
    this.#closing ??= this.#end(grace);
    return this.#closing;
  }

  get #reading(): Reading {
    return this.#engine ?? this.#resting;
  }

  async #setBudget(order: BudgetOrder): Promise<AccountView> {
    if (this.#starting !== null) return (await this.#starting).budgets.set(order);
    const { currency } = this.#options.budgets ?? {};
    return setBudget(this.#journal.streams, order, { now: Date.now(), ...(currency !== undefined && { currency }) });
  }

  async #createEngine(): Promise<OwnEngine> {
    this.#engine = await createEngine({ ...this.#options, journal: this.#journal, functions: this.#functions });
    return this.#engine;
  }

  async #end(grace: number | undefined): Promise<void> {
    const engine = await this.#starting?.catch(() => null);
    if (engine === null || engine === undefined) await this.#journal.close();
    else await engine.close(grace);
  }
}
