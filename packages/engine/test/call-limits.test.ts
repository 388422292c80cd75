/** Calls wait where limits say so, before they are claimed; who fails or asks for silence is left alone; nobody else notices. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { lockOf, type Fact, type WaitingFor } from '@batonhq/core';
import { openSqliteJournal, type Engine, type FunctionDefinition, type LimitSetting } from '@batonhq/engine';
import { SimulatedClock } from '@batonhq/testing';
import { expect, it } from 'vitest';
import { verifyLimit } from '../src/verify/verify-limit.ts';
import { complete, definition, eventsOf, folder, open, until, type Options } from './open-engine.ts';
import { serve, type LocalServer } from './local-server.ts';

const get = (server: LocalServer, path = '/') => [
  { get: { call: 'http', with: { method: 'get', endpoint: `${server.url}${path}` } } },
];

/** An engine that may reach the server, under these limits. */
const limited = (server: LocalServer, limits: readonly LimitSetting[] = []): Options => ({
  egress: { allow: [server.host] },
  callLimits: limits,
});

let flows = 0;

async function start(engine: Engine, tasks: readonly object[], tenant = 'local'): Promise<string> {
  flows += 1;
  return engine.start({ definition: definition(tasks, { name: `limited-${flows}` }), tenant });
}

/** What an execution waits for at the gate of limits. */
async function waits(engine: Engine, id: string): Promise<WaitingFor | undefined> {
  const { waitingFor } = await engine.details(id);
  return waitingFor.find(({ kind }) => kind === 'gate');
}

const phaseOf = async (engine: Engine, id: string): Promise<string> => (await engine.result(id)).phase;

it('opens the circuit of a host that fails, lets one call try, and all when that works', async () => {
  let isBroken = true;
  let inside = 0;
  const crowds: number[] = [];
  const server = await serve((_seen, response) => {
    if (!isBroken) crowds.push((inside += 1));
    setTimeout(() => {
      if (!isBroken) inside -= 1;
      response.writeHead(isBroken ? 500 : 200).end('{}');
    }, 20);
  });
  const clock = new SimulatedClock();
  const breaker = { failures: 3, pause: 60_000 };
  const engine = await open({ ...limited(server, [{ host: server.host, breaker }]), clock });
  for (let call = 0; call < 3; call += 1) await complete(engine, get(server));
  const ids = await Promise.all([1, 2, 3, 4].map(() => start(engine, get(server))));
  await until(async () => (await waits(engine, ids[0] ?? '')) !== undefined);
  expect(await waits(engine, ids[0] ?? '')).toMatchObject({
    kind: 'gate',
    gate: 'limit',
    detail: `${server.host}: circuit open after 3 failures`,
    until: expect.any(Number),
  });
  expect(server.seen).toHaveLength(3);
  isBroken = false;
  clock.advance(120_000);
  await Promise.all(ids.map((id) => engine.result(id)));
  expect(crowds[0]).toBe(1);
  expect(server.seen).toHaveLength(7);
  expect(await eventsOf(engine, ids[0] ?? '')).toContainEqual(
    expect.objectContaining({ event: expect.objectContaining({ kind: 'gate.passed', gate: 'limit' }) }),
  );
});

it('leaves a host alone as long as it asks for, whoever calls, and over a restart', async () => {
  let asked = 0;
  const server = await serve((_seen, response) => {
    asked += 1;
    response.writeHead(asked === 1 ? 429 : 200, asked === 1 ? { 'retry-after': '60' } : {}).end('{}');
  });
  const clock = new SimulatedClock();
  const place = folder();
  const before = await place.open({ ...limited(server), clock });
  expect(await complete(before, get(server))).toMatchObject({ phase: 'faulted', fault: { status: 429 } });
  const waiting = await start(before, get(server));
  await until(async () => (await waits(before, waiting)) !== undefined);
  await before.close(0);
  clock.clear();
  const after = await place.open({ ...limited(server), clock });
  expect(await waits(after, waiting)).toMatchObject({ detail: `${server.host}: it asked for silence (Retry-After)` });
  clock.advance(59_900);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(server.seen).toHaveLength(1);
  clock.advance(200);
  expect(await phaseOf(after, waiting)).toBe('completed');
});

