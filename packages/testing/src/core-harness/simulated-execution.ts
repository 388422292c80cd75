import {
  assert,
  decide,
  fault,
  FaultError,
  taskOfStep,
  waitingFor,
  type Decision,
  type ExecutionEvent,
  type ExecutionOrigin,
  type ExecutionState,
  type Fault,
  type Gates,
  type Json,
  type JsonObject,
  type Operation,
  type Outcome,
  type Past,
  type Program,
  type Recorded,
  type Refusal,
  type Settlement,
  type StepOrder,
  type TimerId,
  type Trigger,
  type WaitingFor,
} from '@batonhq/core';
import { simulatedStart } from '../time/simulated-clock.ts';
import { checkDecision, stored } from './decision-checks.ts';

/** What a function does in a simulation: its output, or a `FaultError`; `pending` leaves the step open. */
export type SimulatedFunction = (input: Json, order: StepOrder) => Json | typeof pending;

/** Said by a simulated function whose outcome the test delivers itself. */
export const pending = Symbol('pending');

/** Who answers the steps of an execution, by the name of a function, `METHOD endpoint`, or `workflow:namespace/name`. */
export type SimulatedFunctions = Readonly<Record<string, SimulatedFunction>>;

/** What to simulate. */
export interface SimulationSetup {
  readonly program: Program;
  readonly functions?: SimulatedFunctions;
  readonly id?: string;
  /** Snapshot and reload the state after every decision, as a journal would. */
  readonly reload?: boolean;
  /** What calls have to pass. */
  readonly gates?: Gates;
}

type Timeless<T> = T extends unknown ? Omit<T, 'at'> : never;

const origin: ExecutionOrigin = { tenant: 'local', user: 'local', priority: 5 };

/**
 * The pure core without an engine: a state, a clock that jumps from timer to timer, functions that answer at once.
 * Every decision on the way is checked (`checkDecision`).
 *
 * @example
 * const execution = new SimulatedExecution({ program, functions: { double: (input) => Number(input) * 2 } });
 * execution.start(21).finish(); // { phase: 'completed', output: 42 }
 */
export class SimulatedExecution {
  readonly program: Program;
  readonly id: string;
  readonly events: Recorded[] = [];
  /** Every trigger delivered so far, with its time. */
  readonly triggers: Trigger[] = [];
  /** Steps handed out and not answered. */
  readonly open = new Map<string, StepOrder>();
  readonly aborted: string[] = [];
  now = simulatedStart;
  readonly #functions: SimulatedFunctions;
  readonly #gates: Gates | undefined;
  readonly #reload: boolean;
  readonly #timers = new Map<TimerId, number>();
  #state: ExecutionState | null = null;

  constructor({ program, functions = {}, id = 'x', reload = false, gates }: SimulationSetup) {
    this.#gates = gates;
    this.program = program;
    this.id = id;
    this.#functions = functions;
    this.#reload = reload;
  }

