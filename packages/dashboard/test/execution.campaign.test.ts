/** The page of one execution, in a real browser on a real journal: it tells everything, does what it is told, and stays quick. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openDashboard, signIn, type Dashboard } from './browser.ts';
import { faulty, hostile, journey, long, sceneFunctions, tangled, wide } from './execution-scenes.ts';
import { workOf } from './main-thread.ts';
import { seriousIn } from './serious.ts';

/** What it does depends on the amount. */
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

let dashboard: Dashboard;
let page: Page;

beforeAll(async () => {
  dashboard = await openDashboard(sceneFunctions);
  page = await dashboard.open();
  await signIn(page, dashboard);
});

afterAll(() => dashboard[Symbol.asyncDispose]());

/** The page of an execution, once it is there. */
async function look(id: string, search = ''): Promise<void> {
  await page.goto(`${dashboard.url}/executions/${id}${search}`);
  await page.locator('.timeline .line').first().waitFor();
}

function line(name: string) {
  return page.locator('.timeline .line').filter({ has: page.locator('bdi', { hasText: new RegExp(`^${name}$`) }) });
}

describe('an execution', () => {
  it('is told task by task, live: retries, waits, iterations, steps of functions, and what it waits for', async () => {
    const id = await dashboard.engine.start({ definition: journey });
    await look(id);
    await page.getByLabel('Waits for').getByText('go, in answer').waitFor();
    await page.getByText(`baton signal ${id} go JSON`).waitFor();
    await line('ask').getByText('×3').waitFor();
    await expect.poll(() => line('ask').locator('.part.attempt.faulted').count()).toBe(2);
    await expect.poll(() => line('ask').locator('.part.delay').count()).toBe(2);
    await expect.poll(() => line('pause').locator('.part.delay').count()).toBe(1);
    await line('look around').waitFor();
    await page.locator('.node.waiting').getByText('answer').waitFor();
    await page.locator('.node.completed').getByText('אנשי קשר').waitFor();
    const box = async (name: string) => page.locator('.node', { hasText: name }).last().boundingBox();
    const [above, below] = [await box('documents'), await box('agenda')];
    const between = await page
      .locator('.edge')
      .evaluateAll((lines) =>
        lines.map((line) => line.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
      );
    const isJoined = ([top = 0, bottom = 0]: readonly number[]) =>
      Math.abs(top - ((above?.y ?? 0) + (above?.height ?? 0))) < 3 && Math.abs(bottom - (below?.y ?? 0)) < 3;
    expect(between.filter(isJoined)).toHaveLength(1);
    expect(await seriousIn(page)).toEqual([]);
    await dashboard.engine.signal(id, { name: 'go', data: { by: 'יואב' } });
    await page.getByLabel('Output', { exact: true }).getByText('יואב').waitFor();
    await page.locator('.node.completed').getByText('answer').waitFor();
  });

  it('is walked through by keys, and every task has an address', async () => {
    const [view] = await dashboard.engine.list({ name: 'journey' });
    await look(view?.id ?? '');
    await line('answer').waitFor();
    await page.getByRole('treegrid').focus();
    for (const key of ['ArrowDown', 'ArrowLeft', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const about = page.getByRole('complementary', { name: 'About ask' });
    await about.getByText('Attempts and waits').waitFor();
    await expect.poll(() => about.getByText('attempt, faulted').count()).toBe(2);
    await expect.poll(() => line('documents').count()).toBe(0);
    await page.waitForURL(({ searchParams }) => searchParams.get('task') === 'ask');
    expect(await seriousIn(page)).toEqual([]);
    await page.reload();
    await about.getByText('Attempts and waits').waitFor();
    await page.keyboard.press('Escape');
    await about.waitFor({ state: 'detached' });
  });

  it('says first what went wrong, with what the task was given, as text whatever that is', async () => {
    const id = await dashboard.engine.start({ definition: faulty });
    await dashboard.engine.result(id);
    await look(id, '?task=order');
    const alert = page.getByRole('alert');
    await alert.getByText('the ledger of March does not add up').waitFor();
    await alert.getByRole('button', { name: 'Try again from there' }).waitFor();
    const said = await alert.innerText();
    expect(said).toContain('"month": "March"');
    expect(said).toContain('<script>window.pwned = 1</script>');
    expect(said).toContain(`baton fork ${id} --from 'book/enter it'`);
    const about = await page.getByRole('complementary').innerText();
    for (const mark of ['\\u001b[31m', '\\u{202e}gnp', '![p](https://evil.example/p.png)'])
      expect(about).toContain(mark);
    expect(await page.locator('img, main script, a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await seriousIn(page)).toEqual([]);
  });

  it('is branched off at any task with another input, after it is said what that repeats', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Try again from there' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('One outside call may be made again').waitFor();
    await dialog.getByText('function break').waitFor();
    expect(await dialog.getByLabel('What flows into the task').inputValue()).toContain(String.raw`\u202egnp.exe`);
    expect(await seriousIn(page)).toEqual([]);
    const before = page.url();
    await dialog.getByLabel('What flows into the task').fill('{ "number": }');
    await dialog.getByRole('button', { name: 'Branch off' }).click();
    await dialog.getByText('the input is no JSON').waitFor();
    await dialog.getByLabel('What flows into the task').fill('{ "number": 12 }');
    await dialog.getByRole('button', { name: 'Branch off' }).click();
    await page.getByText('branched off').waitFor();
    await page.waitForURL((url) => url.href !== before);
    await expect.poll(() => line('order').getAttribute('class')).toContain('past');
  });
});

describe('a long execution', () => {
  it('of 10,000 events is scrolled smoothly: few elements, little work for each frame', async () => {
    const id = await dashboard.engine.start({ definition: long(2_500) });
    await dashboard.engine.result(id);
    await look(id);
    const timeline = page.getByRole('treegrid');
    await expect.poll(() => timeline.getAttribute('aria-rowcount')).toBe('7502');
    const elements = () => page.evaluate('document.querySelectorAll(".timeline *").length').then(Number);
    const before = await elements();
    const frames = 120;
    const work = await workOf(page, () =>
      page.evaluate(`new Promise((done) => {
        const list = document.querySelector('.timeline');
        let left = ${frames};
        const frame = () => {
          list.scrollTop += 240;
          left -= 1;
          if (left > 0) requestAnimationFrame(frame);
          else done();
        };
        requestAnimationFrame(frame);
      })`),
    );
    // 60 frames a second leave 16 ms for each; processor time, because others use the machine too.
    expect(work / frames).toBeLessThan(12);
    expect(await elements()).toBeLessThan(before + 200);
    expect(before).toBeLessThan(1_500);
    expect(await timeline.evaluate((list) => list.scrollTop)).toBeGreaterThan(20_000);
  });

  it('of 1,000 tasks is drawn without holding up the page', async () => {
    const id = await dashboard.engine.start({ definition: wide(1_000) });
    await dashboard.engine.result(id);
    await look(id);
    await page.getByText('50 inside').first().waitFor();
    await page.getByRole('button', { name: 'Open group3', exact: true }).click();
    await page.locator('.node').getByText('task3x0').first().waitFor();
    expect(await page.locator('.node').count()).toBeLessThan(75);
  });

  it('of 1,000 tasks that wait for each other is drawn at once where that is wanted', async () => {
    const id = await dashboard.engine.start({ definition: tangled(1_000) });
    await dashboard.engine.result(id);
    await look(id);
    const work = await workOf(page, async () => {
      await page.getByRole('button', { name: 'Open all' }).click();
      await page.locator('.node').getByText('t0', { exact: true }).waitFor();
    });
    expect(work).toBeLessThan(1_000);
    expect(await page.locator('.node').count()).toBeLessThan(150);
  });
});

describe('two executions', () => {
  let ids: readonly string[];

  beforeAll(async () => {
    const inputs = [
      { amount: 120, note: 'to יואב' },
      { amount: 80, note: hostile },
    ];
    ids = await Promise.all(inputs.map((input) => dashboard.engine.start({ definition: order, input })));
    await Promise.all(ids.map((id) => dashboard.engine.result(id)));
  });

  it('finds the other execution among those of the same definition', async () => {
    await page.goto(`${dashboard.url}/compare?left=${ids[0]}`);
    const others = page.getByRole('list', { name: 'Executions' });
    expect(await seriousIn(page)).toEqual([]);
    await others.getByRole('button').first().click();
    await page.getByRole('table', { name: 'Tasks of both' }).waitFor();
    await page.waitForURL(({ searchParams }) => searchParams.get('right') === ids[1]);
  });

  it('shows what went in and came out differently, task by task, as text whatever it is', async () => {
    await page.goto(`${dashboard.url}/compare?left=${ids[0]}&right=${ids[1]}`);
    const tasks = page.getByRole('table', { name: 'Tasks of both' });
    await tasks.waitFor();
    const input = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'amount', exact: true }) });
    await expect.poll(() => input.first().innerText()).toMatch(/amount\s+120\s+80/);
    const line = (name: string) => tasks.getByRole('row').filter({ has: page.locator('bdi', { hasText: name }) });
    await expect.poll(() => line('price').getAttribute('class')).toContain('other');
    await line('price')
      .getByRole('button', { name: /input; output/ })
      .click();
    await line('price').getByRole('heading', { name: 'Output' }).waitFor();
    expect(await line('price').innerText()).toContain('\\u{202e}gnp.exe');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    await page.getByLabel(/Only the \d that differ/).check();
    await expect.poll(() => line('rest').count()).toBe(0);
    expect(await line('pay').innerText()).toContain('completed, skipped');
    expect(await seriousIn(page)).toEqual([]);
  });

  it('changes sides, and is for everybody in the dark and on a narrow screen', async () => {
    await page.getByRole('button', { name: 'Swap sides' }).click();
    await page.waitForURL(({ search }) => search === `?left=${ids[1]}&right=${ids[0]}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('table', { name: 'Tasks of both' }).waitFor();
    expect(await seriousIn(page)).toEqual([]);
    const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect(await page.evaluate(isTooWide)).toBe(false);
  });
});
