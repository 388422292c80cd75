/** Limits on the command line: calls wait, people see for what and until when, and what makes no sense is refused. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOrchestrationSystem } from '@batonhq/baton';
import { readDefinition } from '@batonhq/core';
import { expect, test } from 'vitest';
import { parseLimits } from '../src/cli/argument/limit-argument.ts';
import { openWorkplace } from './run-baton.ts';

const flow = (host: string): string => `
document: { dsl: 1.0.3, namespace: test, name: calling, version: 1.0.0 }
do:
  - get: { call: http, with: { method: get, endpoint: 'http://${host}/' } }
`;

test('a limited call waits, `show` says for what, and `limits` lists it', async () => {
  using place = openWorkplace();
  const server = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  place.file('flow.yaml', flow(host));
  const line = ['run', 'flow.yaml', '--allow-host', host, '--limit', `${host},rate=1/h,concurrency=3`, '--json'];
  expect(await place.run(...line)).toMatchObject({ code: 0 });
  const waiting = await place.run(...line, '--timeout', '300ms');
  expect(waiting).toMatchObject({ code: 6 });
  const { id } = JSON.parse(waiting.out);
  const [shown, table, json] = await Promise.all([
    place.run('show', id),
    place.run('limits'),
    place.run('limits', '--json'),
  ]);
  expect(shown.out).toMatch(new RegExp(`${host}: 1 per hour used, next at \\d{4}-`));
  expect(table.out).toMatch(new RegExp(`^${host}  1 per hour used, .* to go  0 of 3 places\n$`));
  expect(JSON.parse(json.out)).toMatchObject([
    { tenant: 'local', kind: 'host', name: host, identity: null, state: 'rate', inUse: 0 },
  ]);
  server.close();
});

test('a person lets calls be made again that a service asked to wait for', async () => {
  using place = openWorkplace();
  let isBusy = true;
  const server = createServer((_request, response) => {
    response.writeHead(isBusy ? 503 : 200, { 'retry-after': '3600' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const { definition } = readDefinition(flow(host));
  const workflow = JSON.parse(JSON.stringify(definition?.json));
  const system = await createOrchestrationSystem({ dataDir: `${place.folder}/.baton`, egress: { allow: [host] } });
  const first = await system.submitWorkflow({ workflow });
  expect(await first.result()).toMatchObject({ phase: 'faulted', fault: { status: 503 } });
  const waiting = await system.submitWorkflow({ workflow });
  const isWaiting = async () => (await system.getExecution(waiting.id)).waitingFor[0];
  await expect.poll(isWaiting).toMatchObject({ kind: 'gate', gate: 'limit' });
  isBusy = false;
  const freed = await place.run('limits', 'free', host, '--json');
  expect(JSON.parse(freed.out)).toEqual({ resource: `host/${host}`, freed: 1 });
  expect(await waiting.result()).toEqual({ phase: 'completed', output: '{}' });
  await system.close();
  server.close();
});

test('limits that make no sense are refused, with what is expected', async () => {
  using place = openWorkplace();
  expect(() => parseLimits(['a', 'b,rate=ten'])).toThrow('--limit b,rate=ten: rate: found "ten", expected 10/s');
  expect(() => parseLimits(['a,speed=3'])).toThrow('--limit a,speed=3: speed=3 limits nothing');
  expect(
    parseLimits(['function:mail_send,rate=5/min,burst=2', 'a,quota=9/day,zone=Asia/Jerusalem,breaker=off']),
  ).toEqual([
    { function: 'mail_send', rate: '5/min', burst: 2 },
    { host: 'a', quota: { count: 9, window: 'day', zone: 'Asia/Jerusalem' }, breaker: false },
  ]);
  const page = readFileSync(new URL('../../../docs/calls/limits.md', import.meta.url), 'utf8');
  const written = [...page.matchAll(/--limit (\S+)/g)].flatMap(([, text = '']) => text.split('`'));
  expect(parseLimits(written.filter((text) => text.includes('=')))).toHaveLength(2);
  const dataDir = `${place.folder}/data`;
  await expect(createOrchestrationSystem({ dataDir, limits: [{ host: 'a', rate: 'ten' }] })).rejects.toMatchObject({
    name: 'LimitSettingError',
    message: expect.stringContaining('limits[0].rate'),
  });
  const system = await createOrchestrationSystem({ dataDir, limits: [{ host: '*', concurrency: 2 }] });
  expect(await system.limits.list()).toEqual([]);
  await system.close();
});
