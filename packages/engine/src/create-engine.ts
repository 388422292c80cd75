import { defaultPolicy, type JsonObject, type Program } from '@batonhq/core';
import { approvalJudge } from './approval/judge.ts';
import { Executions, type TriggerFor } from './advance/executions.ts';
import { BudgetGate } from './budget/budget-gate.ts';
import { Budgets } from './budget/budgets.ts';
import { jqEvaluator } from './catalog/evaluator.ts';
import { documentReader } from './catalog/document-reader.ts';
import { pinCalls } from './catalog/pin-calls.ts';
import { Programs } from './catalog/programs.ts';
import { JsonSchemaCompiler } from './catalog/schema-compiler.ts';
import { EgressClient } from './egress/egress-client.ts';
import type { EngineOptions } from './engine-options.ts';
import type { OwnEngine } from './engine.ts';
import { EngineClosedError } from './errors.ts';
import { EventBus, type EventBusHost } from './event-bus/event-bus.ts';
import { defaultRetention } from './event-bus/kept-event.ts';
import { Lifecycle } from './event-bus/lifecycle.ts';
import type { GateHost } from './gate/gatekeeper.ts';
import { Gates } from './gate/gates.ts';
import { BasisKeeper } from './basis/basis-keeper.ts';
import { keepersOf, type MakeGatekeeper } from './gate/keepers.ts';
import { CallLimits } from './limit/call-limits.ts';
import { Replies } from './limit/replies.ts';
import { FunctionPerformer } from './function/function-performer.ts';
import { FunctionProcesses } from './function/function-processes.ts';
import { FunctionRegistry } from './function/registry.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { Endings, resultOf } from './live/endings.ts';
import { LocalEngine } from './local-engine.ts';
import { Locks } from './lock/locks.ts';
import { Mailboxes, type MailboxHost } from './mailbox/mailboxes.ts';
import { CallPerformer } from './perform/call-performer.ts';
import { childHost } from './perform/child-host.ts';
import { ChildPerformer } from './perform/child-performer.ts';
import { EmitPerformer } from './perform/emit-performer.ts';
import { HttpPerformer } from './perform/http-performer.ts';
import { perform, type Performers } from './perform/performers.ts';
import { environmentSecrets } from './perform/secrets.ts';
import { Revisions, type Standing } from './revision/revisions.ts';
import { LocalSchedules } from './schedule/local-schedules.ts';
import { sharedContexts } from './shared-context/shared-contexts.ts';
import { Starter } from './starter.ts';
import { systemClock } from './time/clock.ts';
import { orderedIds } from './time/ordered-ids.ts';

/**
 * Starts an engine on a journal: takes over what the process before left behind, then takes new work.
 *
 * Fulfils when commands are welcome; what was left behind goes on by itself.
 *
 * @example
 * const engine = await createEngine({ journal: openSqliteJournal({ directory: '.baton' }), functions: [greet] });
 * const id = await engine.start({ definition: { namespace: 'examples', name: 'hello' }, input: { name: 'Ada' } });
 * console.log(await engine.result(id));
 * await engine.close();
 */
export async function createEngine(options: EngineOptions): Promise<OwnEngine> {
  const engine = compose(options, { ...defaultLimits, ...options.limits });
  for (const definition of options.functions ?? []) engine.register(definition);
  await engine.open();
  return engine;
}

/** Puts the parts together. They know each other by the few methods each one asks for. */
function compose(options: EngineOptions, limits: Limits): LocalEngine {
  const { journal, clock = systemClock, onFatal = ignore, onWarning = warnProcess } = options;
  const newId = options.newId ?? orderedIds(() => clock.now());
  const schemas = new JsonSchemaCompiler();
  const outside: Outside = { egress: new EgressClient(options.egress), processes: new FunctionProcesses() };
  const programs = programsOf(options, { schemas, egress: outside.egress, calls: () => performers.calls });
  const registry = new FunctionRegistry(schemas);
  const endings = new Endings();
  const failed = (error: unknown): void => engine.fail(error);
  const executions: Executions = new Executions({
    journal,
    clock,
    limits,
    ordering: options.ordering ?? 'rank',
    failed,
    warn: onWarning,
    programOf: (hash) => programs.byHash(hash),
    jumped: (by) => schedules.jumped(by),
    gates: (call) => performers.gates.wishes(call),
    perform: (attempt) => perform(performers, attempt),
    wishes: (execution, wish) => bus.bring(execution, wish),
    closeChild: (resident, step) => performers.children.close(resident, step),
    recorded(state, events) {
      performers.locks.recorded(state, events);
      performers.gates.recorded(state, events);
      performers.budgets.recorded(state, events);
      revisions.recorded(state, events);
      lifecycle?.nudge();
    },
    ended(state) {
      if (state.origin.parent !== undefined) executions.ordering.childEnded(state);
      const result = resultOf(state);
      if (result !== null) endings.ended(state.id, result);
      performers.children.ended(state);
      together.mailboxes.ended(state);
      schedules.ended(state);
    },
  });
  const bus = eventBus(options, { executions, hear: (event) => schedules.hear(event), failed });
  const lifecycle = lifecycleOf(options, { programs, bus, failed });
  const starter = new Starter({ journal, executions, limits, newId });
  const common = { journal, clock, limits, executions, programs, starter, newId };
  const schedules: LocalSchedules = new LocalSchedules({ ...common, failed, warn: onWarning });
  const performers = performersOf({ options, limits, executions, programs, starter, registry, outside, bus, failed });
  const together = togetherOf({ ...common, failed, warn: onWarning });
  const revisions: Revisions = revisionsOf(options, { executions, programs });
  const engine: LocalEngine = new LocalEngine({
    ...common,
    ...together,
    ...performers,
    revisions,
    basis: options.basis,
    schedules,
    endings,
    bus,
    lifecycle,
    onFatal,
    onWarning,
    fetch: performers.calls.fetch,
    rolesOf: options.rolesOf ?? everyRole,
    async release() {
      await performers.callLimits.close();
      outside.egress.close();
      outside.processes.close();
      await performers.calls.close();
    },
  });
  return engine;
}

