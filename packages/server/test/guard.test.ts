import fc from 'fast-check';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { KeyStore, type PaceOptions } from '@batonhq/server';
import { openSqliteJournal } from '@batonhq/engine';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostCheck } from '../src/guard/host-check.ts';
import { Pace } from '../src/guard/pace.ts';
import { jsonOf, quick, startServer } from './support.ts';

it.each([
  ['localhost', true],
  ['localhost:8787', true],
  ['127.0.0.1:80', true],
  ['[::1]:80', true],
  ['baton.example', true],
  ['BATON.example:443', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['user@localhost', false],
  ['localhost/../x', false],
  ['', false],
  [undefined, false],
])('the guard of the server takes a request for %s: %s', (host, isOurs) => {
  for (const name of ['baton.example', 'Baton.Example:8787']) expect(hostCheck([name])(host)).toBe(isOurs);
});

it('the guard of the server answers nobody who reached it under a name that is not its own', async () => {
  await using server = await startServer();
  const { port } = new URL(server.url);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/api/health/live', headers: { host: 'rebound.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});

it('the guard of the server lets no other origin read its answers, and says so on each', async () => {
  await using server = await startServer();
  const answer = await server.call('/api/executions', {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
});

it('the guard of the server slows a key down that sends too much, says until when, and leaves the others alone', async () => {
  await using server = await startServer({ pace: { rate: 0.01, burst: 5 } });
  const [hasty, calm] = [await server.tokenFor('viewer'), await server.tokenFor('viewer')];
  const statuses: number[] = [];
  for (let index = 0; index < 8; index++)
    statuses.push((await server.call('/api/executions', { token: hasty })).status);
  expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
  const refused = await server.call('/api/executions', { token: hasty });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await server.call('/api/executions', { token: calm })).status).toBe(200);
});

it('the guard of the server never lets through more than burst and rate allow', () => {
  const options: PaceOptions = { rate: 10, burst: 20 };
  fc.assert(
    fc.property(fc.array(fc.nat(400), { maxLength: 300 }), (gaps) => {
      let now = 0;
      const pace = new Pace(options, () => now);
      const taken: number[] = [];
      for (const gap of gaps) {
        now += gap;
        if (pace.take('key') === 0) taken.push(now);
      }
      taken.forEach((from, index) => {
        const within = taken.slice(index).filter((at) => at - from <= 1_000).length;
        expect(within).toBeLessThanOrEqual(options.burst + options.rate + 1);
      });
    }),
  );
});

it('the guard of the server answers what is wrong with a request in problem details', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('developer');
  const ask = async (body: unknown) => {
    const answer = await server.call('/api/orchestrate', { method: 'POST', token, body });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    return { status: answer.status, ...(await jsonOf(answer)) };
  };
  expect(await ask('{')).toMatchObject({ status: 400, detail: expect.stringContaining('not JSON') });
  expect(await ask({})).toMatchObject({ status: 400, detail: expect.stringContaining('workflow') });
  expect(await ask({ workflow: 'no-slash' })).toMatchObject({
    status: 400,
    detail: expect.stringContaining('namespace/name'),
  });
  expect(await ask({ workflow: 'test/missing' })).toMatchObject({ status: 404 });
  expect(await ask({ workflow: quick, priority: 11 })).toMatchObject({
    status: 400,
    detail: expect.stringContaining('priority'),
  });
  expect(await ask({ workflow: quick, reason: 'why not' })).toMatchObject({
    status: 400,
    detail: expect.stringMatching(/"reason" \(known: workflow, plan, goal, /),
  });
  const broken = await ask({ workflow: { ...quick, do: [{ greet: { sett: {} } }] } });
  expect(broken).toMatchObject({
    status: 422,
    diagnostics: [expect.objectContaining({ message: expect.any(String) })],
  });
  const nowhere = await server.call('/api/nothing', { token });
  expect(nowhere.status).toBe(404);
});

it('the guard of the server describes all of its routes', async () => {
  await using server = await startServer();
  const description = await jsonOf(await server.call('/api/openapi.json'));
  expect(description['openapi']).toBe('3.1.0');
  const paths = Object.entries(Object(description['paths'])).flatMap(([path, item]) =>
    Object.keys(Object(item)).map((method) => `${method} ${path}`),
  );
  expect(paths.toSorted()).toEqual(server.api.routes.map(({ method, path }) => `${method} ${path}`).toSorted());
});

it('the guard of the server is ready while the journal takes writes', async () => {
  await using server = await startServer();
  expect(await jsonOf(await server.call('/api/health/ready'))).toEqual({ status: 'ready' });
  expect(await jsonOf(await server.call('/api/health/live'))).toEqual({ status: 'live' });
});

it('keys are there after a restart, end when they are revoked or too old, and are nowhere in the files', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baton-keys-'));
  let now = Date.parse('2026-01-01T00:00:00Z');
  let journal = openSqliteJournal({ directory });
  try {
    let keys = await KeyStore.open(journal.streams, () => now);
    expect(keys.isEmpty).toBe(true);
    const forGood = await keys.create({ tenant: 'a/b', user: 'dana', role: 'admin', name: 'laptop' });
    const forNow = await keys.create({
      tenant: 'a/b',
      user: 'dana',
      role: 'viewer',
      name: 'visit',
      expiresAt: now + 10,
    });
    expect(keys.whoHas(forGood.token)).toEqual({ tenant: 'a/b', user: 'dana', role: 'admin', key: forGood.id });
    expect(keys.whoHas(`${forGood.token.slice(0, -1)}${forGood.token.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
    expect(keys.whoHas('')).toBeNull();
    await journal.close();
    journal = openSqliteJournal({ directory });
    keys = await KeyStore.open(journal.streams, () => now);
    expect(keys.whoHas(forNow.token)?.role).toBe('viewer');
    now += 10;
    expect(keys.whoHas(forNow.token)).toBeNull();
    await expect(keys.revoke('elsewhere', forGood.id)).rejects.toThrow('no key');
    await keys.revoke('a/b', forGood.id);
    await keys.revoke('a/b', forGood.id);
    expect(keys.whoHas(forGood.token)).toBeNull();
    expect(keys.list('a/b').map(({ name, revokedAt }) => [name, revokedAt])).toEqual([
      ['laptop', now],
      ['visit', null],
    ]);
    // A clock that was set back does not make what came later look earlier, also not over a restart.
    now -= 60_000;
    keys = await KeyStore.open(journal.streams, () => now);
    await keys.create({ tenant: 'a/b', user: 'dana', role: 'viewer', name: 'later' });
    const times = (await journal.streams.facts('tenant/a%2Fb/keys', { seq: 0 })).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    await journal.close();
    const secret = forGood.token.split('_').slice(2).join('_');
    expect(readFileSync(join(directory, 'journal.db')).includes(secret)).toBe(false);
    expect(readFileSync(join(directory, 'journal.db')).includes(forGood.id)).toBe(true);
  } finally {
    await journal.close();
    rmSync(directory, { recursive: true });
  }
});
