/** Budgets and prices through the SDK: settings hold for everybody, and what means nothing is refused at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOrchestrationSystem, type SystemOptions } from '@batonhq/baton';
import { expect, onTestFinished, test } from 'vitest';

const workflow = {
  document: { dsl: '1.0.3', namespace: 'tests', name: 'mail', version: '1.0.0' },
  do: [{ send: { call: 'stamp', with: {} } }],
};

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-budgets-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

test('a user may spend what the settings say, in the currency of the prices, over all executions', async () => {
  const functions = [{ name: 'stamp', cost: { money: 0.85 }, run: () => 'sent' }];
  const options: SystemOptions = {
    dataDir: folder(),
    functions,
    prices: { currency: 'EUR', models: {} },
    budgets: { user: { money: 2 } },
  };
  const system = await createOrchestrationSystem(options);
  const send = async (user: string): Promise<unknown> => (await system.submitWorkflow({ workflow, user })).result();
  expect(await send('ada')).toMatchObject({ phase: 'completed' });
  expect(await send('ada')).toMatchObject({ phase: 'completed' });
  expect(await send('ada')).toMatchObject({
    phase: 'faulted',
    fault: { type: 'urn:baton:error:budget', detail: expect.stringContaining('user ada may spend 2.00 EUR') },
  });
  expect(await send('eve')).toMatchObject({ phase: 'completed' });
  await system.budgets.set({ account: 'user/ada', budget: { money: 20 } });
  expect(await send('ada')).toMatchObject({ phase: 'completed' });
  const spentByAda = async () => (await system.budgets.costs({ user: 'ada' })).map(({ spent }) => spent.money);
  // What was spent is told a moment after a task has ended.
  await expect.poll(spentByAda).toEqual([850_000, 850_000, 850_000]);
  await expect
    .poll(async () => (await system.getSystemMetrics()).costs)
    .toEqual({ money: { EUR: 3.4 }, tokens: 0, calls: 4 });
  await system.close();
  const dollars = await createOrchestrationSystem({ dataDir: options.dataDir ?? '', recovery: 'manual' });
  onTestFinished(() => dollars.close());
  await expect(dollars.budgets.set({ account: 'tenant', budget: { money: 1 } })).rejects.toThrow(
    /this tenant counts money in EUR: a limit in USD would mean nothing/,
  );
});

test('budgets and prices that mean nothing are refused before anything is opened', async () => {
  const opened = (options: object): Promise<unknown> => createOrchestrationSystem({ dataDir: folder(), ...options });
  await expect(opened({ budgets: { user: { mony: 2 } } })).rejects.toThrow(/`budget` limits money, tokens/);
  await expect(opened({ prices: { models: { m: { input: -1, output: 0 } } } })).rejects.toThrow(/prices: .*input/);
  const system = await createOrchestrationSystem({ dataDir: folder() });
  onTestFinished(() => system.close());
  await expect(system.submitWorkflow({ workflow, budget: { tokens: -1 } })).rejects.toThrow(/not negative, not -1/);
});
