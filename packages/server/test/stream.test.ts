import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '@batonhq/engine';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jsonOf, quick, startServer, waiting, type TestServer } from './support.ts';

interface Received {
  readonly id: number;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baton-stream-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Reads messages until there are enough of them or the stream ends. */
async function messagesOf(response: Response, most = Infinity): Promise<readonly Received[]> {
  const received: Received[] = [];
  let text = '';
  if (response.body === null) return received;
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    received.push(...blocks.flatMap(parsed));
    if (received.length >= most) break;
  }
  return received.slice(0, most);
}

function parsed(block: string): readonly Received[] {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => [line.split(': ')[0], line.split(': ').slice(1).join(': ')]),
  );
  if (fields['event'] === undefined) return [];
  return [{ id: Number(fields['id']), event: fields['event'], data: JSON.parse(fields['data'] ?? '{}') }];
}

async function start(server: TestServer, token: string, workflow: unknown): Promise<string> {
  const answer = await server.call('/api/orchestrate', { method: 'POST', token, body: { workflow } });
  expect(answer.status).toBe(201);
  return String((await jsonOf(answer))['id']);
}

it('the live stream of an execution tells what happens and ends with the result', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('operator');
  const id = await start(server, token, quick);
  const response = await server.call(`/api/orchestrate/stream/${id}`, { token });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const messages = await messagesOf(response);
  expect(messages.map(({ event, data }) => [event, data['step'] ?? null, data['status'] ?? null])).toEqual([
    ['progress', 'execution', 'started'],
    ['progress', 'greet', 'completed'],
    ['complete', null, null],
  ]);
  expect(messages.at(-1)?.data['result']).toEqual({ hello: 'world' });
});

it('the live stream of an execution goes on where a reader stopped, without gap or repeat, after the server was started anew', async () => {
  const first = await startServer({ directory });
  const token = await first.tokenFor('operator');
  const id = await start(first, token, waiting());
  const before = await messagesOf(await first.call(`/api/orchestrate/stream/${id}`, { token }), 2);
  await first.stop();
  const second = await startServer({ directory });
  try {
    const resumed = second.call(`/api/orchestrate/stream/${id}`, {
      token,
      headers: { 'last-event-id': String(before.at(-1)?.id) },
    });
    await second.call(`/api/orchestrate/${id}/signal`, { method: 'POST', token, body: { name: 'go', data: 7 } });
    const after = await messagesOf(await resumed);
    const whole = await messagesOf(await second.call(`/api/orchestrate/stream/${id}`, { token }));
    expect([...before, ...after]).toEqual(whole);
    expect(whole.at(-1)?.event).toBe('complete');
  } finally {
    await second.stop();
  }
});

it('the live stream of an execution opens once with a ticket, and a ticket opens nothing else', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('operator');
  const id = await start(server, token, quick);
  const { ticket } = await jsonOf(await server.call('/api/tickets', { method: 'POST', token }));
  const address = `/api/orchestrate/stream/${id}?ticket=${String(ticket)}`;
  expect((await server.call(`/api/orchestrate/${id}?ticket=${String(ticket)}`)).status).toBe(401);
  expect((await messagesOf(await server.call(address))).at(-1)?.event).toBe('complete');
  expect((await server.call(address)).status).toBe(401);
});

it('the live stream of an execution tells a reader whose place is none any more to begin anew', async () => {
  const first = await startServer({ directory });
  const token = await first.tokenFor('operator');
  const id = await start(first, token, quick);
  const whole = await messagesOf(await first.call(`/api/orchestrate/stream/${id}`, { token }));
  const behind = await first.call(`/api/orchestrate/stream/${id}`, { token, headers: { 'last-event-id': '999' } });
  expect(await messagesOf(behind)).toEqual([{ id: 0, event: 'reset', data: { reason: 'unknown' } }, ...whole]);
  await first.stop();
  const journal = openSqliteJournal({ directory });
  expect(journal.retain({ keepLast: 0 }, { now: Date.now() }).dropped).toEqual([id]);
  await journal.close();
  const second = await startServer({ directory });
  try {
    const headers = { 'last-event-id': String(whole.at(-1)?.id) };
    const dropped = await second.call(`/api/orchestrate/stream/${id}`, { token, headers });
    expect(await messagesOf(dropped)).toEqual([{ id: 0, event: 'reset', data: { reason: 'dropped' } }]);
    expect((await second.call(`/api/orchestrate/stream/${id}`, { token })).status).toBe(410);
  } finally {
    await second.stop();
  }
});

it('the live stream of an execution says now and then that it is still there', async () => {
  await using server = await startServer({ heartbeat: 20 });
  const token = await server.tokenFor('operator');
  const id = await start(server, token, waiting());
  const { body } = await server.call(`/api/orchestrate/stream/${id}`, { token });
  let text = '';
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.split(': still here\n\n').length > 2) break;
  }
  expect(text).toMatch(/(?:: still here\n\n){2}$/);
});

it('the live stream of an execution refuses a Last-Event-ID that is no number', async () => {
  await using server = await startServer();
  const token = await server.tokenFor('operator');
  const id = await start(server, token, quick);
  const response = await server.call(`/api/orchestrate/stream/${id}`, { token, headers: { 'last-event-id': 'x' } });
  expect(response.status).toBe(400);
  expect(await jsonOf(response)).toMatchObject({
    title: 'Bad request',
    detail: expect.stringContaining('Last-Event-ID'),
  });
});
