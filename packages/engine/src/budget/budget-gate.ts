import type { ExecutionState, GatedCall, JsonObject, Program } from '@batonhq/core';
import { passed, type GateDoor, type Gatekeeper, type GateRequest } from '../gate/gatekeeper.ts';
import { budgetFault, mayFitLater } from './budget-fault.ts';
import type { BudgetOptions } from './budget-options.ts';
import { isGone } from './budget-questions.ts';
import type { Budgets } from './budgets.ts';
import { isOutside, paidFor, type Price } from './price.ts';

/** What standing before calls that cost something needs. */
export interface BudgetGateHost {
  readonly budgets: Pick<Budgets, 'refusalFor' | 'moreFor' | 'currency'>;
  readonly options: BudgetOptions;
  priceOf(call: GatedCall['call']): Price | null;
  standing(execution: string): Promise<{ readonly program: Program; readonly state: ExecutionState } | null>;
  /** The engine cannot go on. */
  failed(error: unknown): void;
}

/**
 * Stands before the calls of executions whose budgets ask for more (`onExceeded: ask`): one that does not fit waits here for people,
 * before it is claimed. So it can wait for days without a place and without memory, and a process that dies leaves no doubt about it. What
 * is really set aside is decided when it is made.
 */
export class BudgetGate implements Gatekeeper {
  readonly gate = 'budget';
  readonly #host: BudgetGateHost;

  constructor(host: BudgetGateHost) {
    this.#host = host;
  }

  wish({ call, origin, budget, metadata }: GatedCall): JsonObject | null {
    const { execution } = this.#host.options;
    const asks = [budget, origin.budget, execution, metadata.budget].some((one) => one?.onExceeded === 'ask');
    if (!asks || call.kind === 'step') return null;
    return this.#host.priceOf(call) === null && !isOutside(call) ? null : {};
  }

  recorded(): void {
    // Nothing is held for anybody: setting aside comes later.
  }

  ask(request: GateRequest, door: GateDoor): void {
    this.#look(request, door).catch((error: unknown) => {
      if (!isGone(error)) this.#host.failed(error);
    });
  }

  async #look({ execution, step, call }: GateRequest, door: GateDoor): Promise<void> {
    const { budgets } = this.#host;
    if (call.kind === 'step') return;
    const paid = { of: paidFor(call), price: this.#host.priceOf(call) };
    for (;;) {
      const standing = await this.#host.standing(execution);
      if (standing === null || door.isOver) return;
      const refusal = budgets.refusalFor({ ...standing, step }, paid);
      if (refusal?.why !== 'cap' || mayFitLater(refusal)) {
        door.answer(passed({}));
        return;
      }
      if (await budgets.moreFor({ ...standing, isOver: () => door.isOver }, refusal, paid.of)) continue;
      const { currency } = budgets;
      door.answer({ kind: 'failed', fault: budgetFault(refusal, { of: paid.of, currency }) });
      return;
    }
  }
}
