import { formatDiagnostics, isJsonObject, readDocument, type JsonObject } from '@batonhq/core';
import type { Plan } from '@batonhq/agents/planner';
import type { PlanDoor, Plans, Whose, Wish } from '@batonhq/server';
import { checkBudget } from '../system/check-budget.ts';
import type { PlanOptions, SystemPlanning } from '../system/planning.ts';
import { RequestError } from '../system/request-error.ts';
import { definitionWithin } from './definition-within.ts';
import { editedDefinition } from './edited-definition.ts';
import { KeptPlans } from './kept-plans.ts';
import { PlanStore } from './plan-store.ts';

/** Planning of a system for whoever asks over HTTP: the plans of their tenant, about its workspace, in their name. */
export function planDesk(dataDir: string, planning: SystemPlanning): PlanDoor {
  const stores = new Map<string, PlanStore>();
  const storeOf = (tenant: string): PlanStore => {
    const store = stores.get(tenant) ?? new PlanStore(dataDir, tenant);
    stores.set(tenant, store);
    return store;
  };
  return { of: (whose) => plansOf(whose, planning, storeOf(whose.tenant)) };
}

function plansOf({ tenant, user }: Whose, planning: SystemPlanning, store: PlanStore): Plans {
  const kept = new KeptPlans(store, (definition) => planning.check(definition, { tenant }));
  return {
    async plan(wish, heard) {
      const options = { ...optionsOf(wish), tenant, user, ...(heard !== undefined && { heard }) };
      const plan = await planning.plan(goalOf(wish), options);
      return wish.budget === undefined ? plan : within(plan, checkBudget(wish.budget), { planning, tenant });
    },
    keep: (plan) => kept.keep(plan),
    list: () => kept.list(),
    read: (name, version) => kept.read(name, version),
    compare: (name, pair) => kept.compare(name, pair),
    change: (name, given) => kept.change(name, editedDefinition(definitionIn(given), user)),
    approve: (name, agreement) => kept.approve(name, { ...agreement, by: user }),
    revert: (name, version) => kept.revert(name, version),
    approved: (name, version) => kept.approved(name, version),
  };
}

function goalOf({ goal, description, type }: Wish): string {
  const said = (goal ?? description ?? type ?? '').trim();
  if (said === '') throw new RequestError('the goal is empty: say what you want done, or give a type of work');
  return said;
}

function optionsOf({ type, requirements, businessContext }: Wish): PlanOptions {
  return {
    ...(type !== undefined && { type }),
    ...(requirements !== undefined && { requirements }),
    ...(businessContext !== undefined && { context: businessContext }),
  };
}

interface Checking {
  readonly planning: SystemPlanning;
  readonly tenant: string;
}

/** What a plan may spend is part of it, and of what is agreed to. */
function within(plan: Plan, budget: NonNullable<Wish['budget']>, { planning, tenant }: Checking): Promise<Plan> {
  return planning.check(definitionWithin(plan.definition, budget), { tenant });
}

function definitionIn(given: JsonObject | string): JsonObject {
  if (typeof given !== 'string') return given;
  const { value, diagnostics } = readDocument(given, { file: 'plan.yaml' });
  if (isJsonObject(value)) return value;
  throw new RequestError(diagnostics.length === 0 ? 'the plan holds no members' : formatDiagnostics(diagnostics));
}
