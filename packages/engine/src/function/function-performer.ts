import { fault, walkFrames, type Effect, type Journal, type Json, type Outcome, type StepOrder } from '@batonhq/core';
import type { Price } from '../budget/price.ts';
import type { FunctionDefinition } from '../engine.ts';
import { copyJson } from '../payload.ts';
import type { Attempt } from '../perform/attempt.ts';
import { DurableContext } from './durable-context.ts';
import { faultOfError } from './fault-of-error.ts';
import { readHistory } from './history.ts';
import { Invocation, rootPath } from './invocation.ts';
import type { Continued, InvocationHost } from './invocation-host.ts';
import type { TaskFacts } from './operation-port.ts';
import type { FunctionRegistry, RegisteredFunction } from './registry.ts';

/** What performing functions needs of the engine around it. */
export interface FunctionHost extends Omit<InvocationHost, 'continued'> {
  readonly journal: Pick<Journal, 'read'>;
  readonly registry: FunctionRegistry;
  /** Invokes a function in a process of its own; fulfils with what it returned. */
  isolate(module: { readonly file: string; readonly name: string }, call: IsolatedCall): Promise<unknown>;
  /** Why a function may not be called although its step was claimed; null when it may. */
  objection(attempt: Attempt): string | null;
}

type FunctionEffect = Effect & { readonly kind: 'function' };

/** A function to invoke in a process of its own. */
export interface IsolatedCall {
  readonly invocation: Invocation;
  readonly facts: TaskFacts;
  readonly input: Json;
}

interface Call {
  readonly attempt: Attempt;
  readonly callee: RegisteredFunction;
  readonly continued: Continued | null;
}

/**
 * Performs functions of the catalog.
 *
 * A plain function is a direct call. One that asks its context for operations becomes durable by that; when it was
 * begun before (its process died, or it left memory) what it did is read from the journal before it is invoked.
 */
export class FunctionPerformer {
  readonly #host: FunctionHost;
  readonly #invocationHost: InvocationHost;
  /** Attempts that wait for their function to be registered; null once nobody waits for that any more. */
  #early: Attempt[] | null = [];