it('tries again within a try when the silence is over, and asks a tenant only for its own', async () => {
  const seen: string[] = [];
  const server = await serve(({ url }, response) => {
    seen.push(url);
    const isFirst = seen.filter((one) => one === url).length === 1;
    response.writeHead(isFirst && url === '/a' ? 503 : 200, { 'retry-after': '60' }).end('{}');
  });
  const clock = new SimulatedClock();
  const engine = await open({ ...limited(server), clock });
  const retried = [{ guarded: { try: get(server, '/a'), catch: { retry: { limit: { attempt: { count: 2 } } } } } }];
  const id = await start(engine, retried);
  await until(async () => (await waits(engine, id)) !== undefined);
  expect(await phaseOf(engine, await start(engine, get(server, '/b'), 'other'))).toBe('completed');
  expect(seen).toEqual(['/a', '/b']);
  clock.advance(60_100);
  expect(await phaseOf(engine, id)).toBe('completed');
  expect(seen).toEqual(['/a', '/b', '/a']);
});

it('lets through as many at a time, and as many in a stretch of time, as the limits say', async () => {
  let inside = 0;
  let most = 0;
  const server = await serve((_seen, response) => {
    inside += 1;
    most = Math.max(most, inside);
    setTimeout(() => {
      inside -= 1;
      response.end('{}');
    }, 30);
  });
  const setting = { host: server.host, concurrency: 2, rate: { count: 20, per: 1_000 }, quota: '1000/month' } as const;
  const place = folder();
  const engine = await place.open(limited(server, [setting]));
  const ids = await Promise.all(Array.from({ length: 8 }, () => start(engine, get(server))));
  expect(await Promise.all(ids.map((id) => phaseOf(engine, id)))).toEqual(ids.map(() => 'completed'));
  expect(most).toBeLessThanOrEqual(2);
  await engine.close();
  // When they were let through; a server hears of it later, and of the first one perhaps much later.
  const database = new DatabaseSync(join(place.path, 'journal.db'), { readOnly: true });
  const times = database.prepare(`SELECT at FROM facts WHERE kind = 'limit.granted' ORDER BY seq`).all();
  database.close();
  expect(times).toHaveLength(8);
  expect(Number(times[7]?.['at']) - Number(times[0]?.['at'])).toBeGreaterThanOrEqual(7 * 50 - 20);
});

it('gives back the place of a call that was cancelled while it waited, or while it was made', async () => {
  const server = await serve(({ url }, response) => {
    if (url === '/quick') response.end('{}');
  });
  const engine = await open(limited(server, [{ host: server.host, concurrency: 1 }]));
  const stuck = await start(engine, get(server, '/never'));
  await until(() => server.seen.length === 1);
  const waiting = await start(engine, get(server, '/quick'));
  const last = await start(engine, get(server, '/quick'));
  await until(async () => (await waits(engine, last)) !== undefined);
  await engine.cancel(waiting);
  await engine.cancel(stuck);
  expect(await phaseOf(engine, last)).toBe('completed');
  expect(server.seen.map(({ url }) => url)).toEqual(['/never', '/quick']);
});

it('takes a call that runs out of time for a failure', async () => {
  const server = await serve(() => undefined);
  const engine = await open(limited(server, [{ host: server.host, breaker: { failures: 2, pause: 60_000 } }]));
  const hasty = [{ get: { ...get(server)[0]?.get, timeout: { after: { milliseconds: 50 } } } }];
  for (let call = 0; call < 2; call += 1) await complete(engine, hasty);
  // What was given up is told after its task has ended, so one more may slip through.
  await until(async () => (await waits(engine, await start(engine, hasty))) !== undefined);
  expect(server.seen.length).toBeLessThanOrEqual(3);
});

it('limits functions too, by what their tasks and the functions that call them do', async () => {
  let most = 0;
  let inside = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 10));
    inside -= 1;
    return null;
  };
  const engine = await open({
    callLimits: [{ function: 'work', concurrency: 1 }],
    functions: [
      { name: 'work', run: work },
      {
        name: 'both',
        run: async (context) => {
          const call = () => context.call({ function: 'work' });
          return (await context.all([call, call])).length;
        },
      },
    ],
  });
  const results = await Promise.all([
    complete(engine, [{ one: { call: 'both' } }]),
    complete(engine, [{ one: { call: 'work' } }]),
    complete(engine, [{ one: { call: 'work' } }]),
  ]);
  expect(results).toEqual([2, null, null]);
  expect(most).toBe(1);
});

