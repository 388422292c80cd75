import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds that keeps somebody from using the page, once all that moves stands still: half faded in, any text has
 * too little contrast, and a slow machine is asked in the middle of that.
 */
export async function seriousIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(`Promise.allSettled(document.getAnimations().map(({ finished }) => finished))`);
  await page.evaluate(axe);
  const found: unknown = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`);
  return Array.isArray(found) ? found.map(String) : ['axe did not answer'];
}
