import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteJournal } from '@batonhq/engine';
import { KeyStore } from '@batonhq/server';
import { Sessions } from '../src/identity/sessions.ts';
import { jsonOf, quick, startServer, type TestServer } from './support.ts';

async function signIn(server: TestServer, token: string): Promise<string> {
  const answer = await server.call('/api/session', { method: 'POST', body: { token } });
  expect(answer.status).toBe(200);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^baton_session_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
  return cookie.split(';')[0] ?? '';
}

function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new TypeError('it is not there');
  return value;
}

/** A request of a browser that has this cookie. */
function asking(cookie: string): Request {
  return new Request('http://localhost:1/', { headers: { cookie: cookie.split(';')[0] ?? '', host: 'localhost:1' } });
}

describe('a browser that signed in', () => {
  it('is whoever has the key, until it signs out or the key is revoked', async () => {
    await using server = await startServer();
    const token = await server.tokenFor('operator');
    const cookie = await signIn(server, token);
    const ask = () => server.call('/api/session', { headers: { cookie } });
    expect(await jsonOf(await ask())).toMatchObject({ tenant: 'local', user: 'operator of local', role: 'operator' });
    await server.call('/api/session', { method: 'DELETE', headers: { cookie } });
    expect((await ask()).status).toBe(401);
    const again = await signIn(server, token);
    const [key] = server.keys.list('local');
    await server.keys.revoke('local', key?.id ?? '');
    expect((await server.call('/api/session', { headers: { cookie: again } })).status).toBe(401);
  });

  it('stays signed in over restarts, until it signs out, its key is revoked or its time is over', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'baton-sessions-'));
    try {
      let journal = openSqliteJournal({ directory });
      let now = Date.parse('2026-01-01T00:00:00Z');
      const open = async () => {
        const keys = await KeyStore.open(journal.streams, () => now);
        return { keys, sessions: new Sessions(journal.streams, keys, () => now) };
      };
      let { keys, sessions } = await open();
      const signedIn = async (name: string) => {
        const { token } = await keys.create({ tenant: 'a/b', user: name, role: 'viewer', name });
        const principal = there(keys.whoHas(token));
        const cookie = await sessions.begin(principal, new Request('http://localhost:1/'));
        return { key: principal.key, request: asking(cookie) };
      };
      const [stays, leaves, ends] = [await signedIn('stays'), await signedIn('leaves'), await signedIn('ends')];
      await sessions.end(leaves.request);
      const users = () =>
        Promise.all([stays, leaves, ends].map(async ({ request }) => (await sessions.whoIs(request))?.user));
      const kept = await journal.streams.standing('session/');
      expect(kept).toHaveLength(2);
      for (let round = 0; round < 2; round++) {
        await journal.close();
        journal = openSqliteJournal({ directory });
        ({ keys, sessions } = await open());
        expect(await users()).toEqual(['stays', undefined, round === 0 ? 'ends' : undefined]);
        if (round === 0) await keys.revoke('a/b', ends.key);
        expect(await users()).toEqual(['stays', undefined, undefined]);
      }
      // What lies on the disk is of no use to whoever reads it: neither names of streams nor what they hold sign in.
      const onDisk = [...kept.map(({ stream }) => stream.slice('session/'.length)), ...readdirSync(directory)];
      for (const found of onDisk) expect(await sessions.whoIs(asking(`baton_session_1=${found}`))).toBeNull();
      const secret = there(/=([\w-]{43})/.exec(stays.request.headers.get('cookie') ?? '')?.[1]);
      const files = readdirSync(directory).filter((name) => name.includes('.db'));
      expect(files).toContain('journal.db');
      for (const file of files) expect(readFileSync(join(directory, file)).includes(secret)).toBe(false);
      now += 12 * 60 * 60 * 1_000;
      expect(await users()).toEqual([undefined, undefined, undefined]);
      // What is over is forgotten whole, so that the journal does not grow with it.
      await signedIn('later');
      await expect.poll(() => journal.streams.standing('session/')).toHaveLength(1);
      await journal.close();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('has at most a hundred sessions of a key, and only writes for the journal when one begins or ends', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'baton-sessions-'));
    const journal = openSqliteJournal({ directory });
    try {
      const keys = await KeyStore.open(journal.streams, Date.now);
      const { token } = await keys.create({ tenant: 'local', user: 'dana', role: 'viewer', name: 'test' });
      const principal = there(keys.whoHas(token));
      const sessions = new Sessions(journal.streams, keys, Date.now);
      const beginning = Array.from({ length: 102 }, () =>
        sessions.begin(principal, new Request('http://localhost:1/')),
      );
      const requests = (await Promise.all(beginning)).map(asking);
      const known = await Promise.all(requests.map(async (request) => (await sessions.whoIs(request)) !== null));
      expect(known).toEqual([false, false, ...Array.from({ length: 100 }, () => true)]);
      await expect.poll(() => journal.streams.standing('session/')).toHaveLength(100);
      for (const { seq } of await journal.streams.standing('session/')) expect(seq).toBe(1);
    } finally {
      await journal.close();
      rmSync(directory, { recursive: true });
    }
  });

  it('is neither signed in nor out by a page of another origin', async () => {
    await using server = await startServer();
    const token = await server.tokenFor('operator');
    const cookie = await signIn(server, token);
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const signingIn = await server.call('/api/session', { method: 'POST', body: { token }, headers });
      expect([signingIn.status, signingIn.headers.get('set-cookie')]).toEqual([403, null]);
      const signingOut = await server.call('/api/session', { method: 'DELETE', headers: { cookie, ...headers } });
      expect(signingOut.status).toBe(403);
    }
    expect((await server.call('/api/session', { headers: { cookie } })).status).toBe(200);
  });

  it('keeps its cookie beside that of a server at another port, and to TLS where it came by that', async () => {
    await using server = await startServer();
    const token = await server.tokenFor('viewer');
    const { port } = new URL(server.url);
    const cookie = await signIn(server, token);
    expect(cookie).toMatch(new RegExp(`^baton_session_${port}=`));
    const ask = (sent: string) => server.call('/api/session', { headers: { cookie: sent } });
    expect((await ask(`baton_session=x; baton_session_1=y; ${cookie}`)).status).toBe(200);
    expect((await ask(cookie.replace(port, '1'))).status).toBe(401);
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'https://baton.example' };
    const byTls = await server.call('/api/session', { method: 'POST', body: { token }, headers });
    expect(byTls.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  it('changes nothing for a page of another origin', async () => {
    await using server = await startServer();
    const cookie = await signIn(server, await server.tokenFor('operator'));
    const send = (headers: Readonly<Record<string, string>>) =>
      server.call('/api/orchestrate', { method: 'POST', body: { workflow: quick }, headers: { cookie, ...headers } });
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ origin: 'null' })).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect((await send({ origin: server.url })).status).toBe(201);
  });

  it('signs nobody in who has no valid key', async () => {
    await using server = await startServer();
    for (const token of ['', 'baton', 'baton_000000000000_' + 'A'.repeat(43)])
      expect((await server.call('/api/session', { method: 'POST', body: { token } })).status).toBe(401);
  });
});

describe('pages', () => {
  it('are the files of their folder and nothing beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baton-pages-'));
    try {
      const pages = join(folder, 'pages');
      mkdirSync(join(pages, 'assets'), { recursive: true });
      writeFileSync(join(folder, 'secret.txt'), 'secret');
      writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Baton</title>');
      writeFileSync(join(pages, 'assets', 'app-1a2b.js'), 'export {};');
      await using server = await startServer({ pages });
      const text = async (path: string) => (await server.call(path)).text();
      expect(await text('/')).toContain('<title>Baton</title>');
      expect(await text('/executions/some-id')).toContain('<title>Baton</title>');
      const script = await server.call('/assets/app-1a2b.js');
      expect(script.headers.get('content-type')).toMatch(/^text\/javascript/);
      expect(script.headers.get('cache-control')).toContain('immutable');
      expect((await server.call('/assets/missing.js')).status).toBe(404);
      expect((await server.call('/api/missing')).status).toBe(404);
      for (const path of ['/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/%00', '/%zz'])
        expect(await text(path)).not.toContain('secret"');
      expect(await text('/..%2fsecret.txt')).not.toBe('secret');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
