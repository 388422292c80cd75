import type { Browser, Locator, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, launch, patience } from './browser.ts';
import { failing, meeting, order, paying, report, start } from './seed.ts';
import { serveFolder, type ServedFolder } from './served-folder.ts';

/** Pages offer nobody what the server would refuse: each role sees every page, a viewer also presses all there is. */
let folder: ServedFolder;
let browser: Browser;
let pages: readonly string[];

beforeAll(async () => {
  folder = await serveFolder();
  for (const definition of [report, order]) await folder.ask('/api/definitions', { definition });
  const [waits, failed] = [await start(folder, meeting), await start(folder, failing), await start(folder, paying)];
  const plan = await folder.ask('/api/plans', { goal: 'Meet with Nadia next Tuesday about the launch' });
  pages = [
    '/',
    '/start',
    '/start?way=definitions&definition=shop/order',
    '/start?way=write',
    `/start?plan=${String(plan['name'])}`,
    '/approvals',
    '/schedules',
    '/schedules/shop/report',
    '/agents',
    '/agents/summariser',
    '/costs',
    '/health',
    '/settings',
    '/settings/keys',
    '/settings/audit',
    `/compare?left=${waits}&right=${failed}`,
    `/executions/${waits}`,
    `/executions/${failed}`,
  ];
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await folder?.[Symbol.asyncDispose]();
});

/** Fulfils when what changed is drawn, and has asked for what it needs. */
const drawn = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))`;

/** A page of somebody with a role. */
interface Visit {
  readonly page: Page;
  /** Goes to a page, as a link would; gives the buttons that can be pressed there once all of it has come. */
  readonly show: (path: string) => Promise<Locator>;
}

/** What the server refused somebody with this role while they did something. */
async function refusedTo(
  { role, tenant = 'local' }: { readonly role: string; readonly tenant?: string },
  act: (visit: Visit) => Promise<void>,
): Promise<readonly string[]> {
  const { token } = await folder.ask('/api/keys', { user: role, role, name: role, tenant });
  const refused: string[] = [];
  const asked = new Set<Request>();
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'en-GB' });
  context.setDefaultTimeout(patience);
  // A stream stays open for as long as there is something to hear.
  context.on('request', (request) => void (request.url().includes('/stream/') || asked.add(request)));
  context.on('requestfinished', (request) => void asked.delete(request));
  context.on('requestfailed', (request) => void asked.delete(request));
  context.on('response', (answer) => {
    const path = `${answer.request().method()} ${new URL(answer.url()).pathname}`;
    if ([401, 403].includes(answer.status())) refused.push(`${path} ${answer.status()}`);
  });
  await enter(context, { url: folder.url, token: String(token) });
  const page = await context.newPage();
  await page.goto(folder.url);
  const show = async (path: string): Promise<Locator> => {
    await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
    await page.evaluate(drawn);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect.poll(() => asked.size).toBe(0);
    await page.evaluate(drawn);
    return page.locator('main, dialog').getByRole('button', { disabled: false });
  };
  await act({ page, show });
  await expect.poll(() => asked.size).toBe(0);
  await context.close();
  return refused;
}

/** Presses every button of a page, and those that come of it; gives their names. */
async function pressAll({ page, show }: Visit, path: string): Promise<readonly string[]> {
  const buttons = await show(path);
  const pressed: string[] = [];
  for (let index = 0; index < Math.min(await buttons.count(), 30); index += 1) {
    const one = buttons.nth(index);
    const name = (await one.getAttribute('aria-label')) ?? (await one.textContent()) ?? '';
    // What lies under a dialog by now cannot be pressed by anybody.
    await one.click({ timeout: 300 }).catch(() => undefined);
    pressed.push(name.trim());
    if (page.url() !== `${folder.url}${path}`) await show(path);
  }
  for (const key of ['Escape', 'p', 'b']) await page.keyboard.press(key);
  return pressed;
}

/** What only some may do, by the words on it. */
const orders =
  /^(Plan it|Approve.*|Deny|Edit|Start( one now)?|Publish|Pause…?|Resume…?|Cancel…?|End…|Execute again…|New key…|Set a limit…|Revoke…?)$/;

describe('pages', () => {
  it('offer a viewer nothing that is refused, whatever they press', async () => {
    const pressed: string[] = [];
    const refused = await refusedTo({ role: 'viewer' }, async (visit) => {
      for (const path of pages) pressed.push(...(await pressAll(visit, path)));
      await visit.show('/start');
      expect(await visit.page.getByRole('button', { name: 'A goal' }).count()).toBe(0);
      expect(await visit.page.getByRole('button', { name: 'Plans' }).count()).toBe(1);
    });
    expect(refused).toEqual([]);
    expect(pressed.filter((name) => orders.test(name))).toEqual([]);
    expect(pressed.length).toBeGreaterThan(20);
  });

  it('show whoever may do some of it, also in another tenant, only what the server lets it see', async () => {
    const seen = new Map<string, readonly string[]>();
    const walk = (role: string, tenant = 'local') =>
      refusedTo({ role, tenant }, async ({ show }) => {
        const names: string[] = [];
        for (const path of ['/start', ...pages.filter((one) => /way=write|plan=|approvals|keys/.test(one))])
          names.push(...(await (await show(path)).allTextContents()));
        seen.set(`${role} ${tenant}`, names);
      });
    for (const role of ['operator', 'approver']) expect([role, await walk(role)]).toEqual([role, []]);
    expect(seen.get('operator local')).toEqual(expect.arrayContaining(['Plan it', 'Approve and start', 'Edit']));
    expect(seen.get('operator local')).not.toContain('Publish');
    expect(seen.get('approver local')).toEqual(expect.arrayContaining(['Approve', 'Deny']));
    expect(seen.get('approver local')).not.toContain('Approve and start');
    const elsewhere = await refusedTo({ role: 'admin', tenant: 'elsewhere' }, async ({ page, show }) => {
      for (const path of ['/start', '/approvals', '/agents', '/costs', '/settings/audit']) await show(path);
      expect(await (await show('/settings/keys')).allTextContents()).toContain('New key…');
      expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()).toEqual([
        'Start',
        'Executions',
        'Approvals',
        'Agents',
        'Costs',
        'Settings',
      ]);
    });
    expect(elsewhere).toEqual([]);
  });
});
