import { isJsonObject, type Budget, type Json, type JsonObject, type Period } from '@batonhq/core';
import { Hono } from 'hono';
import type { BudgetDoor, BudgetOrder, CostFilter } from '../budget/budget-door.ts';
import { RequestError } from './problem.ts';
import { bodyOf, given, needed, textIn } from './request-parts.ts';

/** The part of the HTTP API that is about budgets and costs. */
export function budgetRoutes(budgets: () => BudgetDoor): Hono {
  const app = new Hono();
  app.get('/', async (context) => context.json(await budgets().list(context.req.query('tenant'))));
  app.get('/costs', async (context) => context.json({ costs: await budgets().costs(filterIn(context.req.query())) }));
  app.post('/', async (context) => context.json(await budgets().set(orderIn(await bodyOf(context)))));
  return app;
}

const measures = ['money', 'tokens', 'calls', 'time'] as const;

/** A budget as people write it: numbers that are not negative. */
export function budgetIn(value: Json | undefined): Budget {
  const budget = isJsonObject(value) ? value : null;
  const { onExceeded, ...limits } = budget ?? {};
  const names = Object.keys(limits);
  const isSound = names.every(
    (name) => measures.some((measure) => measure === name) && Number(budget?.[name] ?? -1) >= 0,
  );
  const asks: Pick<Budget, 'onExceeded'> = onExceeded === 'ask' || onExceeded === 'fault' ? { onExceeded } : {};
  if (budget === null || !isSound || (onExceeded !== undefined && !('onExceeded' in asks)))
    throw new RequestError(`a budget is an object of ${measures.join(', ')}, each a number that is not negative`);
  return { ...Object.fromEntries(names.map((name) => [name, Number(limits[name])])), ...asks };
}

function orderIn(body: JsonObject): BudgetOrder {
  return {
    account: needed(body, 'account'),
    budget: body['budget'] === null ? null : budgetIn(body['budget']),
    ...given('tenant', textIn(body, 'tenant')),
    ...given('per', periodIn(textIn(body, 'per'))),
    ...given('by', textIn(body, 'by')),
  };
}

function periodIn(per: string | undefined): Period | undefined {
  if (per === undefined || per === 'day' || per === 'month') return per;
  throw new RequestError('per must be day or month');
}

function filterIn(query: Readonly<Record<string, string | undefined>>): CostFilter {
  const { tenant, user, execution, since, until } = query;
  return {
    ...given('tenant', tenant),
    ...given('user', user),
    ...given('execution', execution),
    ...given('since', since),
    ...given('until', until),
  };
}
