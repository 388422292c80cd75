/** Whom the command line believes: authorities of servers, and keys of agents. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { canonicalJson } from '@batonhq/core';
import { expect, onTestFinished, test } from 'vitest';
import { testAuthority } from '../../engine/test/certificates.ts';
import { openWorkplace } from './run-baton.ts';

const authority = testAuthority('test authority');

/** An agent over TLS, whose card somebody signed. */
async function agent(key: KeyObject): Promise<string> {
  const here = authority.issue('localhost');
  const server = createServer({ cert: here.certificate, key: here.key }, (request, response) => {
    const answer = request.url === '/card.json' ? card : { jsonrpc: '2.0', id: 1, result: { said: 'hello' } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  const about = { name: 'x', url, preferredTransport: 'JSONRPC', protocolVersion: '0.3.0' };
  const header = Buffer.from('{"alg":"ES256","kid":"k"}').toString('base64url');
  const content = Buffer.from(`${header}.${Buffer.from(canonicalJson(about)).toString('base64url')}`);
  const signature = sign('sha256', content, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const card = { ...about, signatures: [{ protected: header, signature }] };
  return url;
}

test('an authority and a key of an agent are named on the command line', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const url = await agent(privateKey);
  using place = openWorkplace();
  place.file('authority.pem', authority.certificate);
  place.file('agent.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString());
  place.file(
    'other.jwk',
    JSON.stringify({ keys: [generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })] }),
  );
  place.file(
    'flow.yaml',
    `document: { dsl: '1.0.3', namespace: tests, name: agent, version: '0.1.0' }
do: [{ a: { call: a2a, with: { method: tasks/get, agentCard: { endpoint: '${url}/card.json' }, parameters: { id: x } } } }]
`,
  );
  const type = async (...more: readonly string[]) =>
    place.run('run', 'flow.yaml', '--json', '--allow-host', 'localhost', ...more);
  const [good, other, wrong] = await Promise.all([
    type('--data', 'b', '--trust', 'authority.pem', '--agent-key', `${url}=agent.pem`),
    type('--data', 'c', '--trust', 'authority.pem', '--agent-key', `${url}=other.jwk`),
    type('--data', 'd', '--trust', 'flow.yaml'),
  ]);
  expect(JSON.parse(good.out)).toMatchObject({ phase: 'completed', output: { said: 'hello' } });
  expect(other).toMatchObject({ code: 6, talk: expect.stringContaining('is not signed by a key') });
  expect(wrong).toMatchObject({ code: 2, talk: expect.stringContaining('has no certificate') });
});
