import { limitFromJson, limitOf, type ExecutionEvent } from '@batonhq/core';
import { verifyLimit, type LimitSetting } from '@batonhq/engine';
import type { DurableState } from '../memory-journal/durable-state.ts';
import type { Seed } from '../random/seeded-random.ts';
import { inDurableOrder, isWithin } from './durable-order.ts';
import type { Violation } from './effect-checks.ts';
import { isOfOldWorld } from './regression-seeds.ts';

/** How many calls of a function may be under way in a limited world. */
const places: ReadonlyMap<string, number> = new Map([
  ['function/pay', 1],
  ['function/once', 2],
]);

/** What is limited in a limited world. */
export const someLimits: readonly LimitSetting[] = [
  { function: 'pay', concurrency: 1, rate: { count: 2, per: 1_000 }, burst: 2 },
  { function: 'once', concurrency: 2 },
  { function: 'slow', quota: '3/minute', breaker: { failures: 2, pause: 2_000 } },
];

/** In a fifth of the worlds calls are limited. Not where an old seed tells of something else: it would lose its meaning. */
export function isLimited(seed: Seed): boolean {
  return seed % 5 === 2 && !isOfOldWorld(seed);
}

/**
 * Limits, read from the executions and not from the limits: in the order in which things became durable, nobody passes while
 * all places are taken by calls that have not ended. And each grant was right by what its own stream knew.
 */
export function checkLimits(durable: DurableState): readonly Violation[] {
  const room = new Room();
  for (const { execution, event } of inDurableOrder(durable)) room.see(execution, event);
  return [...room.violations, ...limitsOf(durable).flatMap((stream) => grantsOf(durable, stream))];
}

/** Once every execution has ended, all places are free. */
export function checkLimitsAreFree({ facts }: DurableState): readonly Violation[] {
  return facts.standing('tenant/').flatMap(({ stream, state }) => {
    const limit = limitOf(stream) === null || state === null ? null : limitFromJson(state);
    return limit === null || limit.holders.length === 0
      ? []
      : [`limit: ${stream} has holders in the end: ${JSON.stringify(limit.holders)}`];
  });
}

function limitsOf({ facts }: DurableState): readonly string[] {
  return facts.standing('tenant/').flatMap(({ stream }) => (limitOf(stream) === null ? [] : [stream]));
}

function grantsOf(durable: DurableState, stream: string): readonly Violation[] {
  const facts = durable.facts.read(stream, { seq: 0 });
  return verifyLimit({ stream, facts, kept: null }).map(({ invariant, what }) => `${invariant} ${what}`);
}

class Room {
  readonly violations: Violation[] = [];
  /** Calls under way, by resource: execution and step. */
  readonly #inside = new Map<string, Map<string, { readonly execution: string; readonly step: string }>>();

  see(execution: string, event: ExecutionEvent): void {
    switch (event.kind) {
      case 'gate.passed':
        if (event.gate === 'limit') this.#enter(execution, event.step, event.pass['resource']);
        break;
      case 'step.completed':
      case 'step.failed':
      case 'step.ambiguous':
      case 'step.held':
        this.#leave(execution, (step) => step === event.step);
        break;
      case 'step.claimed':
        if (event.operation?.kind === 'continueAs')
          this.#leave(execution, (step) => step.startsWith(`${event.step.slice(0, event.step.indexOf('|'))}|`));
        break;
      case 'task.completed':
      case 'task.faulted':
      case 'task.cancelled':
        this.#leave(execution, (step) => isWithin(step, event.task));
        break;
      case 'execution.completed':
      case 'execution.faulted':
      case 'execution.cancelled':
        this.#leave(execution, () => true);
        break;
      default:
    }
  }

  #enter(execution: string, step: string, resource: unknown): void {
    const most = typeof resource === 'string' ? places.get(resource) : undefined;
    if (most === undefined || typeof resource !== 'string') return;
    const inside =
      this.#inside.get(resource) ?? new Map<string, { readonly execution: string; readonly step: string }>();
    this.#inside.set(resource, inside.set(JSON.stringify([execution, step]), { execution, step }));
    if (inside.size > most)
      this.violations.push(`limit: ${execution} ${step} came in beside ${inside.size - 1} of ${most} at ${resource}`);
  }

  #leave(execution: string, leaves: (step: string) => boolean): void {
    for (const inside of this.#inside.values())
      for (const [key, call] of inside) if (call.execution === execution && leaves(call.step)) inside.delete(key);
  }
}
