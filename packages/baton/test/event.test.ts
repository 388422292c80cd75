/** The event bus from outside: `baton event` speaks to the owner, and the system does the same from TypeScript. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createOrchestrationSystem } from '@batonhq/baton';
import { openWorkplace } from './run-baton.ts';

const hear = `
document: { dsl: '1.0.3', namespace: shop, name: hear, version: '1.0.0' }
do:
  - paid: { listen: { to: { one: { with: { type: order.paid } } } } }
`;

test('an event published on the command line wakes who listens; it is listed, known, and brought again', async () => {
  using place = openWorkplace();
  const nobody = await place.run('event', 'publish', '{}', '--type', 'order.paid');
  expect(nobody).toMatchObject({ code: 7 });
  place.file('hear.yaml', hear);
  const serving = place.start('serve');
  await serving.until(/serving|control/i);
  const listening = place.start('run', 'hear.yaml', '--json');
  await expect.poll(async () => JSON.parse((await place.run('list', '--json')).out)[0]?.phase).toBe('waiting');
  const publish = ['event', 'publish', '{"amount":5}', '--type', 'order.paid', '--id', 'e1'];
  expect(await place.run(...publish)).toMatchObject({ code: 0, out: '1\n' });
  expect(JSON.parse((await listening.finished).out)).toMatchObject({ phase: 'completed', output: [{ amount: 5 }] });
  expect(JSON.parse((await place.run(...publish, '--json')).out)).toEqual({ number: 1, isKnown: true });
  const listed = await place.run('event', 'list', '--type', 'order.*', '--json');
  expect(JSON.parse(listed.out)).toMatchObject([{ number: 1, event: { id: 'e1', source: '/baton/cli' } }]);
  const wrong = await place.run('event', 'publish', '{"type":"x","source":""}');
  expect(wrong).toMatchObject({ code: 2, talk: expect.stringContaining('source of a CloudEvent') });
  expect(await place.run('event', 'replay', 'nobody')).toMatchObject({ code: 3 });
  expect(await place.run('event', 'publish', '[]')).toMatchObject({ code: 2 });
  serving.kill('SIGKILL');
  await serving.finished;
  expect(await place.run('event', 'list')).toMatchObject({ code: 0, out: expect.stringContaining('order.paid') });
});

test('the system publishes, lists and replays', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-events-'));
  const system = await createOrchestrationSystem({ dataDir });
  onTestFinished(async () => {
    await system.close(0);
    rmSync(dataDir, { recursive: true, force: true });
  });
  const event = { type: 'order.paid', source: '/shop', id: 'e1', data: 1 };
  expect(await system.publishEvent(event)).toEqual({ number: 1, isKnown: false });
  expect(await system.listEvents({ source: '/shop' })).toMatchObject([{ number: 1, event }]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await system.define(hear);
  const execution = await system.submitWorkflow({ workflow: 'shop/hear' });
  expect(await system.replayEvents(execution.id)).toBe(1);
  expect(await execution.result()).toEqual({ phase: 'completed', output: [1] });
  await expect(system.publishEvent({ type: 'x' })).rejects.toMatchObject({ name: 'InvalidEventError' });
});
