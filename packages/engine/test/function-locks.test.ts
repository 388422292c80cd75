/** Locks inside of durable functions: one at a time across executions, given back by whatever ends their code. */
import type { Engine, FunctionContext, FunctionDefinition } from '@batonhq/engine';
import type { Json } from '@batonhq/core';
import { expect, test } from 'vitest';
import { definition, eventsOf, folder, open, until } from './open-engine.ts';

const start = (engine: Engine, call: string, input: Json = {}) =>
  engine.start({ definition: definition([{ use: { call, with: input } }], { name: 'user' }) });

const running = (name: string, run: NonNullable<FunctionDefinition['run']>): FunctionDefinition => ({ name, run });

/** Notes who is inside of the lock; code stays there until it is told to leave. */
function room() {
  const inside = new Set<string>();
  const entered: { readonly who: string; readonly token: number }[] = [];
  const doors = new Map<string, () => void>();
  let most = 0;
  const stay = (context: FunctionContext, who: string, token: number): Promise<string> =>
    context.step(`stay ${who}`, async () => {
      entered.push({ who, token });
      inside.add(who);
      most = Math.max(most, inside.size);
      await new Promise<void>((resolve) => doors.set(who, resolve)).finally(() => inside.delete(who));
      return who;
    });
  return { stay, entered, inside, leave: (who: string) => doors.get(who)?.(), most: () => most };
}

const nameIn = (input: Json): string => JSON.parse(JSON.stringify(input)).who;

test('one at a time, first come first served, with tokens that grow; what comes after the lock goes on beside', async () => {
  const { stay, entered, inside, leave, most } = room();
  const use = running('use', async (context, input) => {
    const who = nameIn(input);
    const kept = await context.lock('stock', {}, ({ token }) => stay(context, who, token));
    await context.waitFor('end');
    return { kept };
  });
  const engine = await open({ functions: [use] });
  const ids: string[] = [];
  for (const who of ['ada', 'bob', 'eve']) {
    const id = await start(engine, 'use', { who });
    ids.push(id);
    await until(async () => inside.has(who) || (await engine.details(id)).waitingFor[0]?.kind === 'lock');
  }
  const [ada = '', bob = ''] = ids;
  const step = 'use|lock(stock)#0';
  const holder = { execution: ada, task: step, since: expect.any(Number) };
  expect((await engine.details(bob)).waitingFor).toEqual([
    { kind: 'lock', task: step, key: 'stock', since: expect.any(Number), holder, ahead: 0 },
  ]);
  for (const [index, who] of ['ada', 'bob', 'eve'].entries()) {
    await until(() => inside.has(who));
    leave(who);
    await until(async () => (await engine.details(ids[index] ?? '')).waitingFor[0]?.kind === 'event');
  }
  expect(entered).toEqual(['ada', 'bob', 'eve'].map((who, index) => ({ who, token: index + 1 })));
  expect(most()).toBe(1);
  for (const id of ids) await engine.signal(id, { name: 'end' });
  expect(await engine.result(ada)).toMatchObject({ output: { kept: 'ada' } });
});

test('code that throws, a task that is cancelled, and one that goes on as new give it back', async () => {
  const use = running('use', async (context, input) => {
    const how = nameIn(input);
    if (how === 'again') return 'as new';
    return context.lock('one', {}, async ({ token }) => {
      if (how === 'continued') context.continueAs({ who: 'again' });
      if (how === 'cancelled') await context.waitFor('never');
      if (how === 'failed') throw new TypeError('it fails');
      return token;
    });
  });
  const engine = await open({ functions: [use] });
  expect(await engine.result(await start(engine, 'use', { who: 'failed' }))).toMatchObject({ phase: 'faulted' });
  expect(await engine.result(await start(engine, 'use', { who: 'continued' }))).toMatchObject({ output: 'as new' });
  const cancelled = await start(engine, 'use', { who: 'cancelled' });
  await until(async () => (await engine.details(cancelled)).waitingFor[0]?.kind === 'event');
  const next = await start(engine, 'use', { who: 'next' });
  await until(async () => (await engine.details(next)).waitingFor[0]?.kind === 'lock');
  await engine.cancel(cancelled);
  expect(await engine.result(next)).toMatchObject({ output: 4 });
});

