import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, launch, patience } from './browser.ts';
import { failing, meeting, order, otherMeeting, paying, seed, start, thrifty } from './seed.ts';
import { seriousIn } from './serious.ts';
import { serveFolder, type ServedFolder } from './served-folder.ts';

/** What people come to the dashboard for, done in a real browser on the real command: the list is in docs/dashboard.md. */
let folder: ServedFolder;
let browser: Browser;
/** What was spent before that was spent then. */
let seededOn = '';
/** Hosts that pages asked for something, and what they complained of. */
const hosts = new Set<string>();

beforeAll(async () => {
  folder = await serveFolder();
  await seed(folder);
  seededOn = today();
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await folder?.[Symbol.asyncDispose]();
});

interface Look {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly direction?: 'ltr' | 'rtl';
}

async function opened({ width = 1_280, colorScheme = 'light', direction = 'ltr' }: Look = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: 'en-GB' });
  context.setDefaultTimeout(patience);
  if (direction === 'rtl')
    await context.addInitScript(`if (location.protocol === 'http:') localStorage.setItem('direction', 'rtl')`);
  context.on('request', (request) => hosts.add(new URL(request.url()).host));
  context.on('weberror', (error) => hosts.add(`page error: ${error.error().message}`));
  return context;
}

/** Does something on a page of somebody who signed in. */
async function signedIn(act: (page: Page) => Promise<void>, look?: Look): Promise<void> {
  const context = await opened(look);
  await enter(context, folder);
  const page = await context.newPage();
  await page.goto(folder.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await act(page);
  await context.close();
}

describe('people', () => {
  it('1 sign in with a key, and are told when it is none', async () => {
    const context = await opened();
    const page = await context.newPage();
    await page.goto(folder.url);
    await page.getByLabel('Key', { exact: true }).fill('baton_nonsense');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await seriousIn(page)).toEqual([]);
    await page.getByLabel('Key', { exact: true }).fill(folder.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Executions' }).waitFor();
    expect(await page.evaluate('Object.values(localStorage).join() + document.cookie')).not.toContain('baton_');
    await context.close();
  });

  it('2 find what went wrong, and copy the command that goes on from there', () =>
    signedIn(async (page) => {
      const id = await start(folder, failing);
      await page.getByRole('button', { name: 'Faulted' }).click();
      await page.getByLabel('Text').fill(id);
      await page.getByText('1 executions').waitFor();
      await page.getByRole('link', { name: 'books/failing' }).click();
      await page.getByText('The ledger does not add up').first().waitFor();
      await page.locator('main').getByText(`baton fork ${id}`).waitFor();
      expect(await page.locator('img').count()).toBe(0);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy' }).first().click();
      await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toContain(id);
    }));

  it('3 approve once they saw what it is, where its values come from, and what undoes it', () =>
    signedIn(async (page) => {
      const id = await start(folder, paying, { amount: 4_242 });
      await page.getByRole('link', { name: 'Approvals' }).click();
      await questionOf(page, id).click();
      const evidence = page.getByRole('article');
      const row = evidence.getByRole('listitem').filter({ hasText: 'input.amount' });
      await row.getByText('4242').waitFor();
      expect(await row.innerText()).toContain('the input of the execution');
      expect(await evidence.innerText()).toMatch(/refund undoes it/);
      expect(await evidence.innerText()).toMatch(/0\.25/);
      await evidence.getByLabel('Comment').fill('as agreed');
      await evidence.getByRole('button', { name: 'Approve' }).click();
      await expect.poll(() => phaseOf(id)).toBe('completed');
    }));

  it('4 deny, and have to say why', () =>
    signedIn(async (page) => {
      const id = await start(folder, paying, { amount: 13 });
      await page.goto(`${folder.url}/approvals`);
      await questionOf(page, id).click();
      const evidence = page.getByRole('article');
      await evidence.getByRole('listitem').filter({ hasText: 'input.amount' }).getByText('13').waitFor();
      await evidence.getByRole('button', { name: 'Deny' }).click();
      await evidence.getByText('Say why not').waitFor();
      await evidence.getByLabel('Comment').fill('לא לפני יום שני');
      await evidence.getByRole('button', { name: 'Deny' }).click();
      await expect.poll(() => phaseOf(id)).toBe('faulted');
    }));

  it('5 change what a call is given: another question', () =>
    signedIn(async (page) => {
      const id = await start(folder, paying, { amount: 900 });
      await page.goto(`${folder.url}/approvals`);
      await questionOf(page, id).click();
      await page.getByRole('button', { name: 'Change the values' }).click();
      await page.getByLabel('Input in JSON').fill('{ "to": "יואב", "amount": 90 }');
      await page.getByRole('button', { name: 'Ask about these' }).click();
      const row = page.getByRole('article').getByRole('listitem').filter({ hasText: 'input.amount' });
      await row.getByText('90', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Approve' }).click();
      await expect.poll(() => phaseOf(id)).toBe('completed');
    }));

  it('6 cancel many at once, told first how many', () =>
    signedIn(async (page) => {
      const ids = [await start(folder, meeting), await start(folder, meeting)];
      await page.goto(`${folder.url}/?text=people/meeting&phase=waiting`);
      for (const id of ids) await page.getByLabel(`Choose ${id}`).check();
      await page.getByRole('button', { name: 'Cancel…' }).click();
      await page.getByText('2 open executions').waitFor();
      await page.getByRole('button', { name: 'Cancel 2' }).click();
      await page.getByText('Done for 2').waitFor();
      for (const id of ids) await expect.poll(() => phaseOf(id)).toBe('cancelled');
    }));

  it('7 keep a view, and come back to it by its name', () =>
    signedIn(async (page) => {
      await page.getByRole('button', { name: 'Faulted' }).click();
      await page.getByLabel('Text').fill('ledger');
      await page.getByRole('link', { name: 'books/failing' }).first().waitFor();
      await page.waitForURL('**/?phase=faulted&text=ledger');
      await page.getByRole('button', { name: 'Save this view' }).click();
      await page.getByLabel('Name').fill('ספרים שבורים');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.goto(folder.url);
      await page.getByRole('link', { name: 'ספרים שבורים' }).click();
      await page.getByRole('link', { name: 'books/failing' }).first().waitFor();
      await page.waitForURL('**/?phase=faulted&text=ledger');
      expect(new URL(page.url()).search).toBe('?phase=faulted&text=ledger');
    }));

  it('8 pause an execution, and let it go on', () =>
    signedIn(async (page) => {
      const id = await start(folder, meeting);
      await page.goto(`${folder.url}/executions/${id}`);
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect.poll(() => phaseOf(id)).toBe('suspended');
      await page.getByRole('button', { name: 'Resume' }).click();
      await expect.poll(() => phaseOf(id)).toBe('waiting');
    }));

  it('9 jump to an execution by a few letters of its name, without the mouse', () =>
    signedIn(async (page) => {
      const id = await start(folder, { ...order, document: { ...order.document, name: 'needle' } });
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('needle');
      await page.getByRole('option', { name: 'shop/needle', selected: true }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/executions/${id}`);
      await page.keyboard.press('g');
      await page.keyboard.press('e');
      await page.waitForURL(({ pathname }) => pathname === '/');
      await page.getByRole('link', { name: 'shop/needle' }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(({ pathname }) => pathname.startsWith('/executions/'));
      expect(page.url()).not.toContain(id);
    }));

  it('10 see what a day cost, and on what', () =>
    signedIn(async (page) => {
      await start(folder, order, { customer: 1 });
      await page.keyboard.press('g');
      await page.keyboard.press('c');
      await page.getByRole('button', { name: 'Today' }).click();
      const row = page.getByRole('region', { name: 'Spent on what' }).getByRole('row').filter({ hasText: 'summarise' });
      await row.waitFor();
      await expect.poll(() => row.innerText()).toMatch(/\$\d/);
      await page.getByRole('button', { name: 'Yesterday' }).click();
      if (seededOn === today()) await page.getByText('Nothing was spent on these days.').waitFor();
      await page.waitForURL(({ searchParams }) => searchParams.get('period') === 'yesterday');
    }));

  it('11 read why an agent got a mission', () =>
    signedIn(async (page) => {
      await page.getByRole('link', { name: 'Agents' }).click();
      await page.getByLabel('Find agents').fill('letters');
      await page.getByRole('link', { name: 'summariser' }).click();
      await page.getByRole('region', { name: 'Missions' }).getByRole('row').nth(1).waitFor();
      expect(await page.getByRole('region', { name: 'Missions' }).innerText()).toMatch(/named|chosen|letters/);
    }));

  it('12 see the next ten times of a schedule, stop it, and start one now', () =>
    signedIn(async (page) => {
      await page.getByRole('link', { name: 'Schedules' }).click();
      await page.getByRole('link', { name: 'shop/report' }).click();
      const next = page.locator('section', { has: page.getByRole('heading', { name: 'Next times' }) });
      await expect.poll(() => next.getByRole('row').filter({ hasText: '06:00' }).count()).toBe(10);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByRole('button', { name: 'Start one now' }).click();
      await page.waitForURL('**/executions/*');
    }));

  it('13 make a key for somebody who only looks, and find it in the audit', () =>
    signedIn(async (page) => {
      await page.goto(`${folder.url}/settings/keys`);
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByLabel('What it is for').fill('wall screen');
      await page.getByLabel('User').fill('lobby');
      await page.getByRole('button', { name: 'Make it' }).click();
      await page.getByText('baton_').waitFor();
      await page.getByRole('button', { name: 'I have it' }).click();
      await page.getByText('wall screen').waitFor();
      await page.getByLabel('Keys of the tenant').fill('acme');
      await page.getByText('wall screen').waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Audit' }).click();
      await page.getByText('POST /api/keys').first().waitFor();
      expect(await page.locator('main').innerText()).not.toContain('baton_');
    }));

  it('14 let a budget have more, and another plan go on', () =>
    signedIn(async (page) => {
      const spending = await start(folder, thrifty);
      const changing = await start(folder, meeting);
      await folder.ask(`/api/orchestrate/${changing}/revise`, { definition: otherMeeting, because: 'say thanks' });
      await page.goto(`${folder.url}/approvals`);
      await questionOf(page, spending).click();
      await page.getByRole('article').getByText('0.05 USD').waitFor();
      await page.getByRole('button', { name: 'Approve' }).click();
      await expect.poll(() => phaseOf(spending)).toBe('completed');
      await questionOf(page, changing).click();
      await page
        .getByRole('region', { name: 'What changes in the plan' })
        .getByText('thank', { exact: true })
        .waitFor();
      await page.getByRole('button', { name: 'Approve' }).click();
      await folder.ask(`/api/orchestrate/${changing}/signal`, { name: 'go' });
      await expect.poll(() => phaseOf(changing)).toBe('completed');
    }));
});

/** Does nothing but stand there, if pages are what they should be. */
const hostile =
  '<img src=x onerror=alert(1)><script>alert(1)</script> ![x](https://evil.example/x.png) \u202egnp.exe \u001b[2J';

/** Addresses, and a text that stands there once all of it does. */
const pages: readonly (readonly [path: string, text: string])[] = [
  ['/', 'shop/order'],
  ['/start', 'Start'],
  ['/approvals', 'pay of books/paying'],
  ['/schedules', 'shop/report'],
  ['/schedules/shop/report', '06:00'],
  ['/agents', 'summariser'],
  ['/agents/summariser', 'Why this agent'],
  ['/costs', 'Spent of the limit'],
  ['/health', 'Where work is held up'],
  ['/settings', 'Session'],
  ['/settings/keys', 'made at the first start'],
  ['/settings/audit', 'POST /api/session'],
];

describe('a browser', () => {
  it('shows what others wrote as text, wherever it stands', () =>
    signedIn(async (page) => {
      await start(folder, { ...paying, document: { ...paying.document, name: 'hostile' } }, { amount: hostile });
      await page.goto(`${folder.url}/approvals`);
      await page.getByRole('navigation', { name: 'Questions' }).getByText('books/hostile').click();
      const values = page.getByRole('region', { name: 'Values of the call' });
      await values.getByText('<img src=x').waitFor();
      expect(await values.innerText()).toContain('\\u{202e}gnp');
      expect(await values.innerText()).toContain('\\u{1b}[2J');
      expect(await page.locator('img, main script, main iframe').count()).toBe(0);
      await page.getByLabel('Comment').fill('no');
      await page.getByRole('button', { name: 'Deny' }).click();
      await page.getByText('books/hostile').first().waitFor({ state: 'detached' });
    }));

  it('offers nobody what their key may not do', async () => {
    const key = { user: 'lobby', role: 'viewer', name: 'screen' };
    const token = String((await folder.ask('/api/keys', key))['token']);
    const context = await opened();
    await enter(context, { url: folder.url, token });
    const page = await context.newPage();
    await page.goto(`${folder.url}/?phase=waiting`);
    await page.locator('.list tbody a').first().waitFor();
    expect(await page.getByRole('button', { name: 'Cancel…' }).count()).toBe(0);
    await page.goto(`${folder.url}/settings/keys`);
    await page.getByText('Session').waitFor();
    expect(await page.getByRole('button', { name: 'New key' }).count()).toBe(0);
    await page.goto(`${folder.url}/schedules/shop/report`);
    await page.getByText('06:00').first().waitFor();
    expect(await page.getByRole('button', { name: 'End…' }).count()).toBe(0);
    await context.close();
  });

  it('asks for a key again once its session has ended, and stays where it was', () =>
    signedIn(async (page) => {
      await page.goto(`${folder.url}/health`);
      await page.getByText('Where work is held up').waitFor();
      await page.context().clearCookies();
      await page.getByLabel('Key', { exact: true }).fill(folder.token);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Where work is held up').waitFor();
      expect(new URL(page.url()).pathname).toBe('/health');
    }));
});

describe('every page', () => {
  it.each([
    ['wide, light', { width: 1_280, colorScheme: 'light', direction: 'ltr' }],
    ['wide, dark, right to left', { width: 1_280, colorScheme: 'dark', direction: 'rtl' }],
    ['narrow, dark', { width: 390, colorScheme: 'dark', direction: 'ltr' }],
  ] as const)('is for everybody: %s', (_name, look) =>
    everyPage(look, async (page, path) => expect([path, await seriousIn(page)]).toEqual([path, []])),
  );

  it('says that what it shows is old while the server does not answer', () =>
    signedIn(async (page) => {
      await page.route('**/api/health/live', (route) => route.abort());
      await page.getByText('Baton does not answer').waitFor();
      await page.unroute('**/api/health/live');
      await expect.poll(() => page.getByText('Baton does not answer').count()).toBe(0);
    }));

  it('fits a narrow screen, right to left', () =>
    everyPage({ width: 390, colorScheme: 'light', direction: 'rtl' }, async (page) => {
      expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
    }));

  it('can be used within 1.5 seconds', async () => {
    const bar = 1_500;
    const times: number[] = [];
    // Whatever else the machine does only adds to the time: the quickest of a few is that of the page.
    while (times.length < 10 && times.every((time) => time >= bar)) {
      const context = await opened();
      await enter(context, folder);
      const page = await context.newPage();
      await page.goto(folder.url);
      await page.getByRole('link', { name: 'shop/order' }).first().waitFor();
      times.push(Number(await page.evaluate('performance.now()')));
      await context.close();
    }
    expect(Math.min(...times)).toBeLessThan(bar);
  });

  it('has asked nobody else for anything, and complained of nothing', () => {
    expect([...hosts]).toEqual([new URL(folder.url).host]);
  });
});

/** Costs are kept by days in UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The question that an execution asks, in the list of them. */
function questionOf(page: Page, execution: string): Locator {
  return page.getByRole('navigation', { name: 'Questions' }).locator(`a[href*="${execution}"]`);
}

async function everyPage(look: Look, check: (page: Page, path: string) => Promise<void>): Promise<void> {
  // The newest, so that it is in sight on whatever screen.
  await start(folder, order);
  const { executions } = await folder.ask('/api/executions?text=books/failing&limit=1');
  const [first] = Array.isArray(executions) ? executions : [];
  await signedIn(async (page) => {
    for (const [path, text] of [...pages, [`/executions/${first.id}`, 'The ledger does not add up']] as const) {
      await page.goto(`${folder.url}${path}`);
      await page.locator('main').getByText(text).first().waitFor();
      await check(page, path);
      const isTooWide = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      expect([path, isTooWide]).toEqual([path, false]);
    }
  }, look);
}

async function phaseOf(id: string): Promise<unknown> {
  const { view } = await folder.ask(`/api/orchestrate/${id}`);
  return Object(view).phase;
}
