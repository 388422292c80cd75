import type { BudgetDoor, BudgetReading } from '@batonhq/engine';

/** What the budgets of an owner need of it. */
export interface BudgetOwner {
  /** Who answers now: the engine, or the journal while nothing moves. */
  readonly reading: () => BudgetReading;
  /** Writes an order down: the engine, or whoever has the journal while nothing moves. */
  readonly set: BudgetDoor['set'];
}

/** The budgets of an owner, before and after its engine runs: neither reading nor an order starts anything. */
export function ownerBudgets({ reading, set }: BudgetOwner): BudgetDoor {
  return {
    list: (tenant) => reading().list(tenant),
    costs: (filter) => reading().costs(filter),
    set,
  };
}
