import type { JsonObject } from '@batonhq/core';
import { analyseBusiness } from '../../tool/finance/business.ts';
import { forecastCashFlow, type ForecastMonth, type MonthOfMoney } from '../../tool/finance/cash-flow.ts';
import { barChart } from '../../tool/report/bar-chart.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { monthsOf, readLedger } from '../ledger/ledger.ts';
import { readFacts } from './facts.ts';
import { fileOf, integer, listOf, number, object, orNull, text, texts } from './schema.ts';
import { looksAt, workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Figures from tables of a workspace: its ledger, and facts somebody wrote down. Money in whole units of the currency. */
export function ledgerFunctions(workspace: Workspace): readonly ToolDefinition[] {
  return [facts(workspace), analysing(workspace), business(workspace), forecasting(workspace)];
}

const month = { month: text, income: number, expenses: number };
const part = object({ category: text, amount: number });

function facts(workspace: Workspace): ToolDefinition {
  const item = object({ name: text, value: { type: ['number', 'string'] }, unit: text, note: text });
  return workspaceFunction({
    name: 'facts_read',
    description: 'Reads facts that somebody wrote down (CSV: item, value, unit, note), by name.',
    input: object({ path: fileOf('csv', 'tsv') }),
    output: object({
      path: text,
      facts: { type: 'object', additionalProperties: { type: ['number', 'string'] } },
      items: listOf(item),
    }),
    planning: looksAt('documents'),
    async run(given) {
      const path = given.text('path');
      const items = readFacts((await workspace.read(path)).toString('utf8'));
      return { path, facts: Object.fromEntries(items.map(({ name, value }) => [name, value])), items };
    },
  });
}

function analysing(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'ledger_analyse',
    description: 'Income, expenses and the largest categories of a ledger (CSV), by month.',
    input: object({ path: fileOf('csv') }),
    output: object({ months: listOf(object(month)), net: number, categories: listOf(part), problems: texts }),
    planning: looksAt('ledger'),
    async run(given) {
      const { entries, problems } = await ledgerAt(workspace, given.text('path'));
      const byCategory = Map.groupBy(entries, ({ category }) => category);
      const categories = [...byCategory].map(([category, list]) => ({
        category,
        amount: list.reduce((sum, { amount }) => sum + amount, 0) / 100,
      }));
      const months = monthsOf(entries);
      return {
        months: months.map((one) => ({ month: one.month, income: one.income / 100, expenses: one.expenses / 100 })),
        net: months.reduce((sum, { income, expenses }) => sum + income - expenses, 0) / 100,
        categories: categories.toSorted((left, right) => Math.abs(right.amount) - Math.abs(left.amount)).slice(0, 12),
        problems: [...problems],
      };
    },
  });
}

function business(workspace: Workspace): ToolDefinition {
  const shareOf = object({ category: text, amount: number, share: number, change: orNull('number') });
  const year = object({ year: text, income: number, expenses: number, net: number, margin: number });
  return workspaceFunction({
    name: 'business_analyse',
    description:
      'Analyses a business from its ledger (CSV): years, growth, margin, seasons, what income and costs are made of and what changed, with findings in words and a chart.',
    input: object({ ledger: fileOf('csv') }, { chart: fileOf('svg') }),
    output: object({
      from: text,
      until: text,
      years: listOf(year),
      growth: orNull('number'),
      margin: number,
      monthlyIncome: number,
      monthlyNet: number,
      yearlyProfit: number,
      ownerDraw: number,
      seasons: listOf(object({ month: text, index: number })),
      costs: listOf(shareOf),
      incomes: listOf(shareOf),
      findings: texts,
      chart: text,
      problems: texts,
    }),
    files: ['chart'],
    planning: writesOwn(['results'], ['ledger']),
    async run(given) {
      const { entries, problems } = await ledgerAt(workspace, given.text('ledger'));
      const months = monthsOf(entries);
      const chart = given.text('chart', 'results/business.svg');
      await workspace.write(chart, monthsChart(months));
      return { ...analyseBusiness(entries, months), chart, problems: [...problems] };
    },
  });
}

function forecasting(workspace: Workspace): ToolDefinition {
  const expected = object({ month: text, net: number, low: number, high: number, balance: number });
  return workspaceFunction({
    name: 'ledger_forecast',
    description: 'Forecasts the cash flow from a ledger (CSV), with a chart written beside it.',
    input: object({ path: fileOf('csv') }, { months: integer(1, 120), balance: number, chart: fileOf('svg') }),
    output: object({ chart: text, method: text, runway: orNull('number'), trend: number, months: listOf(expected) }),
    files: ['chart'],
    planning: writesOwn(['results'], ['ledger']),
    async run(given) {
      const { entries } = await ledgerAt(workspace, given.text('path'));
      const balance = Math.round(given.number('balance', 0) * 100);
      const forecast = forecastCashFlow(monthsOf(entries), { months: given.number('months', 12), balance });
      const chart = given.text('chart', 'results/cash-flow.svg');
      await workspace.write(chart, forecastChart(forecast.months));
      const { method, runway, trend, months } = forecast;
      return { chart, method, runway, trend: trend / 100, months: months.map(inUnits) };
    },
  });
}

function inUnits({ month: name, net, low, high, balance }: ForecastMonth): JsonObject {
  return { month: name, net: net / 100, low: low / 100, high: high / 100, balance: balance / 100 };
}

async function ledgerAt(workspace: Workspace, path: string): Promise<ReturnType<typeof readLedger>> {
  return readLedger((await workspace.read(path)).toString('utf8'));
}

function monthsChart(months: readonly MonthOfMoney[]): string {
  return barChart({
    title: `Left each month, ${months[0]?.month ?? ''} to ${months.at(-1)?.month ?? ''}`,
    description: 'Income less expenses of each month of the ledger.',
    unit: 'per month',
    bars: months.map(({ month: label, income, expenses }) => ({ label, value: (income - expenses) / 100 })),
  });
}

function forecastChart(months: readonly ForecastMonth[]): string {
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return barChart({
    title: `Cash flow ${first} to ${last}`,
    description: 'Expected money left of each month, with the range it lies in four times of five.',
    unit: 'per month',
    bars: months.map(({ month: label, net, low, high }) => ({
      label,
      value: net / 100,
      low: low / 100,
      high: high / 100,
    })),
  });
}
