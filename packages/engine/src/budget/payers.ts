import {
  capsOfBudget,
  executionAccount,
  lower,
  partAccount,
  taskOfStep,
  tenantAccount,
  userAccount,
  walkFrames,
  type Budget,
  type ExecutionOrigin,
  type ExecutionState,
  type Payer,
  type Program,
  type StepId,
} from '@batonhq/core';
import type { BudgetOptions } from './budget-options.ts';

/** A step that costs something, where it stands. */
export interface PaidStep {
  readonly program: Program;
  readonly state: ExecutionState;
  readonly step: StepId;
}

/**
 * Who pays for a step, innermost first: tasks around it that have a budget, its execution, executions around that, its
 * user, its tenant.
 */
export function payersOf(paid: PaidStep, options: BudgetOptions): readonly Payer[] {
  const { state } = paid;
  const { user, payers = [] } = state.origin;
  const { user: ofUser = {}, tenant: ofTenant = {} } = options;
  const { raised = {} } = state.supervision ?? {};
  const accounts = [
    ...tasksAround(paid),
    { account: executionAccount(state.id), budget: executionBudget(paid, options) },
    ...payers,
    { account: userAccount(user), budget: ofUser },
    { account: tenantAccount, budget: ofTenant },
  ];
  return accounts.map(({ account, budget }) => {
    const caps = capsOfBudget(budget);
    const more = raised[account];
    return { account, caps: more === undefined ? caps : { ...caps, ...more } };
  });
}

/** The accounts with a budget that a child execution of this step pays from too; none for most. */
export function payersAround(paid: PaidStep, options: BudgetOptions): Around {
  const { id, origin } = paid.state;
  const budget = executionBudget(paid, options);
  const own = Object.keys(budget).length === 0 ? [] : [{ account: executionAccount(id), budget }];
  return [...tasksAround(paid), ...own, ...(origin.payers ?? [])];
}

type Around = NonNullable<ExecutionOrigin['payers']>;

/** What an execution may spend: the lowest of what its definition, whoever started it, and the settings say. */
function executionBudget({ program, state }: PaidStep, { execution = {} }: BudgetOptions): Budget {
  return lower(lower(program.metadata.budget ?? {}, state.origin.budget ?? {}), execution);
}

function tasksAround({ program, state, step }: PaidStep): Around {
  if (program.tasks.every(({ metadata }) => metadata.budget === undefined)) return [];
  const task = taskOfStep(step);
  const found: { readonly account: string; readonly budget: Budget }[] = [];
  walkFrames(state, ({ node, key }) => {
    const budget = program.tasks[node]?.metadata.budget;
    if (budget !== undefined && isAround(key, task))
      found.push({ account: partAccount(state.id, 'task', key), budget });
  });
  return found.toReversed();
}

/** What stands inside a task has its key with a place in it: `order/pay`, `loop[3]/pay`, `guarded:1/pay`. */
function isAround(key: string, task: string): boolean {
  return task === key || (task.startsWith(key) && '/[:'.includes(task.charAt(key.length)));
}
