import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { look, openDashboard, signIn, type Dashboard } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const document = (name: string) => ({ dsl: '1.0.3', namespace: 'jobs', name, version: '1.0.0' });
const waiting = {
  document: document('meeting'),
  do: [
    { greet: { set: { greeting: 'שלום' } } },
    {
      prepare: {
        fork: {
          branches: [
            { agenda: { set: { agenda: 'נושאים לפגישה' } } },
            { answer: { listen: { to: { one: { with: { type: 'go' } } } } } },
          ],
        },
      },
    },
  ],
};
const failing = {
  document: document('failing'),
  do: [
    {
      stop: {
        raise: {
          error: {
            type: 'https://example.com/errors/ledger',
            status: 422,
            title: 'The ledger does not add up',
            detail: '<img src=x onerror=alert(1)> \u202egnp.exe',
          },
        },
      },
    },
  ],
};

let dashboard: Dashboard;
const hosts = new Set<string>();

beforeAll(async () => {
  dashboard = await openDashboard();
}, 120_000);

afterAll(() => dashboard[Symbol.asyncDispose]());

/** A page that somebody signed in on; whatever it asks for elsewhere, or complains of, is noted. */
async function page(options?: Parameters<Dashboard['open']>[0]): Promise<Page> {
  const opened = await dashboard.open(options);
  opened.on('request', (request) => hosts.add(new URL(request.url()).host));
  opened.on('pageerror', (error) => hosts.add(`page error: ${error.message}`));
  await signIn(opened, dashboard);
  return opened;
}

/** What axe finds that keeps somebody from using the page. */
async function serious(of: Page): Promise<readonly string[]> {
  await of.evaluate(axe);
  const found: unknown = await of.evaluate(`axe.run().then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`);
  return Array.isArray(found) ? found.map(String) : ['axe did not answer'];
}

describe('the dashboard', () => {
  it('asks for a key, and refuses one that is none', async () => {
    const opened = await dashboard.open();
    await opened.goto(dashboard.url);
    await opened.getByLabel('Key').fill('baton_nonsense');
    await opened.getByRole('button', { name: 'Sign in' }).click();
    await opened.getByRole('alert').waitFor();
    expect(await serious(opened)).toEqual([]);
    await look(opened, 'sign-in');
    await opened.context().close();
  });

  it('starts an execution, follows it live, and steers it', async () => {
    const opened = await page();
    await opened.getByText('Nothing has been executed yet.').waitFor();
    await opened.getByRole('link', { name: 'Start', exact: true }).click();
    await opened.getByLabel('Definition in JSON').fill(JSON.stringify(waiting));
    await opened.getByRole('button', { name: 'Start' }).click();
    await opened.getByLabel('Waits for').getByText('go, in prepare/answer').waitFor();
    await opened.locator('svg .node').first().waitFor();
    await look(opened, 'execution');
    expect(await serious(opened)).toEqual([]);
    await opened.getByRole('button', { name: 'Pause' }).click();
    await opened.getByText('suspended').first().waitFor();
    await opened.getByRole('button', { name: 'Resume' }).click();
    await opened.getByRole('button', { name: 'Pause' }).waitFor();
    const id = decodeURIComponent(new URL(opened.url()).pathname.split('/').at(-1) ?? '');
    await dashboard.engine.signal(id, { name: 'go', data: { by: 'יואב' } });
    await opened.getByLabel('Output').getByText('יואב').waitFor();
    await opened.getByRole('button', { name: 'Execute again' }).click();
    await opened.getByLabel('Waits for').waitFor();
    expect(new URL(opened.url()).pathname).not.toContain(id);
    await opened.context().close();
  });

  it('says what went wrong first, as text whatever it contains, with a command to go on from there', async () => {
    const id = await dashboard.engine.start({ definition: failing });
    await dashboard.engine.result(id);
    const opened = await page();
    await opened.goto(`${dashboard.url}/executions/${id}`);
    const alert = opened.getByRole('alert');
    await alert.getByText('The ledger does not add up').waitFor();
    expect(await alert.innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await alert.innerText()).toContain(`baton fork ${id} --from stop`);
    expect(await alert.innerText()).toContain('\\u{202e}gnp.exe');
    expect(await opened.locator('img').count()).toBe(0);
    await look(opened, 'faulted');
    await opened.context().close();
  });

  it('asks before what cannot be taken back, and does it once somebody said yes', async () => {
    const id = await dashboard.engine.start({
      definition: {
        document: document('paying'),
        do: [{ pay: { call: 'pay', with: { to: 'יואב', amount: 120 }, metadata: { risk: 'high' } } }],
      },
    });
    const opened = await page();
    await opened.getByRole('link', { name: 'Approvals' }).click();
    const question = opened.getByRole('article');
    await question.getByText('יואב').waitFor();
    expect(await serious(opened)).toEqual([]);
    await look(opened, 'approvals');
    await question.getByLabel('Comment').fill('as agreed');
    await question.getByRole('button', { name: 'Approve' }).click();
    await opened.getByText('Nothing waits for an answer.').waitFor();
    expect(await dashboard.engine.result(id)).toEqual({ phase: 'completed', output: { paid: 120 } });
    await opened.context().close();
  });

  it('finds executions by phase and text, in an address that can be kept', async () => {
    const opened = await page();
    await opened.getByRole('button', { name: 'Faulted' }).click();
    await opened.getByRole('link', { name: 'jobs/failing' }).waitFor();
    expect(new URL(opened.url()).search).toBe('?phase=faulted');
    await opened.getByLabel('Text').fill('no such thing');
    await opened.getByText('No execution is like that.').waitFor();
    expect(new URL(opened.url()).search).toBe('?phase=faulted&text=no+such+thing');
    await opened.goto(`${dashboard.url}/?text=ledger`);
    await opened.getByRole('link', { name: 'jobs/failing' }).waitFor();
    await opened.context().close();
  });

  it.each([
    ['wide, light', { width: 1_280, colorScheme: 'light' }],
    ['wide, dark', { width: 1_280, colorScheme: 'dark' }],
    ['narrow, light', { width: 390, colorScheme: 'light' }],
    ['narrow, dark', { width: 390, colorScheme: 'dark' }],
  ] as const)('shows every page to everybody: %s', async (name, options) => {
    const opened = await page(options);
    const [first] = await dashboard.engine.list({ name: 'failing' });
    for (const path of ['/', '/start', '/approvals', `/executions/${first?.id}`]) {
      await opened.goto(`${dashboard.url}${path}`);
      await opened.locator('main').waitFor();
      await opened.waitForTimeout(300);
      expect([path, await serious(opened)]).toEqual([path, []]);
      const isTooWide = await opened.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      expect([path, isTooWide]).toEqual([path, false]);
      await look(opened, `${path.split('/')[1] || 'list'}-${name.replaceAll(/\W+/g, '-')}`);
    }
    await opened.context().close();
  });

  it('has asked nobody else for anything, and complained of nothing', () => {
    expect([...hosts]).toEqual([new URL(dashboard.url).host]);
  });
});
