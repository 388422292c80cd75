/** What was made is opened where it is shown: a goal's agenda and report, as people who live in the dashboard read them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, launch, patience } from './browser.ts';
import { serveFolder, type ServedFolder } from './served-folder.ts';
import { seriousIn } from './serious.ts';

let folder: ServedFolder;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = () => ({ text: 'no plan, and no text' });
  [folder, browser] = await Promise.all([serveFolder({ script }), launch()]);
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, locale: 'en-GB' });
  await enter(context, folder);
  page = await context.newPage();
  page.setDefaultTimeout(patience);
});

afterAll(async () => {
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

function results() {
  return page.getByRole('list', { name: 'Files in the workspace' });
}

/** Carries out calls, one after the other, and looks at what came of them. */
async function look(...calls: readonly (readonly [name: string, given: object])[]): Promise<void> {
  const workflow = {
    document: { dsl: '1.0.3', namespace: 'tests', name: 'writing', version: '1.0.0' },
    do: calls.map(([name, given], index) => ({ [`task-${index}`]: { call: `${name}:1.0.0@default`, with: given } })),
  };
  const { id } = await folder.ask('/api/orchestrate', { workflow });
  await folder.ask(`/api/orchestrate/${String(id)}/result`);
  await page.goto(`${folder.url}/executions/${String(id)}`);
  await page.getByRole('heading', { name: 'Results' }).waitFor();
}

describe('what an execution wrote', () => {
  it('is the agenda of a goal in Hebrew, read from the page that the goal led to, without the mouse', async () => {
    await page.goto(`${folder.url}/start`);
    await page.getByRole('button', { name: /תבואות/ }).click();
    await page.getByRole('button', { name: 'Plan it' }).click();
    await page.getByRole('button', { name: 'Approve and start' }).click();
    await page.getByRole('heading', { name: 'Results' }).waitFor();
    const agenda = results().getByRole('link', { name: /^results\/.*\.md$/ });
    await agenda.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('יואב הראל').first().waitFor();
    expect(new URL(page.url()).searchParams.get('file')).toMatch(/^results\/.+\.md$/);
    expect(await seriousIn(page)).toEqual([]);
    await page.reload();
    await dialog.getByText('יואב הראל').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
    expect(await results().innerText()).toContain('calendar.ics');
  });

  it('is found again from the plan, once that was carried out', async () => {
    const [{ name = '' } = {}] = plansIn(await folder.ask('/api/plans'));
    await page.goto(`${folder.url}/start?plan=${encodeURIComponent(name)}`);
    const carriedOut = page.getByRole('region', { name: 'Carried out' });
    await carriedOut.getByRole('link', { name: /^Results/ }).click();
    await page.getByRole('heading', { name: 'Results' }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/executions\//);
  });

  it('is a report with its charts: the picture is drawn, the text is kept as a file of its name', async () => {
    await look(
      ['business_analyse', { ledger: 'bakery/ledger.csv' }],
      ['report_write', { title: 'How it goes', sections: [{ heading: 'Money', chart: 'results/business.svg' }] }],
    );
    await results().getByRole('link', { name: 'results/business.svg', exact: true }).click();
    const picture = page.getByRole('dialog').getByRole('img');
    await picture.waitFor();
    await expect.poll(() => page.evaluate(`document.querySelector('dialog img').naturalWidth`)).toBeGreaterThan(100);
    expect(await seriousIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const line = results().getByRole('listitem').filter({ hasText: 'how-it-goes.html' });
    const [download] = await Promise.all([page.waitForEvent('download'), line.getByText('Download').click()]);
    expect(download.suggestedFilename()).toBe('how-it-goes.html');
    await line.getByRole('link', { name: 'by task-1' }).click();
    await page.getByRole('complementary', { name: 'About task-1' }).waitFor();
  });

  it('is there while the rest still waits, and says what became of it since', async () => {
    const write = (text: string) => ({
      call: 'documents_write:1.0.0@default',
      with: { path: 'results/state.md', text },
    });
    const go = { listen: { to: { one: { with: { type: 'go' } } } } };
    const begin = async (name: string, ...tasks: readonly object[]): Promise<string> => {
      const document = { dsl: '1.0.3', namespace: 'tests', name, version: '1.0.0' };
      return String((await folder.ask('/api/orchestrate', { workflow: { document, do: tasks } }))['id']);
    };
    await page.goto(`${folder.url}/executions/${await begin('first', { write: write('one') }, { go })}`);
    await page.getByRole('heading', { name: 'Written so far' }).waitFor();
    await folder.ask(`/api/orchestrate/${await begin('second', { write: write('2') })}/result`);
    await page.reload();
    await results().getByText('changed since it was written').waitFor();
    await results().getByRole('link', { name: 'results/state.md', exact: true }).click();
    expect(await page.getByRole('dialog').getByRole('region').innerText()).toBe('2');
  });

  it('is text and nothing else, whatever it says and however it is called; a table is a table', async () => {
    const hostile = '<img src=x onerror=alert(1)> <script>alert(2)</script> \u202Egnp.exe';
    await look(
      ['documents_write', { path: 'results/\u202Egpj.html', text: hostile }],
      [
        'documents_write',
        { path: 'results/טבלה.csv', text: `שם,"a, b"\n=1+1,"${hostile.replaceAll('"', '')}"\nדנה,2\n` },
      ],
    );
    const dialogs: string[] = [];
    page.on('dialog', (shown) => {
      dialogs.push(shown.message());
      void shown.dismiss();
    });
    await results()
      .getByRole('link', { name: String.raw`results/\u{202e}gpj.html`, exact: true })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('onerror=alert(1)').waitFor();
    expect(await dialog.getByRole('region').innerText()).toBe(hostile.replace('\u202E', String.raw`\u{202e}`));
    await page.keyboard.press('Escape');
    await results().getByRole('link', { name: 'results/טבלה.csv', exact: true }).click();
    await dialog.getByRole('columnheader', { name: 'a, b' }).waitFor();
    expect(await dialog.getByRole('cell').allInnerTexts()).toEqual([
      '=1+1',
      hostile.replace('\u202E', String.raw`\u{202e}`),
      'דנה',
      '2',
    ]);
    expect(await seriousIn(page)).toEqual([]);
    expect([dialogs, await page.locator('dialog img, dialog script').count()]).toEqual([[], 0]);
  });
});

/** The plans in an answer. */
function plansIn({ plans }: Record<string, unknown>): readonly { readonly name?: string }[] {
  return Array.isArray(plans) ? plans : [];
}
