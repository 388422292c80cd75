/** Timers fire once, never early, whatever is done to the clocks; time is simulated, the journal is real. */
import { SimulatedClock } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { definition, eventsOf, folder, until } from './open-engine.ts';

const day = 86_400_000;
const napping = (wait: object) =>
  definition([{ nap: { wait } }, { done: { set: { awake: true } } }], {
    name: `nap-${JSON.stringify(wait).replaceAll(/\W/g, '')}`,
  });

/** Lets what is going on come to rest. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 25));

async function stillWaits(
  engine: { details(id: string): Promise<{ readonly view: { readonly phase: string } }> },
  id: string,
): Promise<boolean> {
  await settle();
  return (await engine.details(id)).view.phase === 'waiting';
}

test('a wait takes as long as it says', async () => {
  const clock = new SimulatedClock();
  const engine = await folder().open({ clock });
  const id = await engine.start({ definition: napping({ seconds: 10 }) });
  clock.advance(9_990);
  expect(await stillWaits(engine, id)).toBe(true);
  clock.advance(11);
  expect(await engine.result(id)).toMatchObject({ output: { awake: true } });
});

test.each([
  ['an hour forward', 3_600_000],
  ['a year forward', 365 * day],
  ['an hour back', -3_600_000],
  ['a year back', -365 * day],
])('a wait near and a wait far are not moved by setting the clock %s', async (_name, jump) => {
  const clock = new SimulatedClock();
  const engine = await folder().open({ clock, limits: { idle: 100 } });
  const near = await engine.start({ definition: napping({ seconds: 30 }) });
  const far = await engine.start({ definition: napping({ minutes: 30 }) });
  clock.advance(10_000);
  clock.jump(jump);
  const after = await engine.start({ definition: napping({ minutes: 20 }) });
  for (const seconds of [10, 9.5]) {
    clock.advance(seconds * 1_000);
    expect(await stillWaits(engine, near)).toBe(true);
  }
  clock.advance(600);
  expect(await engine.result(near)).toMatchObject({ output: { awake: true } });
  expect(await stillWaits(engine, far)).toBe(true);
  clock.advance(19.5 * 60_000);
  expect(await stillWaits(engine, after)).toBe(true);
  clock.advance(60_000);
  expect(await engine.result(after)).toMatchObject({ output: { awake: true } });
  expect(await stillWaits(engine, far)).toBe(true);
  for (let minute = 0; minute < 10; minute += 1) {
    clock.advance(60_000);
    await settle();
  }
  expect(await engine.result(far)).toMatchObject({ output: { awake: true } });
});

test('a wait that begins while the clock is behind what was recorded is not a year late when the clock is put right', async () => {
  const clock = new SimulatedClock();
  const engine = await folder().open({ clock });
  const id = await engine.start({
    definition: definition([{ first: { wait: { seconds: 10 } } }, { second: { wait: { minutes: 30 } } }], {
      name: 'two',
    }),
  });
  clock.advance(5_000);
  clock.jump(-365 * day);
  clock.advance(5_001);
  await until(async () => (await engine.details(id)).tasks.some(({ name }) => name === 'second'));
  clock.jump(365 * day);
  clock.advance(29 * 60_000);
  expect(await stillWaits(engine, id)).toBe(true);
  clock.advance(61_000);
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
});

test('a wait of two months outlives the longest delay of a system timer, and a restart', async () => {
  const clock = new SimulatedClock();
  const place = folder();
  const engine = await place.open({ clock });
  const id = await engine.start({ definition: napping({ days: 60 }) });
  for (let passed = 0; passed < 29; passed += 1) {
    clock.advance(day);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await stillWaits(engine, id)).toBe(true);
  await engine.close();
  clock.clear();
  clock.advance(20 * day);
  const next = await place.open({ clock });
  expect(await stillWaits(next, id)).toBe(true);
  clock.advance(11 * day - 1_000);
  expect(await stillWaits(next, id)).toBe(true);
  clock.advance(1_500);
  expect(await next.result(id)).toMatchObject({ output: { awake: true } });
});

test('what became due while nobody was there fires at the next start, once', async () => {
  const clock = new SimulatedClock();
  const place = folder();
  const engine = await place.open({ clock });
  const id = await engine.start({ definition: napping({ minutes: 5 }) });
  await engine.close();
  clock.clear();
  clock.advance(day);
  const next = await place.open({ clock });
  expect(await next.result(id)).toMatchObject({ output: { awake: true } });
  const fired = (await eventsOf(next, id)).filter(({ event }) => event.kind === 'timer.fired');
  expect(fired).toHaveLength(1);
});

test('three thousand timers due at once are drained a bounded number at a time', async () => {
  const clock = new SimulatedClock();
  const place = folder();
  const engine = await place.open({ clock, limits: { starting: 5_000 } });
  const starts = Array.from({ length: 3_000 }, () => engine.start({ definition: napping({ hours: 2 }) }));
  const ids = await Promise.all(starts);
  await engine.close();
  clock.clear();
  clock.advance(day);
  const next = await place.open({ clock });
  const results = await Promise.all(ids.map((id) => next.result(id)));
  expect(results.every(({ phase }) => phase === 'completed')).toBe(true);
});

test('a time-out that is not needed is disarmed', async () => {
  const clock = new SimulatedClock();
  const engine = await folder().open({ clock, functions: [{ name: 'quick', run: () => ({ ok: true }) }] });
  const id = await engine.start({
    definition: definition([
      { a: { call: 'quick', timeout: { after: { seconds: 1 } } } },
      { nap: { wait: { seconds: 5 } } },
    ]),
  });
  await until(async () => (await engine.details(id)).waitingFor[0]?.kind === 'timer');
  clock.advance(2_000);
  await settle();
  clock.advance(3_100);
  expect(await engine.result(id)).toEqual({ phase: 'completed', output: { ok: true } });
});

test('a task that takes too long is aborted and faults with a time-out', async () => {
  const clock = new SimulatedClock();
  let aborted = false;
  const stuck = {
    name: 'stuck',
    run: (context: { readonly signal: AbortSignal }) =>
      new Promise((resolve) => context.signal.addEventListener('abort', () => resolve((aborted = true)))),
  };
  const engine = await folder().open({ clock, functions: [stuck] });
  const id = await engine.start({
    definition: definition([{ a: { call: 'stuck', timeout: { after: { seconds: 1 } } } }]),
  });
  await settle();
  clock.advance(1_001);
  expect(await engine.result(id)).toMatchObject({ phase: 'faulted', fault: { status: 408 } });
  await until(() => aborted);
});
