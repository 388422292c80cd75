/** Money is set aside before a step begins and told after it: caps hold whoever spends at the same time, also across restarts. */
import { FaultError, type Json } from '@batonhq/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  connectControl,
  serveControl,
  type Engine,
  type FunctionContext,
  type FunctionDefinition,
} from '../src/index.ts';
import { definition, folder, open, until } from './open-engine.ts';
import { json, serve } from './local-server.ts';

/** Pays for so many steps of up to 100 tokens that cost 30, at the same time; tells what came of each. */
const buying: FunctionDefinition = {
  name: 'buying',
  run: (context, input) => {
    const { steps = 1, within }: { steps?: number; within?: { tokens: number } } = JSON.parse(JSON.stringify(input));
    const cost = { of: 'model', worst: { tokens: 100, calls: 1 }, ...(within !== undefined && { within }) };
    return context.all(Array.from({ length: steps }, () => () => buy(context, cost)));
  },
};

async function buy(
  context: FunctionContext,
  cost: NonNullable<Parameters<FunctionContext['step']>[2]>['cost'],
): Promise<Json> {
  try {
    const body = async ({ spent }: { readonly spent: (amounts: object) => void }): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      spent({ tokens: 30, calls: 1 });
      return 'bought';
    };
    return await context.step('buy', body, { repeat: 'safe', ...(cost !== undefined && { cost }) });
  } catch (error) {
    return error instanceof FaultError ? { ...error.fault } : null;
  }
}

const shopping = (input: object, more: object = {}): object => ({
  shop: { call: 'buying', with: input, ...more },
});

async function outputOf(engine: Engine, id: string): Promise<unknown> {
  const result = await engine.result(id);
  return result.phase === 'completed' ? result.output : result;
}

async function spent(engine: Engine, account: string): Promise<unknown> {
  const { accounts } = await engine.budgets.list();
  return accounts.find((one) => one.account === account);
}

test('twenty steps at the same time never go beyond the cap of their execution, and what they spent is told after it', async () => {
  const engine = await open({ functions: [buying] });
  const id = await engine.start({ definition: definition([shopping({ steps: 20 })]), budget: { tokens: 450 } });
  const output = JSON.stringify(await outputOf(engine, id));
  const bought = output.split('bought').length - 1;
  // Each fits as long as what was spent leaves room for its worst case: 11 × 30 + 100 ≤ 450 < 12 × 30 + 100.
  expect(bought).toBe(12);
  expect(output).toContain('urn:baton:error:budget');
  expect(output).toMatch(
    /may spend 450 tokens: \d+ tokens are spent, \d+ tokens reserved, and model may need 100 tokens/,
  );
  await until(async () => (await engine.budgets.list()).accounts.length === 2);
  expect(await spent(engine, 'tenant')).toMatchObject({ spent: { tokens: 30 * bought, calls: bought }, reserved: {} });
  expect((await engine.details(id)).spending).toMatchObject({ caps: { tokens: 450 }, spent: { tokens: 30 * bought } });
  const [cost] = await engine.budgets.costs({ execution: id });
  expect(cost).toMatchObject({ user: 'local', of: 'model', spent: { tokens: 30 * bought, calls: bought } });
});

test('a budget faults a task with an error that can be caught, of the document, a task around, or the function itself', async () => {
  const engine = await open({ functions: [buying] });
  const document = {
    document: { dsl: '1.0.3', namespace: 'test', name: 'poor', version: '1.0.0', metadata: { budget: { tokens: 99 } } },
  };
  const ids = await Promise.all([
    engine.start({ definition: definition([shopping({})], { ...document, name: 'poor' }) }),
    engine.start({
      definition: definition([{ around: { metadata: { budget: { tokens: 40 } }, do: [shopping({})] } }]),
    }),
    engine.start({ definition: definition([shopping({ within: { tokens: 50 } })]) }),
  ]);
  const outputs = await Promise.all(ids.map((id) => outputOf(engine, id)));
  expect(outputs.map((output) => JSON.stringify(output))).toEqual([
    expect.stringContaining(`execution ${ids[0]} may spend 99 tokens`),
    expect.stringContaining(`task around of execution ${ids[1]} may spend 40 tokens`),
    expect.stringContaining(`mission shop of execution ${ids[2]} may spend 50 tokens`),
  ]);
});

describe('what a person says', () => {
  test('holds for all executions of a user, over restarts, and can be raised and taken back', async () => {
    const place = folder();
    const first = await place.open({ functions: [buying] });
    await first.budgets.set({ account: 'user/ada', budget: { tokens: 120 }, by: 'eve' });
    const run = async (engine: Engine): Promise<string> => {
      const id = await engine.start({ definition: definition([shopping({})]), user: 'ada' });
      return JSON.stringify(await outputOf(engine, id));
    };
    expect(await run(first)).toContain('bought');
    await first.close();
    const second = await place.open({ functions: [buying] });
    expect(await run(second)).toContain('user ada may spend 120 tokens: 30 tokens are spent, 0 tokens reserved');
    await second.budgets.set({ account: 'user/ada', budget: { tokens: 500 }, per: 'month' });
    expect(await run(second)).toContain('bought');
    expect(await second.budgets.set({ account: 'user/ada', budget: null })).toMatchObject({ caps: {}, isSet: false });
  });

  test('about money is refused in another currency than was spent before', async () => {
    const engine = await open({
      functions: [{ name: 'stamp', cost: { money: 0.85 }, run: () => 'sent' }],
      budgets: { currency: 'EUR', execution: { money: 2 } },
    });
    const stamps = ['a', 'b', 'c'].map((name) => ({ [name]: { call: 'stamp', with: {} } }));
    const id = await engine.start({ definition: definition(stamps) });
    expect(JSON.stringify(await outputOf(engine, id))).toContain(
      'may spend 2.00 EUR: 1.70 EUR are spent, 0.00 EUR reserved, and stamp may need 0.85 EUR',
    );
  });
});