  get state(): ExecutionState {
    assert(this.#state, 'the execution was not started');
    return this.#state;
  }

  /** Armed timers and when they are due. */
  get timers(): ReadonlyMap<TimerId, number> {
    return this.#timers;
  }

  get waiting(): readonly WaitingFor[] {
    return waitingFor(this.program, this.state);
  }

  /** How it ended; its phase alone when it has not. */
  get result(): { readonly phase: string; readonly output?: Json; readonly fault?: Fault } {
    const { phase, output, fault: raised } = this.state;
    if (phase === 'completed') return { phase, output };
    return raised === null ? { phase } : { phase, fault: raised };
  }

  /** The kinds of the events so far, or those of one kind in full. */
  kinds(): readonly string[] {
    return this.events.map(({ event }) => event.kind);
  }

  of<K extends ExecutionEvent['kind']>(kind: K): readonly Extract<ExecutionEvent, { readonly kind: K }>[] {
    return this.events.flatMap(({ event }) => (isOf(event, kind) ? [event] : []));
  }

  start(input: Json = {}, past: Past | null = null): this {
    const begun = { kind: 'start', id: this.id, definition: this.program.reference, input, origin } as const;
    this.deliver({ ...begun, ...(past !== null && { past }) });
    return this;
  }

  /** Decides on a trigger, and goes on while fuel runs out. */
  deliver(trigger: Timeless<Trigger>, at: number = this.now): Decision {
    const decision = this.#decide({ ...trigger, at });
    let rounds = 0;
    for (let last = decision; last.more; rounds += 1) {
      assert(rounds < 1000, 'the execution goes on without end');
      last = this.#decide({ kind: 'continue', at });
    }
    return decision;
  }

  refusal(trigger: Timeless<Trigger>): Refusal | undefined {
    return this.deliver(trigger).refusal;
  }

  /** Answers an open step. */
  answer(step: string, outcome: Outcome): this {
    const order = this.open.get(step);
    assert(order, `${step} is not open; open are ${[...this.open.keys()].join(', ')}`);
    this.open.delete(step);
    this.deliver({ kind: 'outcome', step, attempt: order.attempt, outcome });
    return this;
  }

  /** The gate that a step stands before answers. */
  answerGate(step: string, outcome: Outcome): this {
    const order = this.open.get(step);
    const gate = order?.asking?.gate;
    assert(order && gate !== undefined && gate !== 'approval', `${step} stands before no gate`);
    this.open.delete(step);
    this.deliver({ kind: 'outcome', step, attempt: order.attempt, gate, outcome });
    return this;
  }

  pass(step: string, output: JsonObject = {}): this {
    return this.answerGate(step, { kind: 'completed', output });
  }

  complete(step: string, output: Json = null): this {
    return this.answer(step, { kind: 'completed', output });
  }

  fail(step: string, raised: Fault = fault('runtime', 'failed on purpose')): this {
    return this.answer(step, { kind: 'failed', fault: raised });
  }

  signal(type: string, data: Json = null, id = `${type}-${this.triggers.length}`): this {
    this.deliver({ kind: 'signal', event: { id, source: '/test', type, data } });
    return this;
  }

  settle(step: string, decision: Settlement): this {
    this.deliver({ kind: 'settle', step, by: 'ada', decision });
    return this;
  }

  /** A durable function asks for an operation. */
  ask(step: string, operation: Operation): this {
    this.deliver({ kind: 'operation', task: taskOfStep(step), step, operation });
    return this;
  }

  /** The process dies: nothing that was open comes back, and the next one takes over. */
  crash(): this {
    this.open.clear();
    this.#state = stored(this.state);
    this.deliver({ kind: 'recover' });
    return this;
  }

  /** Lets time pass, firing what becomes due at its time. */
  advance(milliseconds: number): this {
    const until = this.now + milliseconds;
    for (let timer = this.#nextTimer(); timer !== null && timer.due <= until; timer = this.#nextTimer()) {
      this.#fire(timer);
    }
    this.now = until;
    return this;
  }

  /** Answers steps by their functions and jumps from timer to timer until nothing moves any more. */
  finish(): SimulatedExecution['result'] {
    for (let moves = 0; this.state.endedAt === null && this.#move(); moves += 1) {
      assert(moves < 100_000, 'the execution does not come to an end');
    }
    return this.result;
  }

  #move(): boolean {
    for (const order of this.open.values()) if (this.#perform(order)) return true;
    const timer = this.#nextTimer();
    if (timer !== null) this.#fire(timer);
    return timer !== null;
  }

  #perform(order: StepOrder): boolean {
    const perform = this.#functions[nameOf(order)];
    if (perform === undefined) return false;
    try {
      const output = perform('input' in order.effect ? order.effect.input : null, order);
      if (output === pending) return false;
      this.answer(order.id, { kind: 'completed', output });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.answer(order.id, { kind: 'failed', fault: error.fault });
    }
    return true;
  }

  #fire({ timer, due }: { readonly timer: TimerId; readonly due: number }): void {
    this.now = Math.max(this.now, due);
    this.deliver({ kind: 'timer', timer });
    assert(this.#timers.get(timer) !== due, `the timer ${timer} was due and nothing came of it`);
  }

  #nextTimer(): { readonly timer: TimerId; readonly due: number } | null {
    const [first] = [...this.#timers].toSorted(([, one], [, other]) => one - other);
    return first === undefined ? null : { timer: first[0], due: first[1] };
  }

  #decide(trigger: Trigger): Decision {
    this.triggers.push(trigger);
    const before = this.#state;
    const gates = this.#gates === undefined ? {} : { gates: this.#gates };
    const decision = decide({ program: this.program, execution: this.id, state: before, ...gates }, trigger);
    checkDecision({ program: this.program, execution: this.id, before, decision });
    this.#follow(decision);
    return decision;
  }

  #follow({ state, events, steps, aborted, timers }: Decision): void {
    this.#state = this.#reload ? stored(state) : state;
    this.events.push(...events);
    for (const step of aborted) this.open.delete(step);
    this.aborted.push(...aborted);
    for (const order of steps) if (!isGone(order, aborted, state)) this.open.set(order.id, order);
    for (const change of timers) {
      if (change.kind === 'arm') this.#timers.set(change.timer, change.due);
      else this.#timers.delete(change.timer);
    }
  }
}

function isGone(order: StepOrder, aborted: readonly string[], state: ExecutionState): boolean {
  return aborted.includes(order.id) && !Object.hasOwn(state.closing, order.id);
}

function isOf<K extends ExecutionEvent['kind']>(
  event: ExecutionEvent,
  kind: K,
): event is Extract<ExecutionEvent, { readonly kind: K }> {
  return event.kind === kind;
}

function nameOf({ effect }: StepOrder): string {
  switch (effect.kind) {
    case 'function':
      return effect.name;
    case 'http':
      return `${effect.method} ${JSON.stringify(effect.endpoint)}`;
    case 'workflow':
      return `workflow:${effect.namespace}/${effect.name}`;
    case 'emit':
      return `emit:${effect.event.type}`;
    case 'call':
      return `call:${effect.protocol}`;
    case 'process':
      return `run:${effect.process}`;
    case 'lock':
      return `lock:${effect.key}`;
    case 'unavailable':
      return effect.what;
  }
}