test('who waits too long, holds too long or loses a race has it no more; who is inside already goes on', async () => {
  const { stay, inside, leave } = room();
  const holds = running('holds', (context) => context.lock('key', {}, ({ token }) => stay(context, 'holder', token)));
  const waits = running('waits', async (context, input) => {
    try {
      return await context.lock('key', { timeout: Number(Object(input).patience) }, () => 'granted');
    } catch (error) {
      return { late: String(error) };
    }
  });
  const races = running('races', async (context) => {
    const first = await context.race([
      () => context.lock('key', {}, () => 'granted'),
      async () => {
        await context.sleep(20);
        return 'slept';
      },
    ]);
    const nested = await context.lock('other', {}, ({ token }) =>
      context.lock('other', {}, (inner) => [token, inner.token]),
    );
    return { first, nested };
  });
  const lingers = running('lingers', async (context) => {
    const fault = await context
      .lock('key', { ttl: 30 }, () => context.waitFor('never'))
      .catch((error: unknown) => String(error));
    await context.waitFor('end');
    return { fault };
  });
  const engine = await open({ functions: [holds, waits, races, lingers] });
  const holder = await start(engine, 'holds');
  await until(() => inside.has('holder'));
  expect(await engine.result(await start(engine, 'waits', { patience: 30 }))).toMatchObject({
    output: { late: expect.stringContaining('not granted in time') },
  });
  expect(await engine.result(await start(engine, 'races'))).toMatchObject({
    output: { first: 'slept', nested: [1, 1] },
  });
  leave('holder');
  expect(await engine.result(holder)).toMatchObject({ phase: 'completed' });
  const lingering = await start(engine, 'lingers');
  await until(async () => (await eventsOf(engine, lingering)).some(({ event }) => event.kind === 'timer.fired'));
  expect(await engine.result(await start(engine, 'waits', { patience: 600_000 }))).toMatchObject({ output: 'granted' });
  await engine.signal(lingering, { name: 'end' });
  expect(await engine.result(lingering)).toMatchObject({
    output: { fault: expect.stringContaining('longer than it may') },
  });
});

test('it is held over a restart, and found again at the same place', async () => {
  const place = folder();
  let invocations = 0;
  const options = {
    limits: { idle: 5 },
    functions: [
      running('use', async (context, input) => {
        invocations += 1;
        const who = nameIn(input);
        const token = await context.lock('key', { ttl: 'PT1H' }, async (lock) => {
          if (who === 'first') await context.waitFor('leave');
          return lock.token;
        });
        return { token, after: await context.step('after', () => who) };
      }),
    ],
  };
  const before = await place.open(options);
  const first = await start(before, 'use', { who: 'first' });
  await until(async () => (await before.details(first)).waitingFor[0]?.kind === 'event');
  expect((await before.details(first)).waitingFor).toHaveLength(1);
  const second = await start(before, 'use', { who: 'second' });
  await until(async () => (await before.details(second)).waitingFor[0]?.kind === 'lock');
  await before.close();
  const after = await place.open(options);
  expect((await after.details(second)).waitingFor).toMatchObject([{ kind: 'lock', holder: { execution: first } }]);
  await after.signal(first, { name: 'leave' });
  expect(await after.result(first)).toMatchObject({ output: { token: 1, after: 'first' } });
  expect(await after.result(second)).toMatchObject({ output: { token: 2, after: 'second' } });
  expect(invocations).toBeGreaterThan(2);
  const [{ event } = { event: { kind: 'none' } }] = (await eventsOf(after, first)).slice(-1);
  expect(event.kind).toBe('execution.completed');
});
