import type { CostEntry, Json } from '@batonhq/core';
import type { AccountView, BudgetDoor, BudgetOrder, BudgetView, CostFilter } from '../budget/budget-door.ts';
import type { ControlConnection } from './connection.ts';

const root = '/engine/budgets';

/** The budgets of an engine in another process. */
export class ControlBudgets implements BudgetDoor {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  async list(tenant?: string): Promise<BudgetView> {
    const query = tenant === undefined ? '' : `?${new URLSearchParams({ tenant }).toString()}`;
    return trusted(await this.#connection.ask({ method: 'GET', path: `${root}${query}` }));
  }

  async costs(filter: CostFilter = {}): Promise<readonly CostEntry[]> {
    const query = new URLSearchParams({ ...filter }).toString();
    const answer: { readonly costs: readonly CostEntry[] } = trusted(
      await this.#connection.ask({ method: 'GET', path: `${root}/costs?${query}` }),
    );
    return answer.costs;
  }

  async set(order: BudgetOrder): Promise<AccountView> {
    return trusted(await this.#connection.ask({ method: 'POST', path: root, body: { ...order } }));
  }
}

/** What the owner says about its own state is as it says: both ends are the same program. */
function trusted<T>(answer: Json): T {
  return answer as T;
}
