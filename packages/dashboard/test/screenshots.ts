/** `npm run screenshots [FOLDER]`: a picture of every page at two widths, in both themes and both directions, with real data. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { enter, launch } from './browser.ts';
import { seed } from './seed.ts';
import { serveFolder, type ServedFolder } from './served-folder.ts';

const [, , target = join(import.meta.dirname, '..', 'screenshots')] = process.argv;

/** How long after a page has come things still move into place. */
const settling = 400;

/** Pages by the name of their picture; executions by what finds one. */
const pages: readonly (readonly [name: string, path: string])[] = [
  ['executions', '/'],
  ['start', '/start'],
  ['start-write', '/start?way=write'],
  ['approvals', '/approvals'],
  ['schedules', '/schedules'],
  ['schedule', '/schedules/shop/report'],
  ['agents', '/agents'],
  ['agent', '/agents/summariser'],
  ['costs', '/costs'],
  ['health', '/health'],
  ['settings', '/settings'],
  ['keys', '/settings/keys'],
  ['audit', '/settings/audit'],
];
const executions: readonly (readonly [name: string, query: string])[] = [
  ['execution-faulted', 'text=books/failing'],
  ['execution-completed', 'text=shop/order'],
  ['execution-waiting', 'text=people/meeting&phase=waiting'],
  ['execution-agent', 'text=letters/mission'],
];

async function addresses(folder: ServedFolder): Promise<typeof pages> {
  const found = [];
  for (const [name, query] of executions) {
    const answer = await folder.ask(`/api/executions?${query}&limit=1`);
    const [first] = Array.isArray(answer['executions']) ? answer['executions'] : [];
    found.push([name, `/executions/${first.id}`] as const);
  }
  const { executions: orders } = await folder.ask('/api/executions?text=shop/order&limit=2');
  const [left, right] = Array.isArray(orders) ? orders : [];
  found.push(['compare', `/compare?${new URLSearchParams({ left: left.id, right: right.id }).toString()}`] as const);
  const { name } = await folder.ask('/api/plans', { goal: 'Plan a product launch campaign for three channels' });
  found.push(['plan', `/start?${new URLSearchParams({ plan: String(name) }).toString()}`] as const);
  const { approvals } = await folder.ask('/api/approvals');
  const [question] = Array.isArray(approvals) ? approvals : [];
  return [...pages, ...found, ['approval', `/approvals?${new URLSearchParams({ id: question.id }).toString()}`]];
}

async function picture(
  context: BrowserContext,
  { address, file }: { readonly address: string; readonly file: string },
) {
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('main:not([aria-busy="true"])').waitFor();
  await page.waitForTimeout(settling);
  // Graphs are laid out aside, and say so meanwhile.
  await page.getByText(/^(Drawing|Finding a place)/).waitFor({ state: 'detached' });
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
}

await using folder = await serveFolder();
await seed(folder);
mkdirSync(target, { recursive: true });
const browser = await launch();
const all = await addresses(folder);
for (const width of [1_280, 390])
  for (const colorScheme of ['light', 'dark'] as const)
    for (const direction of ['ltr', 'rtl']) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: 'en-GB' });
      await context.addInitScript(
        `if (location.protocol === 'http:') localStorage.setItem('direction', '${direction}')`,
      );
      await enter(context, folder);
      for (const [name, path] of all)
        await picture(context, {
          address: `${folder.url}${path}`,
          file: join(target, `${name}-${width}-${colorScheme}-${direction}.png`),
        });
      await context.close();
    }
await browser.close();
process.stdout.write(`${all.length * 8} pictures in ${target}\n`);
