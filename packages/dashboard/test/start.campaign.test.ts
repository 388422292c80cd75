/** The start page, in a real browser on `baton serve`: a goal becomes a plan that is changed, agreed to and carried out; definitions are started by a form. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Script } from '../../testing/src/scripted-model/script.ts';
import { launch, patience } from './browser.ts';
import { hostile } from './execution-scenes.ts';
import { start } from './seed.ts';
import { serveFolder, type ServedFolder } from './served-folder.ts';
import { seriousIn } from './serious.ts';

const assistant = `name: assistant
description: Finds people and drafts mail
instructions: Find who is meant, then draft a mail.
tools: [contacts_find, mail_draft]
skills: [mail]
`;

/** A model that finds whom a mail is for, drafts it, and says so; for anything else it has no plan. */
const writing: Script = ({ messages }) => {
  if (!JSON.stringify(messages).includes('Draft a mail')) return { text: 'no plan' };
  const answered = messages.filter(({ role }) => role === 'tool').length;
  if (answered === 0) return { calls: [{ name: 'contacts_find', arguments: { query: 'יואב הראל' } }] };
  if (answered > 1) return { text: `It is drafted. ${hostile}`, usage: { input: 300, output: 20 } };
  const mail = { to: ['yoav@tvuot.example'], subject: 'Meeting on Tuesday', text: 'Shall we meet?' };
  return { text: 'Now the mail.', calls: [{ name: 'mail_draft', arguments: mail }] };
};

let folder: ServedFolder;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [folder, browser] = await Promise.all([serveFolder({ agents: [assistant], script: writing }), launch()]);
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'en-GB' });
  page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(folder.url);
  await page.getByLabel('Key').fill(folder.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Executions' }).waitFor();
});

