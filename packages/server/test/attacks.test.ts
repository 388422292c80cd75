/** What somebody may try who has no key, had one, or has one and means harm: each of these once did some. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen } from '@batonhq/server';
import { jsonOf, startServer, waiting, type TestServer } from './support.ts';

const largest = 100_000;
let server: TestServer;
let token = '';

beforeAll(async () => {
  server = await startServer({ largestRequest: largest, heartbeat: 20 });
  token = await server.tokenFor('admin');
});

afterAll(() => server.stop());

/** Sends the head of a request and some of a body that never ends; gives the first line of the answer. */
async function begin(url: string, { path, body }: { readonly path: string; readonly body: string }): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    socket.on('error', () => undefined);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`);
    socket.write(`${body.length.toString(16)}\r\n${body}\r\n`);
    return await firstLine(socket);
  } finally {
    socket.destroy();
  }
}

async function firstLine(socket: Socket): Promise<string> {
  const [head] = await once(socket, 'data');
  return String(head).split('\r\n')[0] ?? '';
}

it('nothing of a body is waited for or kept before its sender is known', async () => {
  const body = ' '.repeat(largest / 2);
  expect(await begin(server.url, { path: '/api/orchestrate', body })).toMatch(/ 401 /);
  expect(await begin(server.url, { path: '/api/session', body })).toMatch(/ 413 /);
});

it('a body that does not say how long it is ends where it gets too long', async () => {
  async function* parts() {
    for (let index = 0; index < 5; index += 1) yield new TextEncoder().encode(' '.repeat(largest / 4));
  }
  const init = { method: 'POST', body: ReadableStream.from(parts()), duplex: 'half' } as const;
  const answer = await fetch(`${server.url}/api/orchestrate`, {
    ...init,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(413);
});

it('a request that is never sent to its end is ended', async () => {
  const patient = await listen(server.api, { port: 0, patience: 200 });
  try {
    const socket = connect(Number(new URL(patient.url).port), '127.0.0.1');
    socket.write('POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
    expect(await firstLine(socket)).toMatch(/ 408 /);
    socket.destroy();
  } finally {
    await patient.close();
  }
});

it('what is nested too deep is refused, and not found to be so by what it breaks', async () => {
  const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const send = (path: string, body: string, method = 'POST') => server.call(path, { token, method, body });
  for (const levels of [600, 40_000]) {
    expect((await send('/api/orchestrate', `{"workflow":{"do":${nested(levels)}}}`)).status).toBe(413);
    expect((await send('/api/context', `{"key":"k","value":${nested(levels)}}`, 'PUT')).status).toBe(413);
    expect((await send('/api/messages', `{"to":"x","body":${nested(levels)}}`)).status).toBe(413);
  }
  expect((await send('/api/context', `{"key":"k","value":${nested(400)}}`, 'PUT')).status).toBe(200);
});

it('whoever asks for the head of a stream leaves none open', async () => {
  const made = await server.call('/api/orchestrate', { token, method: 'POST', body: { workflow: waiting('head') } });
  const { id } = await jsonOf(made);
  const path = `/api/orchestrate/stream/${String(id)}`;
  for (let index = 0; index < 3; index += 1)
    expect((await server.call(path, { token, method: 'HEAD' })).headers.get('content-type')).toMatch('event-stream');
  const figures = await (await server.call('/metrics', { token })).text();
  expect(figures).toMatch(/^baton_open_streams 0$/m);
});

it('a stream and a ticket end with the key that opened them', async () => {
  const made = await server.call('/api/orchestrate', { token, method: 'POST', body: { workflow: waiting('ends') } });
  const { id } = await jsonOf(made);
  const path = `/api/orchestrate/stream/${String(id)}`;
  const reader = await server.tokenFor('viewer');
  const { ticket } = await jsonOf(await server.call('/api/tickets', { token: reader, method: 'POST' }));
  const stream = await server.call(path, { token: reader });
  const key = server.keys.list('local').at(-1)?.id ?? '';
  await server.keys.revoke('local', key);
  await stream.text();
  expect((await server.call(`${path}?ticket=${String(ticket)}`)).status).toBe(401);
});
