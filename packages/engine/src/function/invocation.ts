import {
  taskOfStep,
  FaultError,
  type Json,
  type Operation,
  type Outcome,
  type Recorded,
  type StepId,
} from '@batonhq/core';
import type { OperationListener } from '../advance/active-steps.ts';
import type { Reserved } from '../budget/budgets.ts';
import { copyJson } from '../payload.ts';
import { AbandonedError, type Attempt, type Leaving } from '../perform/attempt.ts';
import type { StepReply } from './context.ts';
import { faultOfError } from './fault-of-error.ts';
import { outcomeOf, type History, type RecordedOutcome } from './history.ts';
import type { Continued, InvocationHost } from './invocation-host.ts';
import type { OperationPort, OperationRequest } from './operation-port.ts';
import { runPaid } from './paid-step.ts';

interface Pending {
  readonly step: StepId;
  readonly request: OperationRequest;
  /** The last claim of its code, which runs from the first one on; null before. */
  attempt: number | null;
  resolve(output: Json): void;
  reject(error: unknown): void;
}

/**
 * One invocation of a function, as the engine sees it: makes operations durable and hands their outcomes back.
 *
 * (1) An operation is a trigger; what follows from it (running the code of a step) waits until the claim is durable.
 * (2) Outcomes are handed out one at a time in the order of the journal, and the next one only after the function has
 *     come as far as it can with the one before; so it goes the same way when it is invoked again.
 * (3) It hears every durable event about its operations from before it reads its history, whoever decided it (a timer,
 *     a signal, a person); sequence numbers tell what it knows already.
 * (4) How its own step ended it hears as soon as that is decided, so that what it asks for next is written together with
 *     that. Should the commit be refused, the same outcome is decided again, so what it heard stays true; should the
 *     process die, nothing has left it, because the code of a step waits for (1).
 */
export class Invocation implements OperationPort, OperationListener {
  readonly attempt: Attempt;
  readonly continued: Continued | null;
  /** Called when it is over, however that came. */
  onClose: (() => void) | null = null;
  readonly #host: InvocationHost;
  /** Made when it asks for its first operation: most functions ask for none. */
  #pending: Map<StepId, Pending> | null = null;
  #history: History | null = null;
  #outcomes: RecordedOutcome[] = [];
  /** Steps whose outcome it heard before that was durable. */
  #foreseen: Set<StepId> | null = null;
  /** What it did before is still being read: whatever it hears meanwhile will be part of that. */
  #isRecalling = false;
  #heard = 0;
  #now: number | null;
  /** Claims that are not durable yet, and steps whose code runs. */
  #claims = 0;
  #bodies = 0;
  #isPausing = false;
  #isStill = false;
  /** It ends as soon as the code of its steps has: what that does outside cannot be called back, so it is to be recorded. */
  #isRetiring = false;
  /** It asked to continue as new: how it ends says nothing. */
  #isContinuing = false;
  #isOver = false;

  constructor(
    host: InvocationHost,
    { attempt, continued }: { readonly attempt: Attempt; readonly continued: Continued | null },
  ) {
    this.#host = host;
    this.attempt = attempt;
    this.continued = continued;
    this.#now = continued?.at ?? null;
    attempt.onLeave = (leaving) => this.#leave(leaving);
  }

  get signal(): AbortSignal {
    return this.attempt.signal;
  }

  /** True when nothing it does is of interest any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Begins to hear about its operations, before what was recorded of them is read. */
  recall(): void {
    this.#isRecalling = true;
    this.attempt.listener = this;
  }

  /** Takes up what was recorded before. */
  remember(history: History): void {
    this.#history = history;
    this.#isRecalling = false;
    this.#outcomes = history.outcomes.filter(({ step }) => this.#isOwn(step));
    this.#now ??= history.begunAt;
    this.#heard = Math.max(this.#heard, history.outcomes.at(-1)?.seq ?? 0);
  }

