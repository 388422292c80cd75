import type { BudgetDoor, BudgetReading } from '@batonhq/engine';

/** What the budgets of an owner need of it. */
export interface BudgetOwner {
  /** Who answers now: the engine, or the journal while nothing moves. */
  readonly reading: () => BudgetReading;
  /** The engine's, started when nobody did before. */
  readonly begin: () => Promise<BudgetDoor>;
}

/** The budgets of an owner, before and after its engine runs: reading starts nothing, an order does. */
export function ownerBudgets({ reading, begin }: BudgetOwner): BudgetDoor {
  return {
    list: (tenant) => reading().list(tenant),
    costs: (filter) => reading().costs(filter),
    set: async (order) => (await begin()).set(order),
  };
}
