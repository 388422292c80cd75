import { fault, FaultError, type Effect, type Json, type Outcome } from '@batonhq/core';
import { defaultLimits, type FunctionContext } from '@batonhq/engine';
import { copyJson, faultOfError, type FunctionRegistry, type RegisteredFunction } from '@batonhq/engine/parts';
import type { PerformingOf } from './performing.ts';

type FunctionEffect = Effect & { readonly kind: 'function' };

/** Calls functions of the catalog that ask their context for nothing durable. */
export async function callFunction(
  registry: FunctionRegistry,
  { order, whose: { tenant, user }, signal, isApproved }: PerformingOf,
  effect: FunctionEffect,
): Promise<Outcome> {
  const callee = registry.find(effect.name, effect.version);
  if (callee === undefined) return { kind: 'unavailable', reason: `no function ${nameOf(effect)} is registered` };
  if (callee.module !== null)
    return { kind: 'unavailable', reason: `${nameOf(effect)} needs a process of its own, which is not available here` };
  if (callee.risk === 'high' && !isApproved && order.probing !== true)
    return { kind: 'unavailable', reason: `${nameOf(effect)} is of high risk: here its task needs metadata.approval` };
  const problems = callee.checkInput?.(effect.input) ?? [];
  if (problems.length > 0) return invalid(`the input of ${callee.name}`, problems);
  const { execution, idempotencyKey } = order;
  try {
    const context = plainContext({ execution, tenant, user, task: order.id, idempotencyKey, signal });
    return checked(callee, await callee.run(context, copyJson(effect.input, defaultLimits)));
  } catch (error) {
    return { kind: 'failed', fault: faultOfError(error) };
  }
}

function checked(callee: RegisteredFunction, result: unknown): Outcome {
  const output: Json = copyJson(result, defaultLimits);
  const problems = callee.checkOutput?.(output) ?? [];
  return problems.length === 0 ? { kind: 'completed', output } : invalid(`the output of ${callee.name}`, problems);
}

function invalid(what: string, problems: readonly string[]): Outcome {
  return { kind: 'failed', fault: fault('validation', `${what} is not valid: ${problems.join('; ')}`) };
}

function nameOf({ name, version }: FunctionEffect): string {
  return version === undefined ? name : `${name}:${version}`;
}

/** The parts of the context that need no journal. Asking for more faults the task and says why. */
function plainContext(
  facts: Pick<FunctionContext, 'execution' | 'tenant' | 'user' | 'task' | 'idempotencyKey' | 'signal'>,
): FunctionContext {
  const missing = (): never => {
    throw new FaultError(fault('configuration', 'durable operations of functions are not available on Restate yet'));
  };
  const rejected = async (): Promise<never> => missing();
  return {
    ...facts,
    step: rejected,
    sleep: rejected,
    waitFor: rejected,
    call: rejected,
    lock: rejected,
    all: rejected,
    race: rejected,
    now: missing,
    random: missing,
    log: () => {},
    continueAs: missing,
  };
}
