import { isJsonObject, lockFromJson, taskOfStep, type ExecutionEvent } from '@batonhq/core';
import type { DurableState } from '../memory-journal/durable-state.ts';
import { inDurableOrder, isWithin } from './durable-order.ts';
import type { Violation } from './effect-checks.ts';

/** Who has a lock, by what the executions themselves have recorded. */
interface Holder {
  readonly execution: string;
  readonly task: string;
  readonly token: number;
}

/**
 * Mutual exclusion, read from the executions and not from the locks: in the order in which things became durable, nobody is
 * granted a lock before the end of whoever had it, and tokens only grow.
 */
export function checkLocks(durable: DurableState): readonly Violation[] {
  const room = new Room();
  for (const { execution, event } of inDurableOrder(durable)) room.see(execution, event);
  return room.violations;
}

/** Once every execution has ended, nobody has a lock and nobody waits for one. */
export function checkLocksAreFree({ facts }: DurableState): readonly Violation[] {
  return facts.standing('tenant/').flatMap(({ stream, state }) => {
    const lock = stream.includes('/lock/') && state !== null ? lockFromJson(state) : null;
    const isFree = lock === null || (lock.holder === null && lock.waiting.length === 0);
    return isFree ? [] : [`lock: ${stream} is not free in the end: ${JSON.stringify(state)}`];
  });
}

class Room {
  readonly violations: Violation[] = [];
  readonly #holders = new Map<string, Holder>();
  readonly #highest = new Map<string, number>();
  /** The keys that operations of functions ask for. */
  readonly #asked = new Map<string, string>();

  see(execution: string, event: ExecutionEvent): void {
    switch (event.kind) {
      case 'lock.acquired':
        this.#enter(event.key, { execution, task: event.task, token: event.token });
        break;
      case 'step.claimed':
        this.#claimed(execution, event);
        break;
      case 'step.completed': {
        const key = this.#asked.get(`${execution} ${event.step}`);
        const token = isJsonObject(event.output) ? Number(event.output['token']) : 0;
        if (key !== undefined) this.#enter(key, { execution, task: event.step, token });
        break;
      }
      case 'task.completed':
      case 'task.faulted':
      case 'task.cancelled':
        this.#leave(execution, (task) => isWithin(task, event.task));
        break;
      case 'execution.completed':
      case 'execution.faulted':
      case 'execution.cancelled':
        this.#leave(execution, () => true);
        break;
      default:
    }
  }

  #claimed(execution: string, { step, operation }: ExecutionEvent & { readonly kind: 'step.claimed' }): void {
    if (operation?.kind === 'call' && operation.effect.kind === 'lock')
      this.#asked.set(`${execution} ${step}`, operation.effect.key);
    else if (operation?.kind === 'release') this.#leave(execution, (task) => operation.of.includes(task));
    else if (operation?.kind === 'continueAs')
      this.#leave(execution, (task) => task.startsWith(`${taskOfStep(step)}|`));
  }

  #enter(key: string, entering: Holder): void {
    const holder = this.#holders.get(key);
    const { execution, task, token } = entering;
    if (holder?.execution === execution && isWithin(task, holder.task)) return;
    if (holder !== undefined)
      this.violations.push(`lock: ${execution} ${task} got ${key} while ${holder.execution} ${holder.task} had it`);
    if (token <= (this.#highest.get(key) ?? 0))
      this.violations.push(`lock: ${execution} ${task} got ${key} with token ${token}, which is no new one`);
    this.#highest.set(key, token);
    this.#holders.set(key, entering);
  }

  #leave(execution: string, leaves: (task: string) => boolean): void {
    for (const [key, holder] of this.#holders)
      if (holder.execution === execution && leaves(holder.task)) this.#holders.delete(key);
  }
}
