/** Hundreds of open questions in a real browser: those in sight are drawn, and the one that is looked at is among them. */
import { expect, it } from 'vitest';
import { openDashboard, signIn } from './browser.ts';

const count = 300;

const asking = {
  document: { dsl: '1.0.3', namespace: 'books', name: 'paying', version: '1.0.0' },
  do: [{ pay: { call: 'pay', with: { amount: '${ $workflow.input.amount }' }, metadata: { risk: 'high' } } }],
};

it('of very many questions those in sight are drawn, also while somebody goes from one to the next', async () => {
  await using dashboard = await openDashboard();
  const { engine } = dashboard;
  const amounts = Array.from({ length: count }, (_, index) => index);
  await Promise.all(amounts.map((amount) => engine.start({ definition: asking, input: { amount } })));
  await expect.poll(async () => (await engine.approvals.list()).length, { timeout: 60_000 }).toBe(count);

  const page = await dashboard.open();
  await signIn(page, dashboard);
  await page.goto(`${dashboard.url}/approvals`);
  const questions = page.getByRole('navigation', { name: 'Questions' });
  const current = questions.locator('a[aria-current]');
  await current.waitFor();
  expect(await questions.getByRole('link').count()).toBeLessThan(60);
  expect(await questions.getByRole('listitem').first().getAttribute('aria-setsize')).toBe(String(count));

  const wanted = (await engine.approvals.list())[40];
  for (let step = 0; step < 40; step += 1) await page.keyboard.press('j');
  await page.waitForURL((url) => url.searchParams.get('id') === wanted?.id);
  await expect.poll(() => questions.locator('[aria-posinset="41"] a').getAttribute('aria-current')).toBe('true');
  const isInSight = async (): Promise<boolean> => {
    const [frame, row] = [await questions.boundingBox(), await current.boundingBox()];
    return frame !== null && row !== null && row.y >= frame.y && row.y + row.height <= frame.y + frame.height;
  };
  await expect.poll(isInSight).toBe(true);
  expect(await questions.getByRole('link').count()).toBeLessThan(60);
}, 120_000);
