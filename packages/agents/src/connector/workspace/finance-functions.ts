import { type Json, type JsonObject } from '@batonhq/core';
import { amortise } from '../../tool/finance/amortise.ts';
import { forecastCashFlow, type ForecastMonth } from '../../tool/finance/cash-flow.ts';
import { retirementOutlook } from '../../tool/finance/retirement.ts';
import { barChart } from '../../tool/report/bar-chart.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { monthsOf, readLedger } from '../ledger/ledger.ts';
import { Argument } from './argument.ts';
import type { Workspace } from './workspace.ts';

/** Figures from a workspace's ledger, and for decisions. Money in whole units of the currency. */
export function financeFunctions(workspace: Workspace): readonly ToolDefinition[] {
  return [analysing(workspace), forecasting(workspace), lending, retiring];
}

function analysing(workspace: Workspace): ToolDefinition {
  return {
    name: 'ledger_analyse',
    description: 'Income, expenses and the largest categories of a ledger (CSV), by month.',
    repeat: 'safe',
    input: ledgerInput({}),
    async run(_context, input) {
      const { entries, problems } = await ledgerIn(workspace, input);
      const byCategory = Map.groupBy(entries, ({ category }) => category);
      const categories = [...byCategory].map(([category, list]) => ({
        category,
        amount: list.reduce((sum, { amount }) => sum + amount, 0) / 100,
      }));
      const months = monthsOf(entries);
      return {
        months: months.map(({ month, income, expenses }) => ({
          month,
          income: income / 100,
          expenses: expenses / 100,
        })),
        net: months.reduce((sum, { income, expenses }) => sum + income - expenses, 0) / 100,
        categories: categories.toSorted((left, right) => Math.abs(right.amount) - Math.abs(left.amount)).slice(0, 12),
        problems: [...problems],
      };
    },
  };
}

function forecasting(workspace: Workspace): ToolDefinition {
  return {
    name: 'ledger_forecast',
    description: 'Forecasts the cash flow from a ledger (CSV), with a chart written beside it.',
    repeat: 'safe',
    input: ledgerInput({
      months: { type: 'integer', minimum: 1, maximum: 120 },
      balance: { type: 'number' },
      chart: { type: 'string', pattern: '\\.svg$' },
    }),
    async run(_context, input) {
      const given = new Argument(input);
      const { entries } = await ledgerIn(workspace, input);
      const balance = Math.round(given.number('balance', 0) * 100);
      const forecast = forecastCashFlow(monthsOf(entries), { months: given.number('months', 12), balance });
      const chart = given.text('chart', 'results/cash-flow.svg');
      await workspace.write(chart, chartOf(forecast.months));
      return {
        chart,
        method: forecast.method,
        runway: forecast.runway,
        trend: forecast.trend / 100,
        months: forecast.months.map(({ month, net, low, high, balance: left }) => ({
          month,
          net: net / 100,
          low: low / 100,
          high: high / 100,
          balance: left / 100,
        })),
      };
    },
  };
}

const lending: ToolDefinition = {
  name: 'finance_loan',
  description: 'What a loan with equal monthly payments costs.',
  repeat: 'safe',
  input: {
    type: 'object',
    required: ['principal', 'annualRate', 'months'],
    additionalProperties: false,
    properties: {
      principal: { type: 'number', exclusiveMinimum: 0 },
      annualRate: { type: 'number', minimum: 0, exclusiveMaximum: 1 },
      months: { type: 'integer', minimum: 1, maximum: 1_200 },
    },
  },
  run(_context, input) {
    const given = new Argument(input);
    const { payment, totalInterest } = amortise({
      principal: Math.round(given.number('principal', 0) * 100),
      annualRate: given.number('annualRate', 0),
      months: given.number('months', 1),
    });
    return { payment: payment / 100, totalInterest: totalInterest / 100 };
  },
};

const retiring: ToolDefinition = {
  name: 'finance_retirement',
  description: 'Whether the money lasts: a retirement plan in thousands of possible futures, with its assumptions.',
  repeat: 'safe',
  input: {
    type: 'object',
    required: ['age', 'retireAt', 'lastsUntil', 'capital', 'yearlySaving', 'yearlyNeed', 'shares'],
    additionalProperties: false,
    properties: Object.fromEntries(
      [
        'age',
        'retireAt',
        'lastsUntil',
        'capital',
        'yearlySaving',
        'yearlyNeed',
        'otherIncome',
        'otherIncomeFrom',
        'shares',
        'reserve',
      ].map((name) => [name, { type: 'number', minimum: 0 }]),
    ),
  },
  run(context, input) {
    const given = new Argument(input);
    const outlook = retirementOutlook(
      {
        age: given.number('age', 0),
        retireAt: given.number('retireAt', 0),
        lastsUntil: given.number('lastsUntil', 0),
        capital: given.number('capital', 0),
        yearlySaving: given.number('yearlySaving', 0),
        yearlyNeed: given.number('yearlyNeed', 0),
        otherIncome: given.number('otherIncome', 0),
        otherIncomeFrom: given.number('otherIncomeFrom', given.number('retireAt', 0)),
        shares: given.number('shares', 0),
        reserve: given.number('reserve', 0),
      },
      { seed: context.idempotencyKey },
    );
    return {
      ...outlook,
      atRetirement: { ...outlook.atRetirement },
      atEnd: { ...outlook.atEnd },
      assumptions: { ...outlook.assumptions },
    };
  },
};

async function ledgerIn(workspace: Workspace, input: Json): Promise<ReturnType<typeof readLedger>> {
  return readLedger((await workspace.read(new Argument(input).text('path'))).toString('utf8'));
}

function ledgerInput(optional: JsonObject): JsonObject {
  const path = { type: 'string', pattern: '\\.csv$' };
  return { type: 'object', required: ['path'], additionalProperties: false, properties: { path, ...optional } };
}

function chartOf(months: readonly ForecastMonth[]): string {
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return barChart({
    title: `Cash flow ${first} to ${last}`,
    description: 'Expected money left of each month, with the range it lies in four times of five.',
    unit: 'per month',
    bars: months.map(({ month, net, low, high }) => ({
      label: month,
      value: net / 100,
      low: low / 100,
      high: high / 100,
    })),
  });
}
