/** A durable function does each of its operations once, whatever becomes of its process, and goes the same way again. */
import type { Json, WaitingFor } from '@batonhq/core';
import type { Engine, FunctionContext, FunctionDefinition } from '@batonhq/engine';
import { SimulatedClock } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { definition, eventsOf, folder, open, until, type Options } from './open-engine.ts';

const calling = (name: string, input: object = {}) => definition([{ task: { call: name, with: input } }], { name });

function durable(name: string, run: (context: FunctionContext, input: Json) => Promise<unknown>): FunctionDefinition {
  return { name, run };
}

/** Lets a process end while its function sleeps; by the time that the next one begins, the hour it sleeps for is over. */
function sleepers(first: Options, then: Options = first) {
  const clock = new SimulatedClock();
  const place = folder();
  return {
    open: () => place.open({ ...first, clock }),
    openNext: async (engine: Engine, id: string, sleeping = 1) => {
      await until(async () => timersOf((await engine.details(id)).waitingFor) === sleeping);
      await engine.close(0);
      clock.clear();
      clock.advance(3_600_000);
      return place.open({ ...then, clock });
    },
    openAgain: (options: Options) => place.open({ ...options, clock }),
  };
}

const timersOf = (waitingFor: readonly WaitingFor[]): number =>
  waitingFor.filter(({ kind }) => kind === 'timer').length;

test('a step is recorded and its code does not run again after a restart', async () => {
  const ran: string[] = [];
  const flow = durable('flow', async (context) => {
    const first = await context.step('first', ({ idempotencyKey }) => {
      ran.push('first');
      return idempotencyKey;
    });
    await context.sleep('PT1H');
    const second = await context.step('second', () => {
      ran.push('second');
      return 2;
    });
    return { first, second };
  });
  const place = sleepers({ functions: [flow] });
  const engine = await place.open();
  const id = await engine.start({ definition: calling('flow') });
  const next = await place.openNext(engine, id);
  expect(await next.result(id)).toEqual({ phase: 'completed', output: { first: `${id}:task|first#0`, second: 2 } });
  expect(ran).toEqual(['first', 'second']);
});

test('a function that only waits leaves memory and is invoked again by a timer, a signal, or the end of a call', async () => {
  let invocations = 0;
  const patient = durable('patient', async (context) => {
    invocations += 1;
    await context.sleep(100);
    const answer = await context.waitFor('answer');
    return { answer, child: await context.call({ workflow: 'test/slow' }) };
  });
  const engine = await open({ functions: [patient], limits: { idle: 10 } });
  await engine.define(
    definition([{ nap: { wait: { milliseconds: 100 } } }, { done: { set: { slept: true } } }], { name: 'slow' }),
  );
  const id = await engine.start({ definition: calling('patient') });
  await until(() => invocations === 2);
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'event');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await engine.signal(id, { name: 'answer', data: { value: 42 } });
  expect(await engine.result(id)).toEqual({
    phase: 'completed',
    output: { answer: { value: 42 }, child: { slept: true } },
  });
  expect(invocations).toBeGreaterThanOrEqual(4);
});

test('branches are told apart by their place, not by who is faster', async () => {
  const seen: string[] = [];
  const flow = durable('flow', async (context) => {
    const branch = (name: string, delay: number) => async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * delay));
      const got = await context.step('get', () => name);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * delay));
      return context.step('put', () => {
        seen.push(`${name}:${got}`);
        return got;
      });
    };
    const results = await context.all([branch('a', 20), branch('b', 10), branch('c', 1)]);
    await context.sleep('PT1H');
    return { results };
  });
  const place = sleepers({ functions: [flow] });
  const engine = await place.open();
  const id = await engine.start({ definition: calling('flow') });
  const next = await place.openNext(engine, id);
  expect(await next.result(id)).toMatchObject({ output: { results: ['a', 'b', 'c'] } });
  expect(seen.toSorted()).toEqual(['a:a', 'b:b', 'c:c']);
});