  /** Tells how the function ended. */
  finish(outcome: Outcome): void {
    if (this.#isOver || this.#isContinuing || this.#isRetiring) return;
    const left = this.#history?.leftBeside(this.#stepOf(rootPath(this.continued)));
    if (left !== undefined) this.#mismatch(`it ended without asking for ${left}, as it did before`);
    else {
      this.#close();
      this.attempt.finish(outcome);
    }
  }

  ask(request: OperationRequest): Promise<Json> {
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    const step = this.#stepOf(request.name);
    if (this.#isOver) {
      if (this.attempt.signal.aborted) reject(new AbandonedError(`${step} was not begun: the task is over`));
      return promise;
    }
    if (this.#isRetiring) return promise;
    this.attempt.listener = this;
    if (request.operation.kind === 'continueAs') this.#isContinuing = true;
    (this.#pending ??= new Map()).set(step, { step, request, attempt: null, resolve, reject });
    try {
      this.#begin(step, request.operation);
    } catch (error) {
      this.#pending?.delete(step);
      reject(error);
    }
    return promise;
  }

  now(): number {
    return this.#now ?? this.attempt.begunAt;
  }

  isReplaying(): boolean {
    const history = this.#history;
    if (history === null) return false;
    const next = this.#outcomes[0]?.seq ?? Infinity;
    return history.hasLeft || next <= (history.outcomes.at(-1)?.seq ?? 0);
  }

  log(message: string, data: Json): void {
    const { execution, id } = this.attempt.order;
    this.#host.log({ execution, task: id, at: this.#host.time.now(), message, data });
  }

  standsStill(still: boolean): void {
    this.#isStill = still;
    if (still) this.#restSoon();
    else this.attempt.wake();
  }

  hear(recorded: Recorded): void {
    if (this.#isOver) return;
    if (recorded.event.kind === 'step.claimed') this.#claimed(recorded);
    if (recorded.event.kind === 'gate.passed') this.#letThrough(recorded.event.step);
    const outcome = outcomeOf(recorded);
    if (outcome === null || !this.#isOwn(outcome.step)) return;
    if (this.#foreseen?.delete(outcome.step) === true || outcome.seq <= this.#heard) return;
    this.#heard = outcome.seq;
    this.#take(outcome);
  }

  /** When its commit is refused the same outcome is decided again (4), so it is known by its step, not by its number. */
  foresee(recorded: Recorded): void {
    const outcome = this.#isOver || this.#isRecalling ? null : outcomeOf(recorded);
    if (outcome === null || !this.#isOwn(outcome.step) || this.#foreseen?.has(outcome.step) === true) return;
    (this.#foreseen ??= new Set()).add(outcome.step);
    this.#take(outcome);
  }

  #take(outcome: RecordedOutcome): void {
    this.#outcomes.push(outcome);
    // Now, not when the function notices: until then the execution would look as if nothing went on for it, and leave.
    this.attempt.wake();
    this.#handOut();
    if (this.#isStill) this.#restSoon();
  }

  #begin(step: StepId, wanted: Operation): void {
    const known = this.#history?.recall(step);
    const left = known === undefined ? this.#history?.leftBeside(step) : undefined;
    if (known !== undefined) this.#recall(step, { wanted, known });
    else if (left !== undefined) this.#mismatch(`it asked for ${step} where it had asked for ${left}`);
    else this.#claim(step, this.#recordable(wanted));
  }

  #recall(step: StepId, { wanted, known }: { readonly wanted: Operation; readonly known: Operation }): void {
    if (known.kind !== wanted.kind) this.#mismatch(`${step} is now a ${wanted.kind}, it was a ${known.kind}`);
    else if (known.kind === 'step' && this.#history?.hasEnded(step) !== true)
      this.#claim(step, wanted, { isKnown: true });
    else if (!this.#isPausing) this.#pause();
  }

  /** Values inside an operation are copied: the function may change them later. */
  #recordable(operation: Operation): Operation {
    const { limits } = this.#host;
    if (operation.kind === 'continueAs') return { ...operation, input: copyJson(operation.input, limits) };
    if (operation.kind !== 'call' || !('input' in operation.effect)) return operation;
    return { ...operation, effect: { ...operation.effect, input: copyJson(operation.effect.input, limits) } };
  }

  #claim(step: StepId, operation: Operation, more: { readonly isKnown?: true } = {}): void {
    const { advancer, time } = this.#host;
    const { resident, order } = this.attempt;
    if (this.#host.isClosing()) return;
    const asked = { task: taskOfStep(order.id), step, operation, ...more };
    const trigger = { kind: 'operation', at: time.now(), ...asked } as const;
    this.#claims += 1;
    advancer.advance(resident, trigger, {
      insists: true,
      resolve: ({ refusal }) => this.#answered(refusal === undefined),
      reject: () => this.#answered(false),
    });
  }

  #answered(isClaimed: boolean): void {
    this.#claims -= 1;
    if (!isClaimed) this.#retire();
    else if (this.#isStill) this.#restSoon();
  }

  /** Its own code it claims itself, once it has passed all gates; before the last one, asking changes nothing. */
  #letThrough(step: StepId): void {
    const operation = this.#pending?.get(step)?.request.operation;
    if (operation?.kind === 'step') this.#claim(step, operation);
  }

  #claimed({ event, seq, at }: Recorded): void {
    if (event.kind !== 'step.claimed') return;
    if (event.operation?.kind === 'continueAs') {
      this.#close();
      this.#host.continued(this.attempt, {
        input: event.operation.input,
        since: seq,
        at,
        generation: (this.continued?.generation ?? 0) + 1,
      });
      return;
    }
    const pending = this.#pending?.get(event.step);
    if (pending !== undefined) this.#perform(pending, event.attempt);
  }

  /**
   * Runs the code of a step (1), once: a person who lets it run again and the function that asks for it again may both
   * have claimed it. How it ends counts for the last claim.
   */
  #perform(pending: Pending, attempt: number): void {
    const { name, body, cost } = pending.request;
    const isRunning = pending.attempt !== null;
    pending.attempt = attempt;
    if (body === undefined || isRunning) return;
    this.attempt.wake();
    this.#bodies += 1;
    const scope = {
      idempotencyKey: `${this.attempt.order.idempotencyKey}|${name}`,
      signal: this.signal,
      answered: (reply: StepReply) =>
        this.#host.answered(this.attempt, { ...pending.request, step: pending.step, reply }),
    };
    if (cost !== undefined) {
      const { limits } = this.#host;
      const reserve = (): Promise<Reserved> => this.#host.reserve(this.attempt, pending.step, cost);
      runPaid({ body, scope, limits, reserve }).then(
        (outcome) => this.#report(pending, outcome),
        (error: unknown) => this.#host.failed(error),
      );
      return;
    }
    new Promise((resolve) => resolve(body({ ...scope, limit: null, spent: costsNothing }))).then(
      (output) => this.#performed(pending, output),
      (error: unknown) => this.#report(pending, { kind: 'failed', fault: faultOfError(error) }),
    );
  }

  #performed(of: Pending, output: unknown): void {
    try {
      this.#report(of, { kind: 'completed', output: copyJson(output, this.#host.limits) });
    } catch (error) {
      this.#report(of, { kind: 'failed', fault: faultOfError(error) });
    }
  }

  #report({ step, attempt }: Pending, outcome: Outcome): void {
    this.#bodies -= 1;
    const { resident } = this.attempt;
    if (this.#isOver || resident.gone || attempt === null) return;
    this.#host.advancer.advance(resident, { kind: 'outcome', at: this.#host.time.now(), step, attempt, outcome });
    if (this.#isRetiring) this.#retire();
  }

  /** Hands out the next outcome when somebody waits for it (2). */
  #handOut(): void {
    const next = this.#outcomes[0];
    const pending = next === undefined ? undefined : this.#pending?.get(next.step);
    if (next === undefined || pending === undefined || this.#isPausing || this.#isRetiring || this.#isOver) return;
    this.#outcomes.shift();
    this.#pending?.delete(next.step);
    this.#now = next.at;
    if (this.#waits) this.#pause();
    if ('output' in next.result) pending.resolve(next.result.output);
    else pending.reject(new FaultError(next.result.fault));
  }

  /** Lets the function come as far as it can before it hears more; within this turn, so that commits share a sync. */
  #pause(): void {
    this.#isPausing = true;
    afterMicrotasks(() => {
      this.#isPausing = false;
      this.#handOut();
      if (this.#isStill) this.#restSoon();
    });
  }

  /** Frees its place when all it waits for comes from elsewhere; not at once, for it may be between two steps. */
  #restSoon(): void {
    if (this.#isBusy()) return;
    setImmediate(() => {
      if (this.#isStill && !this.#isBusy()) this.attempt.rest();
    });
  }

  /** True while an operation it asked for has not come back. */
  get #waits(): boolean {
    return this.#pending !== null && this.#pending.size > 0;
  }

  #isBusy(): boolean {
    return !this.#waits || this.#claims > 0 || this.#bodies > 0 || this.#isPausing || this.#isOver;
  }

  #mismatch(difference: string): void {
    const { resident, order } = this.attempt;
    this.#host.advancer.advance(resident, {
      kind: 'mismatch',
      at: this.#host.time.now(),
      task: taskOfStep(order.id),
      difference,
    });
    this.#retire();
  }

  /** The execution stands still: this invocation ends here, and the function is invoked again when it goes on. */
  #retire(): void {
    this.#isRetiring = true;
    if (this.#bodies > 0) return;
    this.#close();
    this.attempt.detach();
  }

  #leave({ reason, isSilent }: Leaving): void {
    const pending = [...(this.#pending?.values() ?? [])];
    this.#close();
    if (!isSilent)
      for (const asked of pending) asked.reject(new AbandonedError(`${asked.step} was abandoned: ${reason}`));
  }

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onClose?.();
    this.#pending?.clear();
    if (this.attempt.listener === this) this.attempt.listener = null;
  }

  /** False for what the function asked for before it went on as new: nobody waits for that any more. */
  #isOwn(step: StepId): boolean {
    return step.startsWith(this.#stepOf(rootPath(this.continued)));
  }

  #stepOf(name: string): StepId {
    return `${this.attempt.order.id}|${name}`;
  }
}

/** A step that named no cost has none to tell. */
function costsNothing(): void {}

/** Calls back when nothing is left to do but what waits for the outside: a tick comes after all microtasks before it. */
function afterMicrotasks(callback: () => void): void {
  queueMicrotask(() => process.nextTick(callback));
}

/** What the names of a function's own operations begin with. */
export function rootPath(continued: { readonly generation: number } | null): string {
  return continued === null ? '' : `+${continued.generation}/`;
}
