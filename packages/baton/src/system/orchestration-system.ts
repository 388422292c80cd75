import type { AgentDefinition, AgentHealth, DiscoveredTool, Tool, ToolDefinition } from '@batonhq/agents';
import type { Plan } from '@batonhq/agents/planner';
import type { CatalogEntry, ExecutionFilter, ExecutionView, Json, JsonObject, Settlement } from '@batonhq/core';
import type {
  Approvals,
  BranchRequest,
  BudgetDoor,
  EventFilter,
  ExecutionDetails,
  FunctionDefinition,
  KeptEvent,
  LimitDoor,
  PublishedEvent,
  RevisionRequest,
} from '@batonhq/engine';
import type { ToolSource } from './discover-tools.ts';
import type { ExecutionHandle } from './execution-handle.ts';
import type { PlanOptions } from './planning.ts';
import type { ServeOptions, Serving } from './serve-api.ts';
import type { SubmitRequest } from './submit-request.ts';
import type { SystemMetrics } from './system-metrics.ts';
import type { SystemSchedules } from './system-schedules.ts';
import type { SystemContext, SystemMessages } from './system-together.ts';

/**
 * Everything a program can ask of Baton.
 *
 * Promises fulfil when what they say is durable. They reject with errors that say what to do by their name:
 * `NotFoundError`, `ConflictError`, `DefinitionError`, `RequestError` (trying again does not help),
 * `OverloadedError`, `EngineUnavailableError` (try again later), `EngineClosedError` (after `close`).
 */
