/** Killed while it delivers: every listener hears every published event once, in the order of publication. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { definition, eventsOf, folder, until } from './open-engine.ts';

const publisher = fileURLToPath(new URL('fixtures/publisher.ts', import.meta.url));
const listeners = 12;
const kills = 3;

test('no event is lost, none comes twice, and their order is kept', async () => {
  const place = folder();
  const acknowledged = (): readonly string[] => {
    try {
      return readFileSync(join(place.path, 'published'), 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  };
  const listening = definition([
    { hear: { listen: { to: { any: [{ with: { type: 'news' } }], until: { one: { with: { type: 'last' } } } } } } },
  ]);
  for (let kill = 0; kill < kills; kill += 1) {
    const before = acknowledged().length;
    const child = spawn(process.execPath, [publisher, place.path, JSON.stringify(listening), String(listeners)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    // A publisher is told before everybody has heard, so whenever it dies some have and some have not.
    await until(() => acknowledged().length > before + 7 * kill || child.exitCode !== null);
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
  }
  const told = acknowledged();
  const engine = await place.open();
  await engine.publishEvent({ type: 'last', source: 'https://example.com', id: 'last' });
  const published = await engine.publishedEvents({ type: 'news' });
  // The one that was being published as its process died may have become durable without anybody being told.
  expect(published.length - told.length).toBeGreaterThanOrEqual(0);
  const order = published.map(({ event }) => event.data);
  expect(order).toEqual(order.map((_, index) => index));
  for (let index = 0; index < listeners; index += 1) {
    const result = await engine.result(`e${index}`);
    expect(result).toEqual({ phase: 'completed', output: order });
    const received = (await eventsOf(engine, `e${index}`)).filter(({ event }) => event.kind === 'signal.received');
    expect(received).toHaveLength(order.length + 1);
  }
});
