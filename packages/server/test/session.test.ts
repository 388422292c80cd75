import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonOf, quick, startServer, type TestServer } from './support.ts';

async function signIn(server: TestServer, token: string): Promise<string> {
  const answer = await server.call('/api/session', { method: 'POST', body: { token } });
  expect(answer.status).toBe(200);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^baton_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
  return cookie.split(';')[0] ?? '';
}

describe('a browser that signed in', () => {
  it('is whoever has the key, until it signs out or the key is revoked', async () => {
    await using server = await startServer();
    const token = await server.tokenFor('operator');
    const cookie = await signIn(server, token);
    const ask = () => server.call('/api/session', { headers: { cookie } });
    expect(await jsonOf(await ask())).toEqual({ tenant: 'local', user: 'operator of local', role: 'operator' });
    await server.call('/api/session', { method: 'DELETE', headers: { cookie } });
    expect((await ask()).status).toBe(401);
    const again = await signIn(server, token);
    const [key] = server.keys.list('local');
    await server.keys.revoke('local', key?.id ?? '');
    expect((await server.call('/api/session', { headers: { cookie: again } })).status).toBe(401);
  });

  it('changes nothing for a page of another origin', async () => {
    await using server = await startServer();
    const cookie = await signIn(server, await server.tokenFor('operator'));
    const send = (headers: Readonly<Record<string, string>>) =>
      server.call('/api/orchestrate', { method: 'POST', body: { workflow: quick }, headers: { cookie, ...headers } });
    expect((await send({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
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