test('calls to the outside are counted where somebody limits them, and nothing is written elsewhere', async () => {
  const server = await serve((_seen, response) => json(response, {}));
  const engine = await open({ egress: { allow: [server.host] } });
  const calling = ['a', 'b', 'c'].map((name) => ({
    [name]: { call: 'http', with: { method: 'get', endpoint: server.url } },
  }));
  expect(await outputOf(engine, await engine.start({ definition: definition(calling) }))).toEqual({});
  expect((await engine.budgets.list()).accounts).toEqual([]);
  const id = await engine.start({ definition: definition(calling), budget: { calls: 2 } });
  expect(await engine.result(id)).toMatchObject({ phase: 'faulted', fault: { status: 402, instance: '/do/2/c' } });
  expect(server.seen.length).toBe(5);
});

test('a child execution spends what its parent may', async () => {
  const engine = await open({ functions: [buying] });
  await engine.define(definition([shopping({})], { name: 'child' }));
  const child = { run: { workflow: { namespace: 'test', name: 'child', version: '1.0.0', input: {} } } };
  const id = await engine.start({
    definition: definition([{ one: child }, { two: child }], { name: 'parent' }),
    budget: { tokens: 120 },
  });
  expect(JSON.stringify(await outputOf(engine, id))).toContain(
    `execution ${id} may spend 120 tokens: 30 tokens are spent`,
  );
  // Also the account of an execution that paid for nothing itself is closed with it.
  await until(async () => (await engine.budgets.list()).accounts.every((one) => !one.account.startsWith('execution/')));
  expect((await engine.details(id)).spending).toMatchObject({ caps: { tokens: 120 }, spent: { tokens: 30 } });
});

test('another process sees and sets budgets through the control socket', async () => {
  const place = folder();
  const engine = await place.open({ functions: [buying] });
  const served = await serveControl(engine, place.path);
  onTestFinished(() => served.close());
  const client = connectControl(place.path);
  await client.budgets.set({ account: 'user/Ada Lovelace', budget: { tokens: 100 }, per: 'day', by: 'eve' });
  const request = { definition: definition([shopping({})]), user: 'Ada Lovelace', budget: { calls: 7 } };
  const id = await client.start(request);
  expect(JSON.stringify(await outputOf(engine, id))).toContain('bought');
  expect(await client.budgets.list()).toMatchObject({
    tenant: 'local',
    accounts: expect.arrayContaining([
      expect.objectContaining({ account: 'user/Ada%20Lovelace', caps: { tokens: 100 }, per: 'day', isSet: true }),
    ]),
  });
  await expect
    .poll(async () => (await client.details(id)).spending)
    .toMatchObject({ caps: { calls: 7 }, spent: { calls: 1, tokens: 30 } });
  expect(await client.budgets.costs({ user: 'Ada Lovelace' })).toHaveLength(1);
  await expect(client.start({ ...request, budget: { calls: -1 } })).rejects.toThrow(/a budget is an object of/);
});

test('an isolated function is told how long its step may take, and tells what it cost', async () => {
  const module = new URL('fixtures/isolated.ts', import.meta.url).pathname;
  const engine = await open({ functions: [{ name: 'pays', isolate: true, module, exportName: 'pays' }] });
  const tasks = [{ pay: { call: 'pays' } }];
  const id = await engine.start({ definition: definition(tasks), budget: { time: 9_000 } });
  expect(await outputOf(engine, id)).toBe(9_000);
  await expect.poll(() => spent(engine, 'tenant')).toMatchObject({ spent: { tokens: 7 }, reserved: {} });
});

test('what a cancelled step was about to cost is not set aside for ever', async () => {
  let begun = (): void => undefined;
  const isBegun = new Promise<void>((resolve) => (begun = resolve));
  const slow: FunctionDefinition = {
    name: 'slow',
    run: (context) =>
      context.step(
        'wait',
        ({ signal }) => {
          begun();
          return new Promise<null>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
        },
        { cost: { of: 'model', worst: { tokens: 10 } } },
      ),
  };
  const engine = await open({ functions: [slow] });
  const id = await engine.start({ definition: definition([{ wait: { call: 'slow', with: {} } }]) });
  await isBegun;
  expect(await spent(engine, 'tenant')).toMatchObject({ reserved: { tokens: 10 } });
  await engine.cancel(id);
  await until(async () => (await engine.budgets.list()).accounts.length === 2);
  await expect.poll(() => spent(engine, 'tenant')).toMatchObject({ spent: { tokens: 10 }, reserved: {} });
});