/** How an execution stands, and the program it goes on by; null when there is none. */
function standingOf(executions: Executions, id: string): Promise<Standing | null> {
  return executions.use(id, (resident) =>
    resident === null || resident.state === null ? null : { program: resident.program, state: resident.state },
  );
}

/** What proposes that executions go on by other plans. */
function revisionsOf(
  { journal, replan, clock = systemClock, onWarning = warnProcess }: EngineOptions,
  { executions, programs }: { readonly executions: Executions; readonly programs: Programs },
): Revisions {
  return new Revisions({
    journal,
    programs,
    clock,
    ...(replan !== undefined && { replan }),
    now: () => executions.time.now(),
    standing: (id) => standingOf(executions, id),
    revise(id, { trigger, program, insists }) {
      const knowing: TriggerFor = (state) => {
        if (program !== undefined) executions.residents.get(id)?.know(program);
        return trigger(state);
      };
      return insists ? executions.deliver(id, knowing) : executions.command(id, knowing);
    },
    warn: onWarning,
  });
}

/** What executions share: values, and the mailboxes of agents. */
function togetherOf({
  executions,
  ...host
}: Pick<MailboxHost, 'journal' | 'clock' | 'failed' | 'warn'> & { readonly executions: Executions }) {
  const around = {
    ...host,
    now: () => executions.time.now(),
    checkOpen: () => {
      if (executions.isClosing) throw new EngineClosedError();
    },
  };
  return { mailboxes: new Mailboxes(around), sharedContext: sharedContexts(around) };
}

/** The bus stands between those who publish and those who hear. */
function eventBus(
  { journal, clock = systemClock, events, onWarning = warnProcess }: EngineOptions,
  { executions, ...host }: Pick<EventBusHost, 'hear' | 'failed'> & { readonly executions: Executions },
): EventBus {
  return new EventBus({
    journal,
    clock,
    retention: { ...defaultRetention, ...events?.retention },
    now: () => executions.time.now(),
    deliver: (execution, trigger) => executions.deliver(execution, trigger),
    warn: onWarning,
    ...host,
  });
}

interface ProgramParts {
  readonly schemas: JsonSchemaCompiler;
  readonly egress: EgressClient;
  /** Who performs calls, once there is one. */
  readonly calls: () => CallPerformer;
}

/** Definitions, with what they refer to elsewhere. */
function programsOf(options: EngineOptions, { schemas, egress, calls }: ProgramParts): Programs {
  const { journal, evaluator = jqEvaluator(), secrets = environmentSecrets(), folders = [] } = options;
  const warn = options.onWarning ?? warnProcess;
  const pin = async (program: Program): Promise<JsonObject | null> =>
    pinCalls(program, { describe: async (of, effect) => calls().describe(of, effect), warn });
  return new Programs({ journal, schemas, evaluator, pin, documents: documentReader({ egress, secrets, folders }) });
}

/** Whoever tells about lifecycles, where that is wanted. */
function lifecycleOf(
  { journal, events }: EngineOptions,
  { programs, bus, failed }: Pick<PerformerParts, 'programs' | 'bus' | 'failed'>,
): Lifecycle | null {
  if (events?.lifecycle === undefined) return null;
  return new Lifecycle({
    journal,
    level: events.lifecycle,
    programOf: (hash) => programs.byHash(hash),
    toldUpTo: () => bus.toldUpTo(),
    tell: (told, upTo) => bus.tell(told, upTo),
    failed,
  });
}

/** What leads out of this process. */
interface Outside {
  readonly egress: EgressClient;
  readonly processes: FunctionProcesses;
}

