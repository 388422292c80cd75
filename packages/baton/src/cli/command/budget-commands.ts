import type { CommandSpecification } from '../argument/command-specification.ts';

const budget: CommandSpecification = {
  name: 'budget',
  positionals: ['[show|set|costs]', '[ACCOUNT]', '[LIMITS]'],
  summary: 'Show and limit what is spent, and what it was spent on',
  details: [
    'show: the accounts of the tenant: itself, its users, its open executions; what each spent, has reserved for calls in flight, and may spend.',
    'set ACCOUNT LIMITS: from now on ACCOUNT (tenant, user/NAME, or execution/ID) may spend LIMITS, such as money=20,tokens=1000000,calls=500,time=2h; what was spent counts. `none` takes that back. With --per it holds anew in each day or month (UTC).',
    'costs: what was paid, by day, user, model or execution.',
  ],
  options: [
    { name: 'tenant', value: 'NAME', summary: 'Whose (default: local)' },
    { name: 'per', value: 'day|month', summary: 'set: for each day or month instead of all in all' },
    { name: 'currency', value: 'CODE', summary: 'set: what money is counted in (default: USD)' },
    {
      name: 'by',
      value: 'WHAT',
      summary: 'costs: day, user, model or execution, or some of them: day,model (the default)',
    },
    { name: 'since', value: 'DAY', summary: 'costs: from this day on, such as 2026-02-01' },
    { name: 'until', value: 'DAY', summary: 'costs: up to this day, which counts too' },
  ],
  examples: [
    { line: 'baton budget', effect: 'who spent what, and may spend' },
    { line: 'baton budget set tenant money=50 --per month', effect: 'all users together, each month' },
    { line: 'baton budget set user/ada money=5,tokens=2000000', effect: 'one user, all in all' },
    { line: 'baton budget costs --by model --since 2026-02-01', effect: 'what each model cost' },
  ],
  load: async () => (await import('./budget.ts')).budget,
};

/** Commands about money. */
export const budgetCommands: readonly CommandSpecification[] = [budget];