export interface OrchestrationSystem extends SystemSchedules {
  /** The data folder, as an absolute path. */
  readonly dataDir: string;
  /** `owner` when this process executes, `client` when another process owns the folder and is asked instead. */
  readonly role: 'owner' | 'client';
  /**
   * Registers a function that definitions may call. Only the owner can; a client throws `RequestError`. Register
   * before the next `await` after `createOrchestrationSystem`, so that recovery finds the function.
   */
  registerFunction(definition: FunctionDefinition): void;
  /** Adds an agent that missions may go to; only the owner can. Throws `AgentRegistrationError`. */
  registerAgent(definition: AgentDefinition): void;
  /** Takes an agent out; false when there was none of that name. Missions that go on fault at their next invocation. */
  removeAgent(name: string): boolean;
  /** Whether an agent could work now: its tools are there, its models answer. Throws `NotFoundError`. */
  checkAgent(name: string): Promise<AgentHealth>;
  /**
   * Asks an MCP server, an OpenAPI document or the card of an A2A agent what it has, publishes a definition for each tool
   * and offers them to agents, as `NAME_TOOL`. What a tool was then is pinned: a call of one that changed since is held, and
   * shows what changed. Asking again accepts it. Throws `RequestError` when the source cannot be asked or has nothing.
   *
   * @example
   * const tools = await system.discoverTools({ name: 'shop', openapi: 'https://shop.example/openapi.json' });
   * system.registerAgent({ name: 'buyer', description: 'Buys', instructions: 'Buy.', tools: tools.map(({ name }) => name) });
   */
  discoverTools(source: ToolSource): Promise<readonly Tool[]>;
  /**
   * Offers tools that were found before, as they were then: publishes their definitions and gives agents their names. Nothing
   * is asked of whoever has them. Only the owner can.
   */
  offerTools(found: readonly DiscoveredTool[]): Promise<void>;
  /** Registers a function and offers it to agents as a tool of the same name; only the owner can. */
  registerTool(definition: ToolDefinition): void;
  /** Lets unfinished executions go on now; fulfils when all of them do. Repeating it changes nothing. */
  start(): Promise<void>;
  /** Validates a definition and publishes it under its version: an object, or text in YAML or JSON. */
  define(definition: JsonObject | string): Promise<CatalogEntry>;
  /**
   * Plans for a goal with the tools that are registered: a definition, with what it takes, what may go wrong, and what
   * is asked of people. Nothing is carried out. Throws `PlanAbstainedError` when something has to be known first, and
   * `PlanRefusedError` with every problem.
   */
  createPlan(goal: string, options?: PlanOptions): Promise<Plan>;
  /** Reads a definition as a plan, one that was edited or kept, by the same checks. Throws `PlanRefusedError`. */
  checkPlan(definition: JsonObject, options?: Pick<PlanOptions, 'policy' | 'tenant'>): Promise<Plan>;
  /** Starts an execution, of a workflow or of the plan for a goal; fulfils when its start is durable. */
  submitWorkflow(request: SubmitRequest): Promise<ExecutionHandle>;
  /** What people are asked before a call is made (`list`), and their answers (`approve`, `deny`). */
  readonly approvals: Approvals;
  /** What may be spent, and what was: accounts of tenants, users and executions, and costs. */
  readonly budgets: BudgetDoor;
  /** Hosts, functions and providers with limits, and how they stand. */
  readonly limits: LimitDoor;
  /** Values that executions, agents and people of the tenant `local` share. */
  readonly sharedContext: SystemContext;
  /** Messages to the agents of the tenant `local`. */
  readonly messages: SystemMessages;
  /** One execution with its tasks and what it waits for. */
  getExecution(id: string): Promise<ExecutionDetails>;
  /** Newest first; 100 unless the filter says otherwise. */
  listExecutions(filter?: ExecutionFilter): Promise<readonly ExecutionView[]>;
  /**
   * Starts a new execution that goes on from a point of another one: at the task `from`, with what was done before it, or
   * from the start. `input` replaces what flowed in there. The original stays as it is and does not share anything with
   * the new one: steps that happen anew have new idempotency keys, so their effects happen again.
   */
  branchOff(id: string, options?: Omit<BranchRequest, 'execution'>): Promise<ExecutionHandle>;
  /**
   * Asks people whether an execution shall go on by another definition: what has started or ended stays in it as it is. Fulfils with the
   * id of the question; `approvals.approve` lets it go on so. Throws `ConflictError` for what touches a task that has started.
   */
  revise(id: string, request: RevisionRequest): Promise<string>;
  /** A handle for an execution that was submitted before, by any process. */
  attach(id: string): ExecutionHandle;
  pause(id: string, by?: string): Promise<void>;
  resume(id: string, by?: string): Promise<void>;
  cancel(id: string, by?: string): Promise<void>;
  /** Sends a message to an execution; a `listen` task or `ctx.waitFor` of that name takes it. */
  signal(id: string, name: string, data?: Json): Promise<void>;
  /**
   * Publishes a CloudEvent to every execution that listens; fulfils when it is durable. `type` and `source` must be there;
   * one without `id` or `time` gets them. The same source and id again changes nothing. Throws `InvalidEventError`.
   */
  publishEvent(event: JsonObject): Promise<PublishedEvent>;
  /** CloudEvents that were published and are kept, oldest first; the last 100 unless the filter says otherwise. */
  listEvents(filter?: EventFilter): Promise<readonly KeptEvent[]>;
  /** Brings kept events to an execution that listens; fulfils with how many it was offered. */
  replayEvents(id: string, filter?: EventFilter): Promise<number>;
  /** Says what became of a step whose effect is uncertain. */
  settle(id: string, step: string, settlement: { readonly by: string; readonly decision: Settlement }): Promise<void>;
  /** Totals over everything in the journal. */
  getSystemMetrics(): Promise<SystemMetrics>;
  /**
   * Answers over HTTP, on this machine only by default; only the owner can. `firstToken` is a key for an admin when the
   * folder had none. Ends with `close` of what it gives, or of the system.
   */
  serve(options?: ServeOptions): Promise<Serving>;
  /** Stops taking work, lets steps in flight finish for at most `grace` milliseconds (5,000), and closes the folder. */
  close(grace?: number): Promise<void>;
}
