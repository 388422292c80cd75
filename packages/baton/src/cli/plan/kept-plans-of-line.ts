import { KeptPlans } from '../../plans/kept-plans.ts';
import { PlanStore } from '../../plans/plan-store.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import { dataDirOf } from '../argument/data-folder.ts';

/** The plans of the command line's data folder, checked by the functions that are there now. */
export function keptPlans(typed: Arguments, system: Pick<OrchestrationSystem, 'checkPlan'>): KeptPlans {
  return new KeptPlans(new PlanStore(dataDirOf(typed)), (definition) => system.checkPlan(definition));
}
