import { areAmounts, fault, FaultError, type Amounts, type Outcome } from '@batonhq/core';
import type { Reserved } from '../budget/budgets.ts';
import { copyJson, type PayloadLimits } from '../payload.ts';
import type { StepScope } from './context.ts';
import { faultOfError } from './fault-of-error.ts';

/** The code of a step that costs something. */
export interface PaidStep {
  readonly body: (scope: StepScope) => unknown;
  readonly scope: Omit<StepScope, 'limit' | 'spent'>;
  readonly limits: PayloadLimits;
  readonly reserve: () => Promise<Reserved>;
}

/**
 * Runs the code of a step when its worst case is set aside, and records what it cost before its outcome: should the process
 * die between the two, what was spent is known, and the next attempt asks anew.
 *
 * Rejects only when the journal failed.
 */
export async function runPaid({ body, scope, limits, reserve }: PaidStep): Promise<Outcome> {
  const reserved = await reserve();
  if (reserved.kind === 'refused') return { kind: 'failed', fault: reserved.fault };
  const { amounts, settle } = reserved.held;
  if (scope.signal.aborted) {
    await settle({});
    return { kind: 'failed', fault: faultOfError(scope.signal.reason) };
  }
  // What its code does not tell is the worst that can be.
  let spent: Amounts = amounts;
  const paid = { ...scope, limit: amounts.time ?? null, spent: (told: Amounts) => (spent = checked(told)) };
  const outcome = await outcomeOf(async () => body(paid), limits);
  await settle(spent);
  return outcome;
}

function checked(amounts: Amounts): Amounts {
  if (areAmounts(amounts)) return amounts;
  throw new FaultError(fault('validation', 'what a step costs is told in whole numbers that are not negative'));
}

async function outcomeOf(code: () => Promise<unknown>, limits: PayloadLimits): Promise<Outcome> {
  try {
    return { kind: 'completed', output: copyJson(await code(), limits) };
  } catch (error) {
    return { kind: 'failed', fault: faultOfError(error) };
  }
}
