/** Authentications of the language on HTTP calls: digest by its challenge, tokens of OAuth 2 and OpenID Connect. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { TokenCache } from '../src/token/token-cache.ts';
import { authority, type Authority } from './authority.ts';
import { complete, definition, eventsOf, json, open, serve, until, type LocalServer } from './engine.ts';

const get = (server: LocalServer, authentication: object) => [
  { call: { call: 'http', with: { method: 'get', endpoint: { uri: `${server.url}/thing?x=1`, authentication } } } },
];

/** A service that asks the authority whose token it got. */
async function service(trusted: Authority): Promise<LocalServer> {
  return serve((seen, response) => {
    void trusted.clientOf((seen.headers.authorization ?? '').replace('Bearer ', '')).then((client) => {
      if (client === undefined) json(response, { error: 'invalid_token' }, 401);
      else json(response, { client });
    });
  });
}

const policy = ({ issuer }: Authority, id: string, more: object = {}) => ({
  authority: issuer,
  endpoints: { token: '/token' },
  grant: 'client_credentials',
  client: { id, secret: `${id}-Secret-that-is-long-enough-for-HMAC` },
  ...more,
});

test('digest answers the challenge of the service, once, and only with the right words', async () => {
  const hash = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
  const algorithms: Readonly<Record<string, string>> = { 'SHA-256': 'sha256', MD5: 'md5' };
  const server = await serve(({ method, url, headers }, response) => {
    const asked = url.startsWith('/md5') ? 'MD5' : 'SHA-256';
    const given = Object.fromEntries(
      [...(headers.authorization ?? '').matchAll(/(\w+)="?([^",]+)"?/g)].map(([, name, value]) => [name, value]),
    );
    const algorithm = algorithms[asked] ?? 'md5';
    const first = hash(algorithm, 'ada:the realm:l0velace!');
    const second = hash(algorithm, `${method}:${given['uri']}`);
    const expected = hash(algorithm, `${first}:n0nce:${given['nc']}:${given['cnonce']}:auth:${second}`);
    if (given['response'] === expected && given['uri'] === url) json(response, { welcome: asked });
    else {
      response.setHeader(
        'www-authenticate',
        `Digest realm="the realm", qop="auth,auth-int", nonce="n0nce", opaque="o", algorithm=${asked}`,
      );
      json(response, {}, 401);
    }
  });
  const engine = await open({ egress: { allow: [server.host] } });
  const digest = (password: string) => ({ digest: { username: 'ada', password } });
  expect(await complete(engine, get(server, digest('l0velace!')))).toEqual({ welcome: 'SHA-256' });
  expect(await complete(engine, get({ ...server, url: `${server.url}/md5` }, digest('l0velace!')))).toEqual({
    welcome: 'MD5',
  });
  expect(await complete(engine, get(server, digest('wrong')))).toMatchObject({ fault: { status: 401 } });
  expect(server.seen).toHaveLength(6);
});

test('a token is fetched once for many calls, however the client proves itself', async () => {
  const trusted = await authority();
  const server = await service(trusted);
  const engine = await open({ egress: { allow: [server.host, trusted.host] } });
  const call = async (id: string, method: string) =>
    complete(
      engine,
      get(server, {
        oauth2: policy(trusted, id, { client: { ...policy(trusted, id).client, authentication: method } }),
      }),
    );
  const many = await Promise.all([1, 2, 3].map(async () => call('post', 'client_secret_post')));
  expect(many).toEqual([{ client: 'post' }, { client: 'post' }, { client: 'post' }]);
  expect(await call('post', 'client_secret_post')).toEqual({ client: 'post' });
  expect(await call('basic', 'client_secret_basic')).toEqual({ client: 'basic' });
  expect(await call('jwt', 'client_secret_jwt')).toEqual({ client: 'jwt' });
  expect(trusted.asked).toEqual(['client_credentials post', 'client_credentials basic', 'client_credentials jwt']);
});

test('the authority of OpenID Connect is discovered', async () => {
  const trusted = await authority();
  const server = await service(trusted);
  const engine = await open({ egress: { allow: [server.host, trusted.host] } });
  const { endpoints: _own, ...oidc } = policy(trusted, 'post', { scopes: ['api'] });
  expect(await complete(engine, get(server, { oidc }))).toEqual({ client: 'post' });
  const wellKnown = { ...oidc, authority: `${trusted.issuer}/.well-known/openid-configuration` };
  expect(await complete(engine, get(server, { oidc: wellKnown }))).toEqual({ client: 'post' });
});

