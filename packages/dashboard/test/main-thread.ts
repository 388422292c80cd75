import type { Page } from 'playwright-core';

/** Milliseconds of processor time that the page's main thread works while something is done: what frames wait for. */
export async function workOf(page: Page, act: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await worked();
  await act();
  const after = await worked();
  await session.detach();
  return (after - before) * 1_000;

  async function worked(): Promise<number> {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  }
}
