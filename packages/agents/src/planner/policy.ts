import type { Risk } from './plan.ts';

/** When a person must agree before a task of a plan is done. */
export type PlanPolicy = {
  /** The lowest risk that is asked about; `never` asks about nothing. */
  readonly askFrom: Risk | 'never';
  /** Functions that are asked about whatever their risk. */
  readonly alwaysAsk: readonly string[];
};

/** What cannot be mended is asked about: everything of high risk. */
export const usualPolicy: PlanPolicy = { askFrom: 'high', alwaysAsk: [] };

const order: readonly Risk[] = ['low', 'medium', 'high'];

/** Whether a call of a function of this risk is asked about. */
export function needsApproval(
  { askFrom, alwaysAsk }: PlanPolicy,
  called: { readonly name: string; readonly risk: Risk; readonly isIrreversible: boolean },
): boolean {
  if (alwaysAsk.includes(called.name)) return true;
  if (askFrom === 'never') return false;
  return called.isIrreversible || order.indexOf(called.risk) >= order.indexOf(askFrom);
}

/** The higher of two risks. */
export function higherRisk(left: Risk, right: Risk): Risk {
  return order.indexOf(left) >= order.indexOf(right) ? left : right;
}
