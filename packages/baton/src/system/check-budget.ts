import type { Budget } from '@batonhq/core';
import { RequestError } from './request-error.ts';

const measures: readonly string[] = ['money', 'tokens', 'calls', 'time'];

/** A budget that means what it says. Throws {@link RequestError}. */
export function checkBudget(budget: Budget): Budget {
  const { onExceeded, ...limits } = budget;
  if (onExceeded !== undefined && onExceeded !== 'ask' && onExceeded !== 'fault')
    throw new RequestError(`\`budget.onExceeded\` is "ask" or "fault", not ${JSON.stringify(onExceeded)}`);
  for (const [measure, limit] of Object.entries(limits)) {
    if (!measures.includes(measure))
      throw new RequestError(`\`budget\` limits ${measures.join(', ')}, not ${JSON.stringify(measure)}`);
    if (!(Number.isFinite(limit) && limit >= 0))
      throw new RequestError(`\`budget.${measure}\` is a number that is not negative, not ${String(limit)}`);
  }
  return budget;
}