afterAll(async () => {
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

async function open(search = ''): Promise<void> {
  await page.goto(`${folder.url}/start${search}`);
  await page.locator('main h1').waitFor();
}

const invoice = (version: string) => `document:
  dsl: 1.0.3
  namespace: shop
  name: invoice
  version: ${version}
  title: Write an invoice
input:
  schema:
    document:
      type: object
      required: [customer, amount]
      properties:
        customer: { type: string, title: Customer }
        amount: { type: number, minimum: 0 }
        kind: { enum: [goods, service] }
        lines: { type: array, items: { type: string } }
        address: { type: object, properties: { city: { type: string } } }
do:
  - keep:
      set: \${ . }
`;

describe('a goal', () => {
  it('becomes a plan: tasks with what they risk and touch, what it takes, and a graph of what waits for what', async () => {
    await open();
    await page.getByLabel('What should be done?').fill('Plan a product launch campaign for three channels');
    expect(await seriousIn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Plan it' }).click();
    const tasks = page.getByRole('list', { name: 'Tasks of the plan' });
    await page.getByRole('button', { name: 'Approve and start' }).waitFor();
    expect(await tasks.innerText()).toContain('high risk');
    expect(await tasks.innerText()).toContain('asks before it is done');
    await page.locator('.node').getByText('schedule').waitFor();
    await page.getByText('Asks people').waitFor();
    await page.waitForURL(({ searchParams }) => searchParams.get('plan')?.includes('plan-a-product-launch') ?? false);
    expect(await seriousIn(page)).toEqual([]);
  });

  it('has its plan changed by hand: mistakes are told by line, a change is another version to be agreed to', async () => {
    await page.getByRole('button', { name: 'Edit' }).click();
    const field = page.getByLabel('The plan in YAML');
    const before = await field.inputValue();
    await field.fill(before.replace('call: brief_read', 'call: brief_burn'));
    await page.getByRole('button', { name: 'Keep as version 2' }).click();
    const remark = page.locator('.remarks li').first();
    await remark.getByRole('button', { name: /Line \d+/ }).waitFor();
    expect(await remark.innerText()).toContain('brief_burn');
    await field.fill(
      before.replaceAll(
        /title: Plan a product.*/g,
        String.raw`title: "Three channels <img src=x onerror=alert(1)> \u202Egnp.exe"`,
      ),
    );
    await page.getByRole('button', { name: 'Keep as version 2' }).click();
    const title = page.getByRole('heading', { name: /^Three channels/ });
    await title.waitFor();
    expect(await title.innerText()).toBe('Three channels <img src=x onerror=alert(1)> \\u{202e}gnp.exe');
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByRole('heading', { name: 'Since version 1' }).waitFor();
    expect(await seriousIn(page)).toEqual([]);
  });

  it('is carried out once somebody agreed', async () => {
    await page.getByRole('button', { name: 'Approve and start' }).click();
    await page.getByRole('treegrid').waitFor();
    await page.waitForURL(({ pathname }) => /^\/executions\/./.test(pathname));
    expect(new URL(page.url()).pathname).toMatch(/^\/executions\/./);
    await page.goBack();
    await page.getByText('Version 2 was agreed to').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  });

  it('in Hebrew has a plan that is read from right to left', async () => {
    await open();
    await page.getByRole('button', { name: /תבואות/ }).click();
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByRole('button', { name: 'Approve and start' }).waitFor();
    const tasks = page.getByRole('list', { name: 'Tasks of the plan' });
    expect(await tasks.getAttribute('dir')).toBe('rtl');
    expect(await tasks.innerText()).toContain('יואב');
    await open('?way=plans');
    await page
      .getByRole('list', { name: 'Plans' })
      .getByRole('link', { name: /^Three channels/ })
      .waitFor();
    expect(await seriousIn(page)).toEqual([]);
  });

  it('that leaves something open is agreed to only when that is answered', async () => {
    await open();
    await page.getByLabel('What should be done?').fill('schedule a meeting with Yoav');
    await page.getByRole('button', { name: 'Plan it' }).click();
    const questions = page.getByRole('form', { name: 'Questions' });
    await questions.getByLabel('Which Yoav?').selectOption({ index: 1 });
    const approve = page.getByRole('button', { name: 'Approve and start' });
    expect(await page.locator('button:enabled', { hasText: 'Approve and start' }).count()).toBe(0);
    expect(await seriousIn(page)).toEqual([]);
    await questions.getByRole('button', { name: 'Answer, and plan' }).click();
    await questions.waitFor({ state: 'detached' });
    await approve.waitFor();
    await expect.poll(() => approve.isDisabled()).toBe(false);
  });

  it('that no planner understands is answered with what it has to know, or why there is no plan', async () => {
    await open();
    await page.getByLabel('What should be done?').fill('Qwertz uiop asdf <img src=x onerror=alert(1)>');
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.locator('main [role=alert], main .questions').first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await seriousIn(page)).toEqual([]);
  });
});

describe('a definition', () => {
  it('is written and published here, with mistakes told by line', async () => {
    await open('?way=write');
    const field = page.getByLabel('A definition in YAML or JSON');
    await field.fill(invoice('1.0.0').replace('set:', 'sett:'));
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('button', { name: 'Line 20' }).waitFor();
    expect(await seriousIn(page)).toEqual([]);
    await field.fill(invoice('1.0.0'));
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('heading', { name: 'Write an invoice' }).waitFor();
  });

  it('is started by a form for what it is given', async () => {
    await page.getByLabel('Customer').fill('יואב כהן');
    await page.getByLabel('amount').fill('120.5');
    await page.getByLabel('kind').selectOption('service');
    await page.getByLabel('lines').fill('one\ntwo');
    await page.getByLabel('city').fill('תל אביב');
    expect(await seriousIn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const output = page.getByLabel('Output', { exact: true });
    await output.waitFor();
    await expect
      .poll(async () => JSON.parse(await output.innerText()))
      .toEqual({
        customer: 'יואב כהן',
        amount: 120.5,
        kind: 'service',
        lines: ['one', 'two'],
        address: { city: 'תל אביב' },
      });
  });
});

describe('an agent', () => {
  it('that was started is told turn by turn, with the origin of every value, as text whatever a model wrote', async () => {
    const mission = { agent: 'assistant', prompt: 'Draft a mail to יואב הראל: Meeting on Tuesday' };
    const id = await start(folder, {
      document: { dsl: '1.0.3', namespace: 'scenes', name: 'mail', version: '1.0.0' },
      do: [{ write: { call: 'agent', with: mission } }],
    });
    await page.goto(`${folder.url}/executions/${id}?task=write`);
    const transcript = page.getByRole('region', { name: 'Transcript' });
    await transcript.getByText('It is drafted.').waitFor();
    await transcript.getByRole('link', { name: 'assistant' }).waitFor();
    const origin = (argument: string) =>
      transcript.getByRole('row').filter({ has: page.getByRole('rowheader', { name: argument }) });
    await expect.poll(() => origin('query').innerText()).toContain('the mission');
    expect(await origin('to[0]').innerText()).toContain('contacts_find');
    expect(await origin('subject').innerText()).toContain('the mission');
    expect(await origin('text').innerText()).toContain('own words');
    expect(await transcript.innerText()).toContain('\\u{202e}gnp.exe');
    await expect.poll(() => transcript.innerText()).toContain('300 + 20 tokens');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await seriousIn(page)).toEqual([]);
  });
});

it('is for everybody in the dark and on a narrow screen', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 800 });
  for (const search of ['', '?way=plans', '?way=definitions&definition=shop/invoice', '?way=write']) {
    await open(search);
    expect([search, await seriousIn(page)]).toEqual([search, []]);
    const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    expect([search, await page.evaluate(isTooWide)]).toEqual([search, false]);
  }
});