test('a race is won by the same branch when the function is invoked again', async () => {
  const winners: unknown[] = [];
  const flow = durable('flow', async (context) => {
    const winner = await context.race([
      async () => {
        await context.step('long', () => 'a');
        await Promise.resolve().then(() => undefined);
        return 'through many promises';
      },
      () => context.step('short', () => 'at once'),
    ]);
    winners.push(winner);
    await context.sleep('PT1H');
    return { winner };
  });
  const place = sleepers({ functions: [flow] });
  const engine = await place.open();
  const id = await engine.start({ definition: calling('flow') });
  const next = await place.openNext(engine, id);
  expect(await next.result(id)).toMatchObject({ phase: 'completed', output: { winner: winners[0] } });
  expect(winners).toEqual([winners[0], winners[0]]);
});

test('a time-out race leaves nothing behind: the loser is abandoned where it waits', async () => {
  const flow = durable('flow', async (context) => {
    const timeout = async () => {
      await context.sleep('PT1H');
      return 'late';
    };
    return { first: await context.race([timeout, () => context.waitFor('go').then(() => 'signal')]) };
  });
  const engine = await open({ functions: [flow] });
  const id = await engine.start({ definition: calling('flow') });
  await until(async () => (await engine.details(id)).waitingFor.length === 2);
  await engine.signal(id, { name: 'go' });
  expect(await engine.result(id)).toMatchObject({ output: { first: 'signal' } });
  expect((await eventsOf(engine, id)).at(-3)?.event).toMatchObject({ kind: 'timer.cancelled' });
});

test('a failed step rejects with its fault and can be caught; waiting for a signal can time out', async () => {
  const flow = durable('flow', async (context) => {
    const failure = await context
      .step('bad', () => Promise.reject(new TypeError('no')))
      .catch((error: { fault: Json }) => error.fault);
    const late = await context.waitFor('never', 10).catch((error: { fault: { status: number } }) => error.fault.status);
    return { failure, late };
  });
  const engine = await open({ functions: [flow] });
  const id = await engine.start({ definition: calling('flow') });
  expect(await engine.result(id)).toMatchObject({
    output: { failure: { status: 500, detail: 'TypeError: no' }, late: 408 },
  });
});

test('continueAs begins again with nothing behind it', async () => {
  const counter = durable('counter', async (context, input) => {
    const { n, sum } = input as { n: number; sum: number };
    if (n === 0) return { sum };
    const added = await context.step('add', () => sum + n);
    if (n === 3) await context.sleep('PT1H');
    return context.continueAs({ n: n - 1, sum: added });
  });
  const place = sleepers({ functions: [counter] });
  const engine = await place.open();
  const id = await engine.start({ definition: calling('counter', { n: 5, sum: 0 }) });
  const next = await place.openNext(engine, id);
  expect(await next.result(id)).toEqual({ phase: 'completed', output: { sum: 15 } });
});

test('a child that lost a race ends after continueAs, and holds nothing up', async () => {
  const again = durable('again', async (context, input) => {
    if ((input as { isSecond?: true }).isSecond === true) {
      await context.sleep(20);
      return context.step('last', () => 'done');
    }
    await context.race([() => context.call({ workflow: 'test/slow' }), () => context.step('quick', () => 1)]);
    return context.continueAs({ isSecond: true });
  });
  const engine = await open({ functions: [again] });
  await engine.define(definition([{ nap: { wait: { hours: 1 } } }], { name: 'slow' }));
  const id = await engine.start({ definition: calling('again') });
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: 'done' });
});

test('now and random are the same at every invocation; logs are written once', async () => {
  const seen: Json[] = [];
  const logged: string[] = [];
  const flow = durable('flow', async (context) => {
    context.log('begins');
    const before = [context.now(), context.random()];
    await context.step('a', () => 1);
    context.log('after a');
    const after = [context.now(), context.random(), context.random()];
    seen.push([...before, ...after]);
    await context.sleep('PT1H');
    context.log('slept');
    return {};
  });
  const options = { functions: [flow], onLog: ({ message }: { readonly message: string }) => logged.push(message) };
  const place = sleepers(options);
  const engine = await place.open();
  const id = await engine.start({ definition: calling('flow') });
  const next = await place.openNext(engine, id);
  await next.result(id);
  expect(seen).toHaveLength(2);
  expect(seen[1]).toEqual(seen[0]);
  expect(logged).toEqual(['begins', 'after a', 'slept']);
});

