import { createCallers } from '@batonhq/calls';
import {
  coordinator,
  checkPrices,
  PriceList,
  readyAgents,
  toolOf,
  type PriceTable,
  type ToolDefinition,
} from '@batonhq/agents';
import { checkLimits, type FunctionDefinition } from '@batonhq/engine';
import type { Tracing } from '@batonhq/server';
import type { StreamJournal } from '@batonhq/core';
import { resolve } from 'node:path';
import { checkBudget } from './check-budget.ts';
import type { Commanding } from '../folder/doors.ts';
import { folderSecrets } from '../folder/folder-secrets.ts';
import { openFolder, type OpenedFolder } from '../folder/open-folder.ts';
import type { Owner } from '../folder/owner.ts';
import { checkOptions, type SystemOptions } from './options.ts';
import type { ExecutionHandle } from './execution-handle.ts';
import { modelPlanner, planningFunction } from './model-planner.ts';
import type { OrchestrationSystem } from './orchestration-system.ts';
import { SystemPlanning } from './planning.ts';
import { Experience } from '../plans/experience.ts';
import { checkHealth, type CheckedHealth } from './health/health-options.ts';
import { PlanStore } from '../plans/plan-store.ts';
import { basisReader } from './plan-basis.ts';
import { plannedRequest } from './planned-request.ts';
import { serversOn } from './servers.ts';
import { togetherOf } from './system-together.ts';
import { registerTogether } from './register-together.ts';
import { agentsOf, type RegisteredAgents } from './register-agents.ts';
import { readPolicy, type CheckedPolicy } from './policy.ts';
import { replanWith } from './replan.ts';
import { RequestError } from './request-error.ts';
import { startRequest } from './submit-request.ts';
import { systemAgents, watchAgents } from './system-agents.ts';
import { SystemFiles } from './system-files.ts';
import { readMetrics, type SystemMetrics } from './system-metrics.ts';
import { beginTracing } from './system-tracing.ts';
import { systemSchedules } from './system-schedules.ts';
import { systemWriter } from './system-writer.ts';
import { tokenPrice } from './token-price.ts';
import { Workspaces } from './workspaces.ts';

const usualFolder = '.baton';

/**
 * Opens Baton on a data folder: as its owner, who executes, or as a client of the process that owns it.
 *
 * Unfinished executions of the folder go on by themselves, right after the turn in which this fulfils, so that
 * functions registered before the next `await` are known to them; those in `functions` always are. With
 * `recovery: 'manual'` nothing moves before `start()` or the first command.
 *
 * @throws {RequestError} for options that do not exist, and for functions in a folder that another process owns.
 * @example
 * const system = await createOrchestrationSystem();
 * system.registerFunction({ name: 'greet', run: (context, input) => `hello, ${input.name}` });
 * const execution = await system.submitWorkflow({ workflow: 'tutorial/hello', input: { name: 'Ada' } });
 * console.log(await execution.result());
 * await system.close();
 */
export async function createOrchestrationSystem(options: SystemOptions = {}): Promise<OrchestrationSystem> {
  checkOptions(options);
  const dataDir = resolve(options.dataDir ?? usualFolder);
  const { models = [] } = options;
  const writer = systemWriter(options, (reference) => agents.model(reference));
  const workspaces = await Workspaces.open(options, writer);
  const mode = typeof options.policy === 'string' ? options.policy : options.policy?.mode;
  const plans = new PlanStore(dataDir);
  const replan = replanWith({ planning: () => planning, plans, mode });
  const { onLog, onWarning = warn, traces } = options;
  const folder = await openFolder(dataDir, {
    ...ownerOptions(dataDir, options),
    ...(onLog !== undefined && {
      onLog: (entry) => onLog({ ...entry, traceId: tracing?.traceIdOf(entry.execution) ?? null }),
    }),
    replan,
    basis: {
      read: basisReader({
        planning: () => planning,
        workspaces,
        plans,
        rolesOf: options.policy === undefined ? undefined : policyIn(options.policy).rolesOf,
        secrets: folderSecrets(dataDir, options.secrets),
        streams: () => streamsOf(folder),
      }),
      ...(options.compareAfter !== undefined && { compareAfter: options.compareAfter }),
    },
  });
  const tracing: Tracing | null = await beginTracing(folder, { traces, failed: onWarning });
  const agents = agentsOf(options, { fetch: fetchOf(folder), dataDir });
  const planning: SystemPlanning = new SystemPlanning({
    workspaces,
    experience: new Experience(dataDir),
    planners: models.length === 0 ? [] : [modelPlanner(doorOf(folder), models)],
    price: tokenPrice(options),
    agents: () => (models.length === 0 ? [] : agents.roster.agents()),
    mode,
  });
  if (folder.role === 'owner' && models.length > 0)
    folder.owner.register(
      planningFunction({ ...agents, references: models, functions: (tenant) => planning.functions(tenant) }),
    );
  const system = systemOn(dataDir, {
    folder,
    agents,
    planning,
    files: new SystemFiles(workspaces),
    health: checkHealth(options.health),
    watched: watching(options, { folder, agents }),
    tracing,
  });
  await registerAll(system, { ...options, tools: folder.role === 'owner' ? workspaces.tools : [] });
  if (options.recovery !== 'manual' && folder.role === 'owner') startSoon(system);
  return system;
}