test('a user with a password: the token is renewed by its refresh token when it ends', async () => {
  const trusted = await authority({ life: 1 });
  const server = await service(trusted);
  const engine = await open({ egress: { allow: [server.host, trusted.host] } });
  const oauth2 = policy(trusted, 'post', { grant: 'password', username: 'ada', password: 'l0velace!' });
  expect(await complete(engine, get(server, { oauth2 }))).toEqual({ client: 'post' });
  const waiting = [{ wait: { wait: { milliseconds: 1_100 } } }, ...get(server, { oauth2 })];
  expect(await complete(engine, waiting)).toEqual({ client: 'post' });
  expect(trusted.asked).toEqual(['password post', 'refresh_token post']);
});

test('a token that the service refuses is thrown away, and one more is tried', async () => {
  const trusted = await authority();
  const refusing = await serve((_seen, response) => {
    if (refusing.seen.length === 1) json(response, {}, 401);
    else json(response, { ok: true });
  });
  const engine = await open({ egress: { allow: [refusing.host, trusted.host] } });
  expect(await complete(engine, get(refusing, { oauth2: policy(trusted, 'post') }))).toEqual({ ok: true });
  expect(trusted.asked).toHaveLength(2);
  expect(new Set(refusing.seen.map(({ headers }) => headers.authorization)).size).toBe(2);
});

test('a token that is refused again is not tried a third time; the next call finds out once more', async () => {
  const trusted = await authority();
  const refusing = await serve((_seen, response) => json(response, {}, 401));
  const engine = await open({ egress: { allow: [refusing.host, trusted.host] } });
  const call = async () => complete(engine, get(refusing, { oauth2: policy(trusted, 'post') }));
  expect(await call()).toMatchObject({ fault: { status: 401 } });
  expect([refusing.seen.length, trusted.asked.length]).toEqual([2, 2]);
  expect(await call()).toMatchObject({ fault: { status: 401 } });
  expect([refusing.seen.length, trusted.asked.length]).toEqual([4, 3]);
});

test('what the authority says is in the fault; secrets and tokens are nowhere', async () => {
  const trusted = await authority();
  const server = await serve(({ headers }, response) => json(response, { echo: headers.authorization }));
  const secret = 'post-Secret-that-is-long-enough-for-HMAC';
  const engine = await open({ egress: { allow: [server.host, trusted.host] }, secrets: () => secret });
  const start = async (oauth2: object) =>
    engine.start({ definition: definition(get(server, { oauth2 }), { use: { secrets: ['s'] } }) });
  const good = await start(policy(trusted, 'post', { client: { id: 'post', secret: '${ $secrets.s }' } }));
  expect(await engine.result(good)).toMatchObject({ output: { echo: 'Bearer ***' } });
  const wrong = await start(policy(trusted, 'post', { client: { id: 'post', secret: '${ $secrets.s + "x" }' } }));
  expect(await engine.result(wrong)).toMatchObject({
    fault: { status: 401, detail: expect.stringContaining('invalid_client') },
  });
  const recorded = JSON.stringify(await Promise.all([good, wrong].map(async (id) => eventsOf(engine, id))));
  expect(recorded).not.toContain(secret);
  const token = server.seen[0]?.headers.authorization?.replace('Bearer ', '');
  expect(token).toHaveLength(43);
  expect(recorded).not.toContain(token);
});

test('a grant that needs a person, and an authority that may not be reached, are faults', async () => {
  const trusted = await authority();
  const server = await service(trusted);
  const engine = await open({ egress: { allow: [server.host] } });
  expect(await complete(engine, get(server, { oauth2: policy(trusted, 'post') }))).toMatchObject({
    fault: { status: 403, detail: expect.stringContaining('not a public address') },
  });
  const code = policy(trusted, 'post', { grant: 'authorization_code' });
  expect(await complete(engine, get(server, { oauth2: code }))).toMatchObject({
    fault: { status: 400, detail: expect.stringContaining('needs a person') },
  });
  expect(server.seen).toEqual([]);
});

test('after days, and before its end, a token is renewed; in between it is kept', async () => {
  let now = 1_700_000_000_000;
  let given = 0;
  const server = await serve((_seen, response) => {
    given += 1;
    json(response, { access_token: `token-${given}`, token_type: 'bearer', expires_in: 600 });
  });
  const cache = new TokenCache(() => now);
  const request = {
    scheme: 'oauth2' as const,
    policy: { authority: server.url, grant: 'client_credentials', client: { id: 'c', secret: 's' } },
    egress: { fetch: globalThis.fetch } as never,
  };
  const token = async () => (await cache.token(request)).parameter;
  expect(await token()).toBe('token-1');
  now += 530_000;
  expect(await token()).toBe('token-1');
  now += 20_000;
  expect(await token()).toBe('token-2');
  now += 5 * 24 * 3_600_000;
  expect(await Promise.all([token(), token()])).toEqual(['token-3', 'token-3']);
  await until(() => given === 3);
});