it('leaves a provider alone that steps go to, and tells those who have no patience', async () => {
  const clock = new SimulatedClock();
  const asked: number[] = [];
  const ask = (name: string, patience?: number): FunctionDefinition => ({
    name,
    run: (context) =>
      context.step(
        'ask',
        ({ answered }) => {
          asked.push(clock.now());
          answered(asked.length === 1 ? { retryAfter: 600 } : {});
          return asked.length;
        },
        { about: { provider: 'openai', ...(patience !== undefined && { patience }) } },
      ),
  });
  const engine = await open({ functions: [ask('ask'), ask('hasty', 100)], clock });
  expect(await complete(engine, [{ one: { call: 'ask' } }])).toBe(1);
  const waiting = await start(engine, [{ one: { call: 'ask' } }]);
  await until(async () => (await waits(engine, waiting)) !== undefined);
  expect(await complete(engine, [{ one: { call: 'hasty' } }])).toMatchObject({
    phase: 'faulted',
    fault: { status: 429, detail: expect.stringContaining('provider/openai: it asked for silence') },
  });
  clock.advance(600);
  expect(await engine.result(waiting)).toMatchObject({ output: 2 });
  expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBe(600);
});

it('records nothing where nothing is limited and nothing fails', async () => {
  const server = await serve((_seen, response) => response.end('{}'));
  const place = folder();
  const engine = await place.open({ ...limited(server), functions: [{ name: 'work', run: () => null }] });
  const id = await start(engine, [...get(server), { work: { call: 'work' } }]);
  await engine.result(id);
  const kinds = (await eventsOf(engine, id)).map(({ event }) => event.kind);
  expect(kinds).toEqual([
    'execution.started',
    'task.started',
    'task.completed',
    'task.started',
    'task.completed',
    'execution.completed',
  ]);
  await engine.close(0);
  const journal = openSqliteJournal({ directory: place.path });
  const streams = await journal.streams.standing('tenant/');
  await journal.close();
  expect(streams.filter(({ stream }) => lockOf(stream) === null)).toEqual([]);
});

it('is checked with the journal, and can be asked for in SQL', async () => {
  const place = folder();
  const server = await serve((_seen, response) => response.writeHead(500).end());
  const engine = await place.open(limited(server, [{ host: server.host, rate: '1000/s', concurrency: 2 }]));
  await complete(engine, get(server));
  await engine.close(0);
  const database = new DatabaseSync(join(place.path, 'journal.db'));
  const rows = database.prepare('SELECT * FROM rate_limits').all();
  expect(rows).toMatchObject([
    {
      tenant: 'local',
      resource: `host/${server.host}`,
      rate_count: 1_000,
      in_use: 0,
      concurrency: 2,
      circuit: 'closed',
      failures: 1,
    },
  ]);
  const facts = database.prepare(`SELECT seq, at, kind, version, body FROM facts WHERE stream LIKE '%/limit/%'`).all();
  database.close();
  expect(facts.map(({ kind }) => kind)).toEqual([
    'limit.configured',
    'limit.granted',
    'limit.counted',
    'limit.released',
  ]);
  const granted = (seq: number): Fact => ({
    seq,
    at: 1,
    kind: 'limit.granted',
    version: 1,
    fields: { execution: 'e', step: `s${seq}`, holds: true, probe: false, bucket: null, uses: [] },
  });
  const rules = { rate: null, quotas: [], concurrency: 1, breaker: null };
  const configured: Fact = { seq: 1, at: 1, kind: 'limit.configured', version: 1, fields: { rules } };
  const stream = 'tenant/local/limit/function/x';
  const found = verifyLimit({ stream, facts: [configured, granted(2), granted(3)], kept: null });
  expect(found).toMatchObject([
    { invariant: 'I8', what: expect.stringContaining('fact 3 lets a call through against') },
  ]);
});