/** A folder that cannot take the functions is given back: a system without them is not what was asked for. */
async function registerAll(
  system: OrchestrationSystem,
  { functions = [], agents = [], tools }: SystemOptions & { readonly tools: readonly ToolDefinition[] },
): Promise<void> {
  try {
    for (const definition of tools) system.registerTool(definition);
    for (const definition of functions) system.registerFunction(definition);
    // Agents of one's own come last: one of the same name takes the place of a ready one.
    const ready = tools.length === 0 ? [] : [...readyAgents, coordinator];
    for (const definition of [...ready, ...agents]) system.registerAgent(definition);
  } catch (error) {
    await system.close();
    throw error;
  }
}

function ownerOptions(
  dataDir: string,
  {
    egress,
    secrets,
    policy,
    prices,
    budgets,
    limits,
    onFatal,
    onWarning,
    folders,
    calls,
    events,
    autoOptimization,
  }: SystemOptions,
): Parameters<typeof openFolder>[1] {
  return {
    secrets: folderSecrets(dataDir, secrets),
    onFatal: onFatal ?? endProcess,
    budgets: { ...budgetsIn(budgets), currency: new PriceList(pricesIn(prices)).currency },
    ordering: autoOptimization === false ? 'arrival' : 'rank',
    callers: createCallers({ ...calls, ...(folders !== undefined && { folders }) }),
    ...(egress !== undefined && { egress }),
    ...(policy !== undefined && policyIn(policy)),
    ...(limits !== undefined && limitsIn(limits)),
    ...(folders !== undefined && { folders }),
    ...(events !== undefined && { events }),
    ...(onWarning !== undefined && { onWarning }),
  };
}

/** A policy from outside is JSON, whatever its type says. */
function policyIn(given: NonNullable<SystemOptions['policy']>): Pick<CheckedPolicy, 'policy' | 'rolesOf'> {
  const { policy, rolesOf } = readPolicy(
    typeof given === 'string' ? { mode: given } : JSON.parse(JSON.stringify(given)),
  );
  return { policy, ...(rolesOf !== undefined && { rolesOf }) };
}

function limitsIn(limits: NonNullable<SystemOptions['limits']>): Pick<Parameters<typeof openFolder>[1], 'callLimits'> {
  checkLimits(limits);
  return { callLimits: limits };
}

function pricesIn(prices: SystemOptions['prices']): PriceTable | undefined {
  return prices === undefined ? undefined : checkPrices(prices, 'prices');
}

function budgetsIn(budgets: SystemOptions['budgets'] = {}): NonNullable<SystemOptions['budgets']> {
  for (const budget of Object.values(budgets)) checkBudget(budget);
  return budgets;
}

