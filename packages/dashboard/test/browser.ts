import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { createEngine, openSqliteJournal, type Engine, type FunctionDefinition } from '@batonhq/engine';
import { apiHost, createApi, KeyStore, listen } from '@batonhq/server';
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { freshPages } from '@batonhq/dashboard';
import { chromiumPath } from './chromium.ts';

/** The dashboard as people have it: built pages, a server on a real journal, a browser. */
export interface Dashboard extends AsyncDisposable {
  readonly url: string;
  readonly engine: Engine;
  readonly token: string;
  /** A page of a browser of its own: nothing is shared but the server. */
  open(options?: PageOptions): Promise<Page>;
}

export interface PageOptions {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Milliseconds until something that should be seen counts as missing; only what is missing takes that long. */
export const patience = 60_000;

export async function openDashboard(functions: readonly FunctionDefinition[] = []): Promise<Dashboard> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-dashboard-'));
  const pages = (await freshPages()) ?? '';
  const journal = openSqliteJournal({ directory: join(folder, 'data') });
  const engine = await createEngine({
    journal,
    functions: [{ name: 'pay', run: (_context, input) => ({ paid: Object(input).amount }) }, ...functions],
  });
  const keys = await KeyStore.open(journal.streams, Date.now);
  const { token } = await keys.create({ tenant: 'local', user: 'dana', role: 'admin', name: 'test' });
  const server = await listen(createApi(apiHost({ engine, journal, keys }), { pages }), { port: 0 });
  const browser = await launch();
  return {
    url: server.url,
    engine,
    token,
    async open({ width = 1_280, colorScheme = 'light' } = {}) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: 'en-GB' });
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.close();
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** One process for everything, as the package would have it, dies with the first page that is closed. */
export async function launch(): Promise<Browser> {
  const executablePath = await chromiumPath(chromium);
  const args = chromium.args.filter((argument) => argument !== '--single-process');
  return playwright.launch({ executablePath, args, headless: true, timeout: patience });
}

/** Signs in with a key, as people do. */
export async function signIn(page: Page, { url, token }: Dashboard): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Key').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Executions' }).waitFor();
}

/** Signs a browser in without its form: what is looked at comes after. */
export async function enter(
  context: BrowserContext,
  { url, token }: { readonly url: string; readonly token: string },
): Promise<void> {
  const answer = await context.request.post(`${url}/api/session`, { data: { token } });
  if (!answer.ok()) throw new TypeError(`signing in: ${answer.status()}`);
}