test('a function that goes another way than it went is put before a person, and goes on once it is mended', async () => {
  const version = (names: readonly string[]) =>
    durable('flow', async (context) => {
      for (const name of names) await context.step(name, () => name);
      await context.sleep('PT1H');
      return { names };
    });
  const [mendedVersion, changedVersion] = [
    ['a', 'b'],
    ['a', 'c'],
  ].map((names) => ({ functions: [version(names)] }));
  const place = sleepers(mendedVersion ?? {}, changedVersion);
  const engine = await place.open();
  const id = await engine.start({ definition: calling('flow') });
  const changed = await place.openNext(engine, id);
  await until(async () => (await changed.details(id)).view.phase === 'suspended');
  expect((await changed.details(id)).waitingFor[0]).toMatchObject({
    kind: 'resume',
    reason: expect.stringContaining('task|c#0'),
  });
  await changed.close(0);
  const mended = await place.openAgain(mendedVersion ?? {});
  await mended.resume(id);
  expect(await mended.result(id)).toMatchObject({ phase: 'completed' });
});

test('a paused function hears nothing, asks for nothing, and goes on when it is resumed', async () => {
  const ran: string[] = [];
  const { promise: opened, resolve: openGate } = Promise.withResolvers<void>();
  const flow = durable('flow', async (context) => {
    await context.step('slow', async () => {
      ran.push('slow');
      await opened;
    });
    await context.step('next', () => void ran.push('next'));
    return {};
  });
  const engine = await open({ functions: [flow] });
  const id = await engine.start({ definition: calling('flow') });
  await until(() => ran.length === 1);
  await engine.pause(id);
  openGate();
  await until(async () => (await eventsOf(engine, id)).some(({ event }) => event.kind === 'step.completed'));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(ran).toEqual(['slow']);
  await engine.resume(id);
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  expect(ran).toEqual(['slow', 'next']);
});

test('functions that call functions are durable at every depth', async () => {
  const ran: string[] = [];
  const times = new Map<number, number[]>();
  const inner = durable('inner', async (context, input) => {
    const { n } = input as { n: number };
    times.set(n, [...(times.get(n) ?? []), context.now()]);
    const a = await context.step('a', () => {
      ran.push('inner a');
      return Number((input as { n: number }).n) + 1;
    });
    await context.sleep('PT1H');
    return context.step('b', () => {
      ran.push('inner b');
      return a * 10;
    });
  });
  const outer = durable('outer', async (context) => {
    const both = await context.all([1, 2].map((n) => () => context.call({ function: 'inner', input: { n } })));
    return { both, last: await context.step('end', () => ran.push('end')) };
  });
  const place = sleepers({ functions: [inner, outer] });
  const engine = await place.open();
  const id = await engine.start({ definition: calling('outer') });
  const next = await place.openNext(engine, id, 2);
  expect(await next.result(id)).toMatchObject({ output: { both: [20, 30] } });
  expect(ran.toSorted()).toEqual(['end', 'inner a', 'inner a', 'inner b', 'inner b']);
  for (const seen of times.values()) expect(new Set(seen).size).toBe(1);
  expect(times.get(1)?.length).toBeGreaterThan(1);
});

test('the code of a step cannot use the context', async () => {
  const flow = durable('flow', (context) => context.step('outer', () => context.step('inner', () => 1)));
  const engine = await open({ functions: [flow] });
  const id = await engine.start({ definition: calling('flow') });
  expect(await engine.result(id)).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('cannot use the context') },
  });
});

test('a cancelled function is told, and what it asks for afterwards is refused', async () => {
  const heard: string[] = [];
  const flow = durable('flow', async (context) => {
    try {
      await context.waitFor('never');
    } catch (error) {
      heard.push((error as Error).name, String(context.signal.aborted));
      await context.step('after', () => heard.push('ran')).catch((after: Error) => heard.push(after.name));
    }
    return {};
  });
  const engine = await open({ functions: [flow] });
  const id = await engine.start({ definition: calling('flow') });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'event');
  await engine.cancel(id);
  expect(await engine.result(id)).toEqual({ phase: 'cancelled' });
  await until(() => heard.length === 3);
  expect(heard).toEqual(['AbandonedError', expect.any(String), 'AbandonedError']);
});