/** A journal that failed may not be used any more: the process ends, and the next one recovers. */
function endProcess(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

/** A failure to start is told to whoever gives the next command: it waits for the same start. */
function startSoon(system: OrchestrationSystem): void {
  setImmediate(() => void system.start().catch(() => undefined));
}

/** Missions are carried out by whoever owns the folder: a client sends nothing. */
function fetchOf(folder: OpenedFolder): typeof globalThis.fetch {
  if (folder.role === 'owner') return async (...request) => folder.owner.fetch(...request);
  return () => Promise.reject(new RequestError('only the owner of the folder asks models'));
}

/** What a tool says to plans about its risk, and about what undoes it, holds for every call of it. */
function withPlannedFacts({ planning, ...definition }: ToolDefinition): FunctionDefinition {
  const risk = definition.risk ?? planning?.risk;
  const undo = definition.undo ?? planning?.undo;
  // What says how it is planned with, and nothing of a model, costs nothing: plans say so too.
  const isFree = planning !== undefined && planning.tokens === undefined;
  return { isFree, ...definition, ...(risk !== undefined && { risk }), ...(undo !== undefined && { undo }) };
}

/** The folder of agents is for whoever carries out missions. */
function watching(
  { agentsFolder, onWarning = warn }: SystemOptions,
  { folder, agents }: Pick<SystemParts, 'folder' | 'agents'>,
): Disposable | null {
  if (agentsFolder === undefined || folder.role === 'client') return null;
  const { owner } = folder;
  return watchAgents(agentsFolder, {
    agents,
    onWarning,
    async offer(found) {
      for (const { definition } of found) await owner.define(definition);
      for (const { tool } of found) agents.roster.addTool(tool);
    },
  });
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

interface SystemParts {
  readonly folder: OpenedFolder;
  readonly agents: RegisteredAgents;
  readonly planning: SystemPlanning;
  readonly files: SystemFiles;
  readonly health: CheckedHealth;
  readonly watched: Disposable | null;
  readonly tracing: Tracing | null;
}

function streamsOf(folder: OpenedFolder): StreamJournal['streams'] {
  if (folder.role === 'owner') return folder.owner.journal.streams;
  throw new RequestError('only the owner of the folder reads its streams');
}

function doorOf(folder: OpenedFolder): Commanding {
  return folder.role === 'owner' ? folder.owner : folder.connection.door;
}

function systemOn(
  dataDir: string,
  { folder, agents, planning, files, health, watched, tracing }: SystemParts,
): OrchestrationSystem {
  const door = doorOf(folder);
  const attach = (id: string): ExecutionHandle => ({
    id,
    result: () => door.result(id),
    events: (after) => door.events(id, after),
  });
  const ownerFor = (name: string): Owner => {
    if (folder.role === 'owner') return folder.owner;
    throw new RequestError(`${dataDir} is owned by another process: register \`${name}\` there`);
  };
  const submitWorkflow: OrchestrationSystem['submitWorkflow'] = async (request) =>
    attach(await door.start(startRequest(await plannedRequest(request, planning))));
  const getSystemMetrics = (): Promise<SystemMetrics> =>
    readMetrics({ dataDir, health, activeAgents: agents.router.record.active(Date.now()) });
  const servers = serversOn(() => ownerFor('an HTTP API'), {
    dataDir,
    planning,
    tracing,
    getSystemMetrics,
    agents,
    files,
  });
  if (folder.role === 'owner') {
    registerTogether(folder.owner, agents);
    folder.served.answerOthers((request) => servers.answer(request));
    folder.served.tellOrders((order) => servers.tell(order));
  }
  return {
    dataDir,
    role: folder.role,
    registerFunction: (definition) => ownerFor(definition.name).register(definition),
    ...systemAgents({
      agents,
      mustOwn: ownerFor,
      commands: { define: async (one) => door.define(one), submitWorkflow },
    }),
    registerTool: (definition) => offer(definition, { owner: ownerFor(definition.name), agents, planning, files }),
    async start() {
      if (folder.role === 'owner') await folder.owner.begin();
    },
    attach,
    createPlan: (goal, options) => planning.plan(goal, options),
    checkPlan: (definition, options) => planning.check(definition, options),
    submitWorkflow,
    branchOff: async (id, options) => attach(await door.branchOff({ ...options, execution: id })),
    revise: (id, request) => door.revise(id, request),
    ...commandsOf(door),
    ...systemSchedules(door.schedules, attach),
    approvals: door.approvals,
    budgets: door.budgets,
    limits: door.limits,
    ...togetherOf(folder, dataDir),
    serve: (options) => servers.serve(options),
    getSystemMetrics,
    async close(grace) {
      watched?.[Symbol.dispose]();
      await servers.close();
      await closeFolder(folder, grace);
      await tracing?.close();
    },
  };
}

/** A tool is for agents, for plans and for definitions, and what it says it wrote is for people. */
function offer(
  definition: ToolDefinition,
  { owner, agents, planning, files }: Pick<SystemParts, 'agents' | 'planning' | 'files'> & { readonly owner: Owner },
): void {
  agents.roster.addTool(toolOf(definition));
  planning.add(definition);
  files.add(definition);
  owner.register(withPlannedFacts(definition));
}

function commandsOf(door: Commanding) {
  return {
    define: (definition) => door.define(definition),
    getExecution: (id) => door.details(id),
    listExecutions: (filter) => door.list(filter),
    pause: (id, by) => door.pause(id, by),
    resume: (id, by) => door.resume(id, by),
    cancel: (id, by) => door.cancel(id, by),
    signal: (id, name, data) => door.signal(id, { name, ...(data !== undefined && { data }) }),
    publishEvent: (event) => door.publishEvent(event),
    listEvents: (filter) => door.publishedEvents(filter),
    replayEvents: (id, filter) => door.replayEvents({ ...filter, execution: id }),
    settle: (id, step, settlement) => door.settle(id, step, settlement),
  } satisfies Partial<OrchestrationSystem>;
}

async function closeFolder(folder: OpenedFolder, grace: number | undefined): Promise<void> {
  if (folder.role === 'client') {
    await folder.connection.close();
    return;
  }
  folder.keeping[Symbol.dispose]();
  await folder.served.close();
  await folder.owner.close(grace);
}