  constructor(host: FunctionHost) {
    this.#host = host;
    const { advancer, time, limits } = host;
    this.#invocationHost = {
      advancer,
      time,
      limits,
      isClosing: () => host.isClosing(),
      reserve: (attempt, step, cost) => host.reserve(attempt, step, cost),
      failed: (error) => host.failed(error),
      log: (entry) => host.log(entry),
      answered: (attempt, answered) => host.answered(attempt, answered),
      continued: (attempt, next) => this.#goOn(attempt, next),
    };
  }

  /** Adds a function, and begins what waited for it. */
  register(definition: FunctionDefinition): void {
    this.#host.registry.register(definition);
    const early = this.#early ?? [];
    this.#early = this.#early === null ? null : [];
    for (const attempt of early) this.#retry(attempt);
  }

  /** From now on a missing function is missing: recovery begins before a program has registered all it has. */
  expectNoMore(): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const attempt of early) this.#retry(attempt);
  }

  /** What a call of a function costs; null when it has no price. */
  priceOf({ name, version }: FunctionEffect): Price | null {
    const { registry } = this.#host;
    return registry.hasPrices ? (registry.find(name, version)?.cost ?? null) : null;
  }

  perform(attempt: Attempt, effect: FunctionEffect): void {
    const callee = this.#host.registry.find(effect.name, effect.version);
    if (callee === undefined) {
      this.#miss(attempt, effect);
      return;
    }
    const mayAsk = attempt.cause !== 'revived' && attempt.order.probing !== true;
    const objection = mayAsk ? this.#host.objection(attempt) : null;
    if (objection !== null) {
      attempt.finish({ kind: 'unavailable', reason: objection });
      return;
    }
    const { continued, attempt: number } = attempt.order;
    const call = { attempt, callee, continued: continued === undefined ? null : continuedFrom(continued) };
    if (forbidsRepeat(attempt, callee)) attempt.finish({ kind: 'unknown', reason: 'the process died during it' });
    else if (number === 1 && attempt.cause === 'claimed' && continued === undefined)
      this.#invoke(this.#prepare(call), effect.input);
    else this.#invokeAgain(call, continued?.input ?? effect.input).catch((error: unknown) => this.#host.failed(error));
  }

  #miss(attempt: Attempt, { name, version }: FunctionEffect): void {
    if (this.#early !== null) this.#early.push(attempt);
    else
      attempt.finish({
        kind: 'unavailable',
        reason: `no function ${name}${version === undefined ? '' : `:${version}`} is registered`,
      });
  }

  #retry(attempt: Attempt): void {
    const { effect } = attempt.order;
    if (effect.kind === 'function' && !attempt.isOver) this.perform(attempt, effect);
  }

  /** The same attempt goes on with a new input, and with nothing behind it. */
  #goOn(attempt: Attempt, continued: Continued): void {
    const { effect } = attempt.order;
    const callee = effect.kind === 'function' ? this.#host.registry.find(effect.name, effect.version) : undefined;
    if (callee !== undefined) this.#invoke(this.#prepare({ attempt, callee, continued }), continued.input);
  }

  async #invokeAgain(call: Call, input: Json): Promise<void> {
    const prepared = this.#prepare(call);
    const { order } = call.attempt;
    prepared.invocation.recall();
    const since = Math.max(0, (call.continued?.since ?? 0) - 1);
    prepared.invocation.remember(
      await readHistory(this.#host.journal, { execution: order.execution, step: order.id, since }),
    );
    if (!prepared.invocation.isOver) this.#invoke(prepared, input);
  }

  #prepare(call: Call): Prepared {
    return { ...call, invocation: new Invocation(this.#invocationHost, call) };
  }

  #invoke(prepared: Prepared, input: Json): void {
    const { callee, invocation } = prepared;
    const problems = callee.checkInput?.(input) ?? [];
    if (problems.length > 0) {
      invocation.finish(invalid(`the input of ${callee.name}`, problems));
      return;
    }
    try {
      const result = this.#call(prepared, input);
      if (isThenable(result))
        Promise.resolve(result).then(
          (output) => this.#returned(prepared, output),
          (error: unknown) => invocation.finish(failure(error)),
        );
      else this.#returned(prepared, result);
    } catch (error) {
      invocation.finish(failure(error));
    }
  }

  #call({ attempt, callee, continued, invocation }: Prepared, input: Json): unknown {
    const { execution, id, idempotencyKey } = attempt.order;
    const { tenant = 'local', user = 'local' } = attempt.resident.state?.origin ?? {};
    const facts = { execution, tenant, user, task: id, idempotencyKey, path: rootPath(continued) };
    if (callee.module !== null) return this.#host.isolate(callee.module, { invocation, facts, input });
    return callee.run(new DurableContext(facts, invocation), copyJson(input, this.#host.limits));
  }

  #returned({ callee, invocation }: Prepared, output: unknown): void {
    if (invocation.isOver) return;
    try {
      const copy = copyJson(output, this.#host.limits);
      const problems = callee.checkOutput?.(copy) ?? [];
      invocation.finish(
        problems.length === 0 ? { kind: 'completed', output: copy } : invalid(`the output of ${callee.name}`, problems),
      );
    } catch (error) {
      invocation.finish(failure(error));
    }
  }
}

interface Prepared extends Call {
  readonly invocation: Invocation;
}

/**
 * True when the function was registered as one that must not be repeated, and its process died. A durable function may
 * always be invoked again: what must not be repeated in it are its steps, and those have rules of their own.
 */
function forbidsRepeat({ cause, order, resident }: Attempt, { repeat }: RegisteredFunction): boolean {
  if (cause !== 'recovered' || order.probing === true || (repeat !== 'never' && repeat !== 'probe')) return false;
  let isDurable = false;
  if (resident.state !== null)
    walkFrames(resident.state, (frame) => {
      if (frame.kind === 'call' && frame.key === order.id) isDurable = frame.durable;
    });
  return !isDurable;
}

function continuedFrom({ since, generation, input }: NonNullable<StepOrder['continued']>): Continued {
  return { since, generation, input, at: null };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function failure(error: unknown): Outcome {
  return { kind: 'failed', fault: faultOfError(error) };
}

function invalid(what: string, problems: readonly string[]): Outcome {
  return { kind: 'failed', fault: fault('validation', `${what} is not valid: ${problems.join('; ')}`) };
}