interface PerformerParts {
  readonly options: EngineOptions;
  readonly limits: Limits;
  readonly executions: Executions;
  readonly programs: Programs;
  readonly starter: Starter;
  readonly registry: FunctionRegistry;
  readonly outside: Outside;
  readonly bus: EventBus;
  readonly failed: (error: unknown) => void;
}

function performersOf({
  options,
  limits,
  executions,
  programs,
  starter,
  registry,
  outside,
  bus,
  failed,
}: PerformerParts): Performers {
  const { journal, secrets = environmentSecrets(), onLog = ignore, callers = {}, gatekeepers = [] } = options;
  const { advancer, time } = executions;
  const budgets = budgetsOf({ options, executions, failed });
  const host = gateHost({ options, executions, failed });
  const { policy = defaultPolicy } = options;
  const judge = approvalJudge({ policy, registry, currency: budgets.currency, now: () => time.now() });
  const callLimits = new CallLimits(host, options.callLimits);
  const before = gatesBefore({ options, executions, programs, registry, failed }, { budgets, host });
  const made = [...before, () => callLimits, ...gatekeepers];
  const gates = new Gates(host, { judge, keepers: keepersOf(host, made) });
  const replies = new Replies({ now: () => time.now(), answered: (answer) => callLimits.answered(answer) });
  return {
    budgets,
    failed,
    functions: new FunctionPerformer({
      journal,
      registry,
      advancer,
      time,
      limits,
      failed,
      isClosing: () => executions.isClosing,
      objection: (attempt) => gates.objection(attempt),
      reserve: (attempt, step, cost) => budgets.reserve(attempt, step, cost),
      answered: (attempt, answered) => replies.told(attempt, answered),
      isolate: (module, call) => outside.processes.invoke(module, call),
      log: onLog,
    }),
    http: new HttpPerformer(outside.egress, secrets, { tokens: callers.tokens, limits, replies }),
    calls: new CallPerformer({
      client: outside.egress,
      secrets,
      callers,
      limits,
      replies,
      deliver: async (execution, event) => {
        await executions.deliver(execution, () => ({ kind: 'signal', event, at: time.now() }));
      },
      log: (entry) => onLog({ ...entry, at: time.now() }),
    }),
    locks: new Locks({
      journal,
      clock: options.clock ?? systemClock,
      now: () => time.now(),
      deliver: async (execution, trigger) => (await executions.deliver(execution, trigger)).state,
      failed,
      warn: options.onWarning ?? warnProcess,
    }),
    gates,
    callLimits,
    children: new ChildPerformer(
      childHost({ journal, executions, programs, starter, failed, payers: (parent) => budgets.payersAround(parent) }),
    ),
    emit: new EmitPerformer({ publish: (event) => bus.send(event), failed }),
  };
}

/** What stands before calls of plans that were not compared for long, and of what cannot be paid without people. */
function gatesBefore(
  { options, executions, programs, registry, failed }: Omit<PerformerParts, 'limits' | 'starter' | 'outside' | 'bus'>,
  { budgets, host }: { readonly budgets: Budgets; readonly host: GateHost },
): readonly MakeGatekeeper[] {
  const programOf = (hash: string): Promise<Program> => programs.byHash(hash);
  const basis = new BasisKeeper({ ...host, basis: options.basis, programOf });
  const budget = new BudgetGate({
    budgets,
    options: options.budgets ?? {},
    failed,
    priceOf: (call) => (call.kind === 'function' ? (registry.find(call.name, call.version)?.cost ?? null) : null),
    standing: (id) => standingOf(executions, id),
  });
  return [() => basis, () => budget];
}

/** What tenants spend, over all their executions. */
function budgetsOf({
  options,
  executions,
  failed,
}: Pick<PerformerParts, 'options' | 'executions' | 'failed'>): Budgets {
  return new Budgets({
    journal: options.journal,
    clock: options.clock ?? systemClock,
    options: options.budgets ?? {},
    now: () => executions.time.now(),
    stateOf: (execution) => executions.recorded(execution),
    failed,
    async ask(execution, question, asks) {
      const at = executions.time.now();
      return (await executions.deliver(execution, { kind: 'ask', at, question, asks })).state;
    },
  });
}

/** What gates need of the engine. */
function gateHost({
  options,
  executions,
  failed,
}: Pick<PerformerParts, 'options' | 'executions' | 'failed'>): GateHost {
  return {
    journal: options.journal,
    clock: options.clock ?? systemClock,
    now: () => executions.time.now(),
    deliver: async (execution, trigger) => (await executions.deliver(execution, trigger)).state,
    stateOf: (execution) => executions.recorded(execution),
    failed,
    warn: options.onWarning ?? warnProcess,
  };
}

/** Where nobody keeps book of roles, whoever reaches the folder may answer. */
function everyRole(): 'all' {
  return 'all';
}

function ignore(): void {}

function warnProcess(error: unknown, execution?: string): void {
  const text = error instanceof Error ? error.message : String(error);
  process.emitWarning(execution === undefined ? text : `execution ${execution}: ${text}`, 'BatonWarning');
}
