import { isJsonObject, type Json } from '../kernel/json.ts';
import type { Fault } from '../kernel/fault.ts';
import type { ExecutionEvent, Recorded } from '../event/event.ts';
import type { Gates } from './gated-call.ts';
import type { Program } from '../program/program.ts';
import type { StepId, StepOrder, TaskKey } from '../step/step.ts';
import type { Decision, Refusal, TimerChange } from './decision.ts';
import { evolve } from './evolve.ts';
import { programAt } from './program-at.ts';
import type { ExecutionState } from './state.ts';

/** Events of one decision before it asks to be continued, so that no decision blocks its thread. */
const fuelPerDecision = 2000;

/** A piece of work inside a decision. Faults are never put off; the rest waits while the execution is suspended. */
export type Work =
  /** Move on inside this frame (or the root): enter the next task, iterate, join, complete. */
  | { readonly kind: 'flow'; readonly key: TaskKey }
  /** Begin a task with what flows into it. */
  | { readonly kind: 'enter'; readonly key: TaskKey; readonly task: number; readonly rawInput: Json }
  /** A branch ended: start those that waited for it, or join. */
  | { readonly kind: 'branch'; readonly fork: TaskKey; readonly index: number }
  /** Something inside this frame faulted. */
  | { readonly kind: 'fault'; readonly key: TaskKey; readonly fault: Fault };

/** A decision in the making: every event is folded in at once, so that what follows is decided on the new state. */
export class Transition {
  /** The program in force: another one from the moment on that people revise it. */
  program: Program;
  /** That which the execution was loaded with, and those that may take its place. */
  readonly family: Program;
  readonly at: number;
  readonly execution: string;
  /** What stands before calls; null where nothing does but what the definition asks for. */
  readonly gates: Gates | null;
  readonly steps: StepOrder[] = [];
  readonly aborted: StepId[] = [];
  readonly work: Work[] = [];
  /** Tasks that faulted in this decision: what was already on its way to begin them does not begin them again. */
  readonly faulted = new Set<TaskKey>();
  /** A fault that is the word of a person or a policy. */
  denied: Fault | null = null;
  /** The step whose outcome is being decided on: nothing of it is left to abort. */
  answered: StepId | null = null;
  #state: ExecutionState | null;
  readonly #events: Recorded[] = [];
  readonly #timers: TimerChange[] = [];
  #refusal: Refusal | undefined;

  constructor(
    program: Program,
    state: ExecutionState | null,
    moment: { readonly at: number; readonly execution: string; readonly gates?: Gates | undefined },
  ) {
    this.family = program;
    this.program = state === null ? program : programAt(program, state);
    this.#state = state;
    this.at = state === null ? moment.at : Math.max(moment.at, state.at);
    this.execution = moment.execution;
    this.gates = moment.gates ?? null;
  }

  /** The state after everything emitted so far. */
  get state(): ExecutionState {
    if (this.#state === null) throw new NotStartedError(this.execution);
    return this.#state;
  }

  /** Records a fact and folds it in. */
  emit(event: ExecutionEvent): void {
    const recorded = { seq: (this.#state?.seq ?? 0) + 1, at: this.at, event };
    this.#state = evolve(this.family, this.#state, { execution: this.execution, recorded });
    this.#events.push(recorded);
    if (event.kind === 'program.revised') this.program = programAt(this.family, this.#state);
    if (event.kind === 'timer.armed') this.#timers.push({ kind: 'arm', timer: event.timer, due: event.due });
    else if (event.kind === 'timer.fired' || event.kind === 'timer.cancelled')
      this.#timers.push({ kind: 'disarm', timer: event.timer });
  }

  /** Tells the caller that its trigger makes no sense now. */
  refuse(code: Refusal['code'], message: string): void {
    this.#refusal = { code, message };
  }

  /** True while nothing new may begin: suspended, or out of fuel. */
  get halted(): boolean {
    return this.state.phase !== 'running' || this.exhausted;
  }

  /** True when this decision has recorded as much as one decision may. */
  get exhausted(): boolean {
    return this.#events.length >= fuelPerDecision;
  }

  /** Steps without those that were claimed and abandoned in this same decision. Children that close are still told. */
  #openSteps(): readonly StepOrder[] {
    if (this.aborted.length === 0) return this.steps;
    const aborted = new Set(this.aborted);
    return this.steps.filter(({ id }) => !aborted.has(id) || Object.hasOwn(this.state.closing, id));
  }

  /** What was decided. */
  decision(): Decision {
    const decision = {
      state: this.state,
      events: this.#events,
      steps: this.#openSteps(),
      aborted: this.aborted,
      timers: this.#timers,
      more: this.exhausted && this.state.phase === 'running',
    };
    return this.#refusal === undefined ? decision : { ...decision, refusal: this.#refusal };
  }
}

/** A trigger other than `start` reached an execution that was never started. */
export class NotStartedError extends Error {
  override readonly name = 'NotStartedError';

  constructor(execution: string) {
    super(`execution ${execution} was never started`);
  }
}

/** A member of a JSON object; undefined when it is missing or the value is no object. */
export function memberOf(value: Json, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
