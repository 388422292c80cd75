import { accountText, measures, plus, type Amounts, type CostEntry } from '@batonhq/core';
import type { AccountView, BudgetView } from '@batonhq/engine';
import { openToRead } from '../../folder/open-to-read.ts';
import { createOrchestrationSystem } from '../../system/create-orchestration-system.ts';
import type { Arguments } from '../argument/arguments.ts';
import { parseBudget } from '../argument/budget-argument.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { spendingText } from '../progress/spending-text.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { operator } from './control.ts';

const deeds: Readonly<Record<string, (typed: Arguments, terminal: Terminal) => Promise<void>>> = { show, set, costs };

/** `baton budget`. */
export const budget: Action = async (typed, terminal): Promise<ExitCode> => {
  const [what = 'show'] = typed.positionals;
  const deed = Object.hasOwn(deeds, what) ? deeds[what] : undefined;
  if (deed === undefined)
    throw new UsageError(`baton budget ${what} does not exist`, `one of ${Object.keys(deeds).join(', ')}`);
  await deed(typed, terminal);
  return exitCodes.ok;
};

async function show(typed: Arguments, terminal: Terminal): Promise<void> {
  const folder = await openToRead(dataDirOf(typed));
  try {
    const view = await folder.door.budgets.list(typed.value('tenant'));
    if (terminal.json) terminal.data.line(plainJson(view, 2));
    else printAccounts(view, terminal);
  } finally {
    await folder.close();
  }
}

async function set(typed: Arguments, terminal: Terminal): Promise<void> {
  const [, account, limits, ...more] = typed.positionals;
  const usage = 'baton budget set ACCOUNT LIMITS, such as: baton budget set user/ada money=5';
  if (account === undefined || limits === undefined || more.length > 0)
    throw new UsageError('ACCOUNT or LIMITS is missing', usage);
  const [tenant, per] = [typed.value('tenant'), periodOf(typed.value('per'))];
  const currency = currencyOf(typed.value('currency'));
  const order = {
    account: accountOf(account),
    budget: limits === 'none' ? null : parseBudget(limits, 'baton budget set'),
    by: operator(),
    ...(tenant !== undefined && { tenant }),
    ...(per !== undefined && { per }),
  };
  const system = await createOrchestrationSystem({
    dataDir: dataDirOf(typed),
    recovery: 'manual',
    ...(currency !== undefined && { prices: { currency, models: {} } }),
  });
  try {
    const view = await system.budgets.set(order);
    if (terminal.json) terminal.data.line(plainJson(view, 2));
    else terminal.talk.line(accountLine(view, currency ?? null));
  } finally {
    await system.close();
  }
}

async function costs(typed: Arguments, terminal: Terminal): Promise<void> {
  const by = columnsOf(typed.value('by') ?? 'day,model');
  const [tenant, since, until] = [typed.value('tenant'), dayOf(typed, 'since'), dayOf(typed, 'until')];
  const folder = await openToRead(dataDirOf(typed));
  try {
    const filter = {
      ...(tenant !== undefined && { tenant }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    };
    const { budgets } = folder.door;
    const [entries, { currency }] = await Promise.all([budgets.costs(filter), budgets.list(tenant)]);
    const rows = grouped(entries, by);
    if (terminal.json) terminal.data.line(plainJson({ currency, costs: rows }, 2));
    else printCosts(rows, { by, currency, terminal });
  } finally {
    await folder.close();
  }
}

function printAccounts({ accounts, currency, tenant }: BudgetView, { data, talk }: Terminal): void {
  if (accounts.length === 0)
    talk.line(`Nobody of ${plainLine(tenant)} spent anything, and nobody is limited: baton budget set tenant money=50`);
  for (const account of accounts) data.line(accountLine(account, currency));
}

function accountLine(view: AccountView, currency: string | null): string {
  const period = view.per === null ? '' : ` this ${view.per}`;
  return `${plainLine(accountText(view.account))}: ${spendingText(view, currency)}${period}`;
}

function periodOf(text: string | undefined): 'day' | 'month' | undefined {
  if (text === undefined || text === 'day' || text === 'month') return text;
  throw new UsageError(`--per ${text} does not exist`, '--per day, or --per month');
}

function currencyOf(text: string | undefined): string | undefined {
  if (text === undefined || /^[A-Z]{3}$/.test(text)) return text;
  throw new UsageError(`--currency ${text} is no currency`, 'three letters, such as EUR');
}

function accountOf(text: string): string {
  const [kind, name] = [text.slice(0, Math.max(0, text.indexOf('/'))), text.slice(text.indexOf('/') + 1)];
  if (text === 'tenant' || ((kind === 'execution' || kind === 'user') && name !== '')) return text;
  throw new UsageError(`${text} names no account`, 'tenant, user/NAME, or execution/ID');
}

const columns = ['day', 'user', 'model', 'execution'] as const;

type Column = (typeof columns)[number];

function columnsOf(text: string): readonly Column[] {
  return text.split(',').map((name) => {
    const column = columns.find((known) => known === name.trim());
    if (column === undefined) throw new UsageError(`--by ${text}: ${name} does not exist`, columns.join(', '));
    return column;
  });
}

function dayOf(typed: Arguments, name: 'since' | 'until'): string | undefined {
  const day = typed.value(name);
  if (day === undefined || /^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  throw new UsageError(`--${name} ${day} is no day`, 'such as 2026-02-28');
}

type Row = Readonly<Partial<Record<Column, string>>> & { readonly spent: Amounts; readonly reserved: Amounts };

function grouped(entries: readonly CostEntry[], by: readonly Column[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { of, spent, reserved, ...entry } of entries) {
    const place = Object.fromEntries(by.map((column) => [column, column === 'model' ? of : entry[column]]));
    const key = JSON.stringify(place);
    const row = rows.get(key) ?? { ...place, spent: {}, reserved: {} };
    rows.set(key, { ...row, spent: plus(row.spent, spent), reserved: plus(row.reserved, reserved) });
  }
  return [...rows.values()];
}

interface Printing {
  readonly by: readonly Column[];
  readonly currency: string | null;
  readonly terminal: Terminal;
}

function printCosts(rows: readonly Row[], { by, currency, terminal: { data, talk } }: Printing): void {
  if (rows.length === 0) talk.line('Nothing was paid.');
  const used = measures.filter((measure) => rows.some(({ spent }) => spent[measure] !== undefined));
  for (const row of rows) {
    const spent = Object.fromEntries(used.map((measure) => [measure, row.spent[measure] ?? 0]));
    data.line(
      `${by.map((column) => plainLine(row[column] ?? '')).join('  ')}  ${spendingText({ ...row, spent, caps: {} }, currency)}`,
    );
  }
}
