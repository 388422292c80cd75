/** `baton serve` answers over HTTP, to whoever has a key. */
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { hello } from './definitions.ts';
import { openWorkplace, type Workplace } from './run-baton.ts';

async function serving(place: Workplace, ...more: readonly string[]) {
  const served = place.start('serve', '--json', ...more);
  const [line = ''] = await served.until(/\{"dataDir".*\}/);
  const said: { readonly url: string; readonly token?: string } = JSON.parse(line);
  return { ...said, served };
}

/** Takes the usual port, as soon as whoever else has it gives it up: other tests start servers too. */
async function takeUsualPort(): Promise<Server> {
  for (;;) {
    const server = createServer().listen(8_787, '127.0.0.1');
    const isTaken = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (isTaken) return server;
    await pause(50);
  }
}

test('the first start shows a key, and it starts an execution and follows it', async () => {
  using place = openWorkplace();
  place.file('hello.yaml', hello);
  const { url, token } = await serving(place, '--port', '0', '--define', 'hello.yaml');
  expect(token).toMatch(/^baton_[0-9a-f]{12}_/);
  const headers = { authorization: `Bearer ${token}` };
  const started = await fetch(`${url}/api/orchestrate`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ workflow: 'tests/hello', input: { name: 'Ada' } }),
  });
  expect(started.status).toBe(201);
  const { id } = JSON.parse(await started.text());
  const stream = await (await fetch(`${url}/api/orchestrate/stream/${id}`, { headers })).text();
  expect(stream).toMatch(/event: complete\ndata: \{.*"greeting":"hello, Ada"/);
  expect((await fetch(`${url}/api/orchestrate/${id}`)).status).toBe(401);
  const { out } = await place.run('list', '--json');
  expect(JSON.parse(out)).toMatchObject([{ id, user: 'local', tenant: 'local', phase: 'completed' }]);
});

test('a second start keeps the keys, and finds another port when the usual one is taken', async () => {
  using place = openWorkplace();
  const first = await serving(place, '--port', '0');
  first.served.kill('SIGTERM');
  await first.served.finished;
  const blocker = await takeUsualPort();
  try {
    const second = await serving(place);
    expect(second.token).toBeUndefined();
    expect(new URL(second.url).port).not.toBe('8787');
    const answer = await fetch(`${second.url}/api/keys`, { headers: { authorization: `Bearer ${first.token}` } });
    expect(answer.status).toBe(200);
  } finally {
    blocker.close();
  }
});

test('a port that was asked for is taken or refused', async () => {
  using place = openWorkplace();
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const address = blocker.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const refused = await place.run('serve', '--port', String(port));
    expect(refused.code).not.toBe(0);
    expect(refused.talk).toMatch(/EADDRINUSE|already|taken|in use/);
    expect((await place.run('serve', '--port', 'http')).code).toBe(2);
  } finally {
    blocker.close();
  }
});
