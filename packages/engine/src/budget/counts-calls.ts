import { tenantAccount, userAccount, type Account, type ExecutionOrigin, type Program } from '@batonhq/core';
import type { BudgetOptions } from './budget-options.ts';

/** Everything that may limit the calls of an execution. */
interface Limiting {
  readonly program: Program;
  readonly origin: ExecutionOrigin;
  readonly options: BudgetOptions;
  readonly accounts: ReadonlyMap<string, Account> | undefined;
}

/** True where somebody limits the number of calls: elsewhere they are not counted, and nothing is written for them. */
export function countsCalls({ program, origin, options, accounts }: Limiting): boolean {
  const { budget, payers = [], user } = origin;
  const said = [budget, program.metadata.budget, options.tenant, options.user, options.execution];
  return (
    said.some((one) => one?.calls !== undefined) ||
    payers.some((payer) => payer.budget.calls !== undefined) ||
    program.tasks.some(({ metadata }) => metadata.budget?.calls !== undefined) ||
    (accounts !== undefined &&
      [tenantAccount, userAccount(user)].some((name) => accounts.get(name)?.caps.calls !== undefined))
  );
}
