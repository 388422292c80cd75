/** What a plan may spend is part of the plan: of its definition, of what is shown, and of what is agreed to. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const sample = fileURLToPath(new URL('../../../examples/workspace', import.meta.url));
const goal = 'Plan my retirement at 55';

test('a cap changes the hash that somebody agrees to', async () => {
  using place = openWorkplace();
  cpSync(sample, place.folder, { recursive: true });
  const planned = async (...more: readonly string[]): Promise<{ hash: string; definition: unknown }> =>
    JSON.parse((await place.run('plan', goal, '--json', ...more)).out);
  const free = await planned();
  const capped = await planned('--budget', 'money=2.5,time=10m');
  expect(capped).toMatchObject({ definition: { document: { metadata: { budget: { money: 2.5, time: 600_000 } } } } });
  expect(capped.hash).not.toBe(free.hash);
  expect((await place.run('plan', goal, '--budget', 'money=2.5')).out).toMatch(/budget +2\.50 USD/);
  expect((await place.run('plan', goal, '--budget', 'fun=2.5')).code).toBe(2);
});
