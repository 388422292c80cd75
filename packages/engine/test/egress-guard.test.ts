/**
 * The guarded way out, watched at the sockets: no spelling of a forbidden address, no redirect and no name server that
 * changes its mind leads to a connection.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { EgressClient } from '@batonhq/engine/parts';
import { expect, onTestFinished, test } from 'vitest';
import { egressFor } from '../src/egress/call-egress.ts';

const forbidden = [
  '127.0.0.1',
  '127.8.9.10',
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
];

/** The ways in which an address can be written so that somebody who compares texts lets it through. */
function spellings(address: string): readonly string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (high: number, low: number): string => (high * 256 + low).toString(16);
  const [front, back] = [hex(a, b), hex(c, d)];
  const letter = (digit: string): string => String.fromCodePoint(0xff10 + Number(digit));
  const wide = address.replaceAll('.', '。').replaceAll(/\d/g, letter);
  return [
    address,
    `${address}.`,
    String(whole),
    `0x${whole.toString(16)}`,
    `0${whole.toString(8)}`,
    `0x${a.toString(16)}.0x${b.toString(16)}.0x${c.toString(16)}.0x${d.toString(16)}`,
    `0${a.toString(8)}.0${b.toString(8)}.0${c.toString(8)}.0${d.toString(8)}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    address.replaceAll('.', '%2e'),
    wide,
    `[::ffff:${address}]`,
    `[::ffff:${front}:${back}]`,
    `[0:0:0:0:0:ffff:${front}:${back}]`,
    `[::${address}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${front}:${back}]`,
    `[2002:${front}:${back}::1]`,
    `[2001:0:${front}:${back}::1]`,
  ];
}

const names = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[fec0::1]',
  '[100::1]',
  '[5f00::1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  '[fd00:ec2::254]',
  '127.1',
  '0',
  '0x7f.1',
  '127.0.0.1.',
  'example.com@127.0.0.1',
  'example.com%40127.0.0.1@169.254.169.254',
  'user:password@[::1]',
  'ip6-localhost',
  'something.localhost',
];

/** Connections that this process made, and those that arrived here. */
async function watched() {
  const made: string[] = [];
  const arrived: string[] = [];
  const watch = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    socket.once('connect', () => made.push(`${socket.remoteAddress}:${socket.remotePort}`));
  };
  subscribe('net.client.socket', watch);
  const server: Server = createServer((request, response) => {
    const target = new URL(request.url ?? '/', 'http://here').searchParams.get('to');
    if (target === null) response.end('here');
    else response.writeHead(302, { location: target }).end();
  });
  server.on('connection', (socket) => arrived.push(socket.localAddress ?? ''));
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  onTestFinished(() => {
    unsubscribe('net.client.socket', watch);
    server.closeAllConnections();
    server.close();
  });
  return { made, arrived, port: (server.address() as AddressInfo).port };
}

const get = (client: EgressClient, url: string) =>
  client.send({ method: 'GET', url: new URL(url), headers: {}, follow: true, signal: AbortSignal.timeout(10_000) });

test('no spelling of a forbidden address leads to a connection: by request, by fetch, or for a client of its own', async () => {
  const { made, arrived, port } = await watched();
  const client = new EgressClient();
  const egress = egressFor(client, AbortSignal.timeout(60_000));
  const hosts = [...forbidden.flatMap(spellings), ...names].filter((host) => URL.canParse(`http://${host}:${port}/`));
  expect(hosts.length).toBeGreaterThanOrEqual(150);
  for (const host of hosts) {
    const url = new URL(`http://${host}:${port}/`);
    const refused = { host, name: expect.stringMatching(/^Egress(Refused|Failed)Error$/) };
    const nameOf = async (promise: Promise<unknown>) =>
      promise.then(
        () => 'it answered',
        (error: Error) => error.name,
      );
    expect({ host, name: await nameOf(get(client, url.href)) }).toEqual(refused);
    // `fetch` itself takes no addresses with a user.
    expect({ host, name: await nameOf(egress.fetch(url)) }).toEqual(
      url.username === '' ? refused : { host, name: 'TypeError' },
    );
    expect({ host, name: await nameOf(egress.connect({ host: url.hostname, port })) }).toEqual(refused);
    expect({ host, name: await nameOf(egress.resolve({ host: url.hostname, port })) }).toEqual(refused);
  }
  expect({ made, arrived }).toEqual({ made: [], arrived: [] });
});

test('no redirect leads there either', async () => {
  const { made, port } = await watched();
  const client = new EgressClient({ allow: [`127.0.0.2:${port}`] });
  for (const host of [...spellings('127.0.0.1'), ...spellings('169.254.169.254'), ...names]) {
    const target = `http://${host}:${port}/`;
    if (!URL.canParse(target) || !/^[ -~]+$/.test(target)) continue;
    await expect(get(client, `http://127.0.0.2:${port}/?to=${encodeURIComponent(target)}`)).rejects.toThrow(
      /not a public address|ENOTFOUND|EAI_AGAIN/,
    );
  }
  expect(new Set(made)).toEqual(new Set([`127.0.0.2:${port}`]));
  client.close();
});

/** A name server that answers each question with the next list of addresses. */
async function nameServer(answers: readonly (readonly string[])[]) {
  const server = createSocket('udp4');
  let asked = 0;
  server.on('message', (question, from) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    const end = question.indexOf(0, 12) + 5;
    const header = Buffer.from(question.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    header.writeUInt16BE(addresses.length, 6);
    header.writeUInt32BE(0, 8);
    const records = addresses.map((address) =>
      Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
    );
    server.send(Buffer.concat([header, question.subarray(12, end), ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${server.address().port}`]);
  const resolve = async (host: string) => (await resolver.resolve4(host)).map((address) => ({ address, family: 4 }));
  return { resolve, asked: () => asked };
}

test('a name server that changes its mind changes nothing: what was checked is what is connected to', async () => {
  const { arrived, port } = await watched();
  const changing = await nameServer([['127.0.0.2'], ['127.0.0.1']]);
  const client = new EgressClient({ allow: ['127.0.0.2'], resolve: changing.resolve });
  expect((await get(client, `http://rebinding.example:${port}/`)).body.toString()).toBe('here');
  expect(changing.asked()).toBe(1);
  client.close();
  const fresh = new EgressClient({ allow: ['127.0.0.2'], resolve: changing.resolve });
  await expect(get(fresh, `http://rebinding.example:${port}/`)).rejects.toThrow('not a public address');
  const mixed = await nameServer([['127.0.0.2', '127.0.0.1']]);
  const careful = new EgressClient({ allow: ['127.0.0.2'], resolve: mixed.resolve });
  await expect(get(careful, `http://mixed.example:${port}/`)).rejects.toThrow('not a public address');
  expect(arrived).toEqual(['::ffff:127.0.0.2']);
});
