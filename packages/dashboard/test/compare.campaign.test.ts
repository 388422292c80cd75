/** Two executions side by side, in a real browser: what differs, under an address that can be kept. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDashboard, signIn, type Dashboard } from './browser.ts';
import { hostile, sceneFunctions } from './execution-scenes.ts';
import { seriousIn } from './serious.ts';

let dashboard: Dashboard;
let page: Page;
let ids: readonly string[];

const order = {
  document: { dsl: '1.0.3', namespace: 'scenes', name: 'order', version: '1.0.0' },
  do: [
    {
      price: {
        call: 'echo',
        with: { amount: '${ .amount }', note: '${ .note }', kind: 'goods' },
        export: { as: '${ { amount: .amount } }' },
      },
    },
    { rest: { call: 'echo', with: { same: true } } },
    { pay: { if: '${ $context.amount > 100 }', call: 'echo', with: { paid: true } } },
  ],
};

beforeAll(async () => {
  dashboard = await openDashboard(sceneFunctions);
  page = await dashboard.open();
  await signIn(page, dashboard);
  const inputs = [
    { amount: 120, note: 'to יואב' },
    { amount: 80, note: hostile },
  ];
  ids = await Promise.all(inputs.map((input) => dashboard.engine.start({ definition: order, input })));
  await Promise.all(ids.map((id) => dashboard.engine.result(id)));
}, 120_000);

afterAll(() => dashboard[Symbol.asyncDispose]());

it('finds the other execution among those of the same definition', async () => {
  await page.goto(`${dashboard.url}/compare?left=${ids[0]}`);
  const others = page.getByRole('list', { name: 'Executions' });
  expect(await seriousIn(page)).toEqual([]);
  await others.getByRole('button').first().click();
  await page.getByRole('table', { name: 'Tasks of both' }).waitFor();
  expect(new URL(page.url()).searchParams.get('right')).toBe(ids[1]);
});

it('shows what went in and came out differently, task by task, as text whatever it is', async () => {
  await page.goto(`${dashboard.url}/compare?left=${ids[0]}&right=${ids[1]}`);
  const tasks = page.getByRole('table', { name: 'Tasks of both' });
  await tasks.waitFor();
  const input = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'amount', exact: true }) });
  expect(await input.first().innerText()).toMatch(/amount\s+120\s+80/);
  const line = (name: string) => tasks.getByRole('row').filter({ has: page.locator('bdi', { hasText: name }) });
  expect(await line('price').getAttribute('class')).toContain('other');
  await line('price')
    .getByRole('button', { name: /input; output/ })
    .click();
  await line('price').getByRole('heading', { name: 'Output' }).waitFor();
  expect(await line('price').innerText()).toContain('\\u{202e}gnp.exe');
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(await page.evaluate('window.pwned')).toBeUndefined();
  await page.getByLabel(/Only the \d that differ/).check();
  expect(await line('rest').count()).toBe(0);
  expect(await line('pay').innerText()).toContain('completed, skipped');
  expect(await seriousIn(page)).toEqual([]);
});

it('changes sides, and is for everybody in the dark and on a narrow screen', async () => {
  await page.getByRole('button', { name: 'Swap sides' }).click();
  expect(new URL(page.url()).search).toBe(`?left=${ids[1]}&right=${ids[0]}`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole('table', { name: 'Tasks of both' }).waitFor();
  expect(await seriousIn(page)).toEqual([]);
  const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(isTooWide)).toBe(false);
});
