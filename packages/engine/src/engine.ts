import type {
  Budget,
  CatalogEntry,
  ExecutionFilter,
  ExecutionOrigin,
  ExecutionView,
  Fault,
  Json,
  JsonObject,
  Recorded,
  RepeatRule,
  Risk,
  ScheduleLink,
  Settlement,
  TaskView,
  WaitingFor,
} from '@batonhq/core';
import type { BudgetDoor, Spending } from './budget/budget-door.ts';
import type { Price } from './budget/price.ts';
import type { Approvals } from './approval/approval-door.ts';
import type { BranchRequest } from './branch-off.ts';
import type { EventDoor } from './event-bus/event-door.ts';
import type { FunctionContext } from './function/context.ts';
import type { LimitDoor } from './limit/limit-door.ts';
import type { MessageDoor } from './mailbox/message-door.ts';
import type { RevisionRequest } from './revision/revisions.ts';
import type { Schedules } from './schedule/schedules.ts';
import type { SharedContextDoor } from './shared-context/context-door.ts';

/** A versioned function of the default catalog. `run` may be durable: whatever goes through `context` is recorded. */
export interface FunctionDefinition {
  readonly name: string;
  /** Semantic version, `1.0.0` by default. */
  readonly version?: string;
  /** JSON Schema of the input, checked before `run`. */
  readonly input?: Json;
  /** JSON Schema of the output, checked after `run`. */
  readonly output?: Json;
  /** What may be done when the process died while it ran; `keyed` by default. */
  readonly repeat?: RepeatRule;
  /**
   * What may come of it: `high` for what reaches outside and cannot be undone (sending money, deleting, publishing), which
   * people are asked about unless the policy says otherwise. `low` by default.
   */
  readonly risk?: Risk;
  /**
   * What each call costs, whatever comes of it: money in units of the engine's currency (`budgets.currency`). It is paid
   * before the call begins. A durable function tells what its steps cost instead.
   */
  readonly cost?: Price;
  /** Whoever wrote it knows that it costs nothing, and people who are asked about it are told so. Not known by default. */
  readonly isFree?: boolean;
  /** The function that undoes it, for whoever is asked about it. None by default. */
  readonly undo?: string;
  /**
   * Run it in a process of its own, so that whatever it does (loop, exhaust memory, exit) ends that process only. Then
   * `module` is the path or URL of the file whose default export (or the export named `exportName`) is called instead
   * of `run`.
   */
  readonly isolate?: boolean;
  readonly module?: string;
  readonly exportName?: string;
  /** May return anything that JSON can say; `undefined` counts as `null`. */
  readonly run?: (context: FunctionContext, input: Json) => unknown;
}

/** What to start. */
export interface StartRequest {
  /** A published definition, by reference, or a definition as it is: kept for this execution, its version not claimed. */
  readonly definition: { readonly namespace: string; readonly name: string; readonly version?: string } | JsonObject;
  readonly input?: Json;
  /** Chosen by the engine when missing; starting an id that exists returns it when it is the same request. */
  readonly id?: string;
  readonly tenant?: string;
  readonly user?: string;
  readonly priority?: number;
  /** The same key of the same tenant starts one execution, however often it is sent. */
  readonly idempotencyKey?: string;
  /** What it may spend, beside what its definition says. */
  readonly budget?: Budget;
  /** `traceparent` of what asks for it (W3C Trace Context), recorded so that its spans belong there, whoever tells them. */
  readonly trace?: string;
}

/** Everything there is to say about one execution: its row, what it waits for, its tasks in the order they started. */
export interface ExecutionDetails {
  readonly view: ExecutionView;
  readonly waitingFor: readonly WaitingFor[];
  readonly tasks: readonly TaskView[];
  /** The execution that this one was branched off from, and its last event before that; null for most. */
  readonly branchedFrom: NonNullable<ExecutionOrigin['branchedFrom']> | null;
  /** The schedule that started it, and the instant it was to start at; null for most. */
  readonly schedule: ScheduleLink | null;
  /** What it spent and may; null when it never paid for anything, and where that is not kept. */
  readonly spending: Spending | null;
}

