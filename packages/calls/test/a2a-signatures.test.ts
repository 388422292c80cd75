/** Signed agent cards: signed by the official SDK, verified by keys that somebody configured, refused when anything differs. */
import { AgentCard, generateAgentCardSignature } from '@a2a-js/sdk';
import { canonicalJson, type JsonObject } from '@batonhq/core';
import { exportJWK, FlattenedSign, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { complete, definition, json, open, serve, until } from './engine.ts';

/** An agent that serves this card, and answers every request with `served`. */
async function agent() {
  const served: { card: JsonObject } = { card: {} };
  const server = await serve(({ url }, response) => {
    if (url === '/card.json') json(response, served.card);
    else json(response, { jsonrpc: '2.0', id: 1, result: `from ${url}` });
  });
  const call = {
    call: 'a2a',
    with: { method: 'tasks/get', agentCard: { endpoint: `${server.url}/card.json` }, parameters: { id: 'x' } },
  };
  return { ...server, served, tasks: [{ a: call }] };
}

const keyPair = async (kid: string, alg = 'ES256') => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey: { ...(await exportJWK(publicKey)), kid } };
};

type Pair = Awaited<ReturnType<typeof keyPair>>;

/** A card of version 1.0, signed by the SDK. */
async function signed(url: string, { kid, alg, privateKey }: Pair): Promise<JsonObject> {
  const card = AgentCard.fromJSON({
    name: 'Greeter',
    version: '1.0.0',
    supportedInterfaces: [{ url: `${url}/rpc`, protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
    capabilities: { streaming: false },
  });
  const made: JsonObject = JSON.parse(
    JSON.stringify(AgentCard.toJSON(await generateAgentCardSignature(privateKey, { alg, kid, typ: 'JOSE' })(card))),
  );
  return made;
}

test('a card is taken when a configured key signed it, and only what the signature covers counts', async () => {
  const [mine, other] = await Promise.all([keyPair('mine'), keyPair('other', 'EdDSA')]);
  const { url, host, served, tasks } = await agent();
  const logged: unknown[] = [];
  const engine = await open({
    egress: { allow: [host] },
    calls: { agentKeys: { [url]: [other.publicKey, mine.publicKey] } },
    onLog: ({ data }) => logged.push(data),
  });
  served.card = await signed(url, mine);
  expect(await complete(engine, tasks)).toBe('from /rpc');
  served.card = { ...(await signed(url, other)), url: `${url}/of-somebody-else`, preferredTransport: 'JSONRPC' };
  expect(await complete(engine, tasks)).toBe('from /rpc');
  expect(logged).toEqual([{ signature: 'by mine' }, { signature: 'by other' }]);
  const { name, version, namespace } = await engine.define(definition(tasks));
  const published = await engine.start({ definition: { namespace, name, version } });
  expect(await engine.result(published)).toMatchObject({ phase: 'completed' });
});

test('an older card is signed as a whole', async () => {
  const mine = await keyPair('mine', 'PS256');
  const { url, host, served, tasks } = await agent();
  const engine = await open({ egress: { allow: [host] }, calls: { agentKeys: { [url]: [mine.publicKey] } } });
  const card: JsonObject = {
    name: 'Greeter',
    protocolVersion: '0.3.0',
    url: `${url}/older`,
    preferredTransport: 'JSONRPC',
    extra: [1],
  };
  const signing = new FlattenedSign(Buffer.from(canonicalJson(card))).setProtectedHeader({ alg: 'PS256', kid: 'mine' });
  const { protected: header = '', signature } = await signing.sign(mine.privateKey);
  served.card = { ...card, signatures: [{ protected: header, signature }] };
  expect(await complete(engine, tasks)).toBe('from /older');
  served.card = { ...card, url: `${url}/other`, signatures: [{ protected: header, signature }] };
  const id = await engine.start({ definition: definition(tasks) });
  await until(async () => (await engine.details(id)).view.phase === 'suspended');
});

test('a card that is not signed by the key of its origin holds the call, and says so', async () => {
  const [mine, other] = await Promise.all([keyPair('mine'), keyPair('mine')]);
  const { url, host, served, tasks } = await agent();
  const engine = await open({ egress: { allow: [host] }, calls: { agentKeys: { [url]: [mine.publicKey] } } });
  const good = await signed(url, mine);
  const [signature] = good['signatures'] as readonly JsonObject[];
  const none = `${Buffer.from('{"alg":"none","kid":"mine"}').toString('base64url')}`;
  const publicSecret = `${Buffer.from('{"alg":"HS256","kid":"mine"}').toString('base64url')}`;
  const { signatures: _, ...unsigned } = good;
  const bad: readonly JsonObject[] = [
    unsigned,
    { ...good, name: 'Somebody else' },
    await signed(url, other),
    { ...good, signatures: [{ ...signature, protected: none, signature: '' }] },
    { ...good, signatures: [{ ...signature, protected: publicSecret }] },
    { ...good, signatures: ['x', null, {}] },
  ];
  for (const card of bad) {
    served.card = card;
    const id = await engine.start({ definition: definition(tasks) });
    await until(async () => (await engine.details(id)).view.phase === 'suspended');
    expect(JSON.stringify((await engine.details(id)).waitingFor)).toContain('is not signed');
  }
  const logged: unknown[] = [];
  const careless = await open({ egress: { allow: [host] }, onLog: ({ data }) => logged.push(data) });
  for (const card of [unsigned, good]) {
    served.card = card;
    expect(await complete(careless, tasks)).toBe('from /rpc');
  }
  expect(logged).toEqual([{ signature: 'none' }, { signature: 'not checked' }]);
});
