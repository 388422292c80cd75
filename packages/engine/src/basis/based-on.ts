import type { ExecutionOrigin } from '@batonhq/core';
import { usualCompareAfter, type BasedPlan, type BasisOptions } from './basis-options.ts';

/** What an execution that is about to start records of what its plan rests on; nothing for what is no plan. */
export async function basedOn(
  plan: BasedPlan,
  options: BasisOptions | undefined,
): Promise<Pick<ExecutionOrigin, 'plan'>> {
  if (options === undefined || plan.program.metadata.onFault === undefined) return {};
  const basis = await options.read(plan);
  return basis === null ? {} : { plan: { basis, compareAfter: options.compareAfter ?? usualCompareAfter } };
}