/** How an execution ended. */
export type ExecutionResult =
  | { readonly phase: 'completed'; readonly output: Json }
  | { readonly phase: 'faulted'; readonly fault: Fault }
  | { readonly phase: 'cancelled' };

/**
 * The owner of a journal: advances executions, performs their steps, keeps their timers.
 *
 * Every promise of a command fulfils when what it says is durable. Errors: `NotFoundError`, `ConflictError` (with the
 * refusal of `decide`), `OverloadedError` (bounded queues; try later), `DefinitionError` (with diagnostics),
 * `EngineClosedError`.
 */
export interface Engine extends EventDoor {
  register(definition: FunctionDefinition): void;
  /** Validates a definition and publishes it under its version. */
  define(definition: JsonObject | string): Promise<CatalogEntry>;
  /** What may be spent, and what was. */
  readonly budgets: BudgetDoor;
  /** What people are asked before a call is made. */
  readonly approvals: Approvals;
  /** What may be sent where, and what is used of it. */
  readonly limits: LimitDoor;
  /** Executions that start by themselves. */
  readonly schedules: Schedules;
  /** Fulfils when `execution.started` is durable. */
  start(request: StartRequest): Promise<string>;
  /**
   * Starts a new execution that goes on from a point of another one, with its definition; fulfils with its id. Steps that
   * happen anew have new idempotency keys. The original stays as it is.
   */
  branchOff(request: BranchRequest): Promise<string>;
  /**
   * Asks people whether an execution shall go on by another definition: tasks that have started or ended must be in it as they are,
   * what has not started may be anything. Fulfils with the id of the question (`approvals.approve`). `ConflictError` says what it touches
   * that has started.
   */
  revise(id: string, request: RevisionRequest): Promise<string>;
  signal(id: string, message: { readonly name: string; readonly data?: Json; readonly id?: string }): Promise<void>;
  pause(id: string, by?: string): Promise<void>;
  resume(id: string, by?: string): Promise<void>;
  cancel(id: string, by?: string): Promise<void>;
  settle(id: string, step: string, settlement: { readonly by: string; readonly decision: Settlement }): Promise<void>;
  details(id: string): Promise<ExecutionDetails>;
  list(filter?: ExecutionFilter): Promise<readonly ExecutionView[]>;
  /** Fulfils when the execution has ended; also across restarts of whoever owns it. */
  result(id: string, signal?: AbortSignal): Promise<ExecutionResult>;
  /** The events of an execution after `seq`, then live ones, until it has ended. */
  events(id: string, after?: { readonly seq?: number; readonly signal?: AbortSignal }): AsyncIterable<Recorded>;
  /** Stops taking work, lets steps in flight finish for at most `grace` milliseconds (5,000), then closes the journal. */
  close(grace?: number): Promise<void>;
}

/** An engine of this process. */
export interface OwnEngine extends Engine {
  /** Values that executions of a tenant share, each with where it came from. */
  readonly sharedContext: SharedContextDoor;
  /** Messages between agents. */
  readonly messages: MessageDoor;
  /**
   * `fetch` through the engine's guarded way out, for clients of services that take one: every address is classified and
   * pinned, redirects are checked anew, answers stream, and what is open ends with the engine. Rejects with
   * `EgressRefusedError` for a place that may not be reached.
   */
  readonly fetch: typeof globalThis.fetch;
  /** What it has in hand just now. */
  readonly load: EngineLoad;
}

/** How busy an engine is. */
export interface EngineLoad {
  /** Steps that are being performed; functions that wait for something do not count. */
  readonly performing: number;
  /** Claimed steps that wait for a place. */
  readonly queued: number;
}
