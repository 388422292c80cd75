/** What was decided on top of something that turns out not to be durable, and what was going on when a function stopped. */
import { createEngine, DiskFullError, type Engine, type FunctionContext } from '@batonhq/engine';
import { SimulatedDisk } from '@batonhq/testing';
import type { Commit, Journal } from '@batonhq/core';
import { expect, onTestFinished, test } from 'vitest';
import { definition, eventsOf, open, until } from './open-engine.ts';

function gate() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve, refuse: reject };
}

/** An engine whose commits can be held up, each for itself, and then be taken or refused. */
async function onHeldJournal(functions: NonNullable<Parameters<typeof createEngine>[0]['functions']>) {
  const journal = new SimulatedDisk().open();
  const held: ReturnType<typeof gate>[] = [];
  let isHolding = false;
  const commit = async (wanted: Commit): Promise<void> => {
    if (isHolding) {
      const turn = gate();
      held.push(turn);
      await turn.opened;
    }
    await journal.commit(wanted);
  };
  const proxy: typeof journal = new Proxy(journal, {
    get: (target, name) => (name === 'commit' ? commit : bound(target, name)),
  });
  const engine = await createEngine({ journal: proxy, functions });
  onTestFinished(() => engine.close(0));
  return { engine, held, hold: (holds: boolean) => void (isHolding = holds) };
}

function bound(target: Journal, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? value.bind(target) : value;
}

const isCalled = (seen: readonly unknown[]) => until(() => seen.length > 0);

async function completed(engine: Engine, id: string) {
  const result = await engine.result(id);
  expect(result.phase).toBe('completed');
  return result;
}

test('an outcome that came while its step was being abandoned counts when that is refused', async () => {
  const work = gate();
  const seen: string[] = [];
  const { engine, held, hold } = await onHeldJournal([
    {
      name: 'work',
      run: async () => {
        seen.push('work');
        await work.opened;
        return { done: true };
      },
    },
  ]);
  const id = await engine.start({ definition: definition([{ a: { call: 'work' } }]) });
  await isCalled(seen);
  hold(true);
  const cancelled = engine.cancel(id);
  await isCalled(held);
  work.open();
  await new Promise((resolve) => setTimeout(resolve, 20));
  hold(false);
  held[0]?.refuse(new DiskFullError('here'));
  await expect(cancelled).rejects.toThrow(DiskFullError);
  expect(await completed(engine, id)).toMatchObject({ output: { done: true } });
  expect(seen).toEqual(['work']);
});

test('a step that was not begun because it was being abandoned begins when that is refused', async () => {
  const work = gate();
  const seen: string[] = [];
  const { engine, held, hold } = await onHeldJournal([
    {
      name: 'first',
      run: async () => {
        seen.push('first');
        await work.opened;
        return null;
      },
    },
    { name: 'second', run: () => void seen.push('second') },
  ]);
  const id = await engine.start({ definition: definition([{ a: { call: 'first' } }, { b: { call: 'second' } }]) });
  await isCalled(seen);
  hold(true);
  work.open();
  await isCalled(held);
  const cancelled = engine.cancel(id);
  await until(() => held.length === 2);
  hold(false);
  held[0]?.open();
  await new Promise((resolve) => setTimeout(resolve, 20));
  held[1]?.refuse(new DiskFullError('here'));
  await expect(cancelled).rejects.toThrow(DiskFullError);
  await completed(engine, id);
  expect(seen).toEqual(['first', 'second']);
});

test('a function that stops while the code of its step is under way waits for that, and repeats nothing', async () => {
  const [slow, turn] = [gate(), gate()];
  const seen: string[] = [];
  const engine = await open({
    functions: [
      {
        name: 'both',
        run: (context: FunctionContext) =>
          context.all([
            () =>
              context.step(
                'slow',
                async () => {
                  seen.push('slow');
                  await slow.opened;
                  return 1;
                },
                { repeat: 'never' },
              ),
            async () => {
              await context.step('turn', () => turn.opened.then(() => null));
              return context.step('next', () => void seen.push('next'));
            },
          ]),
      },
    ],
  });
  const id = await engine.start({ definition: definition([{ a: { call: 'both' } }]) });
  await isCalled(seen);
  await engine.pause(id);
  turn.open();
  await until(async () => (await eventsOf(engine, id)).some(({ event }) => event.kind === 'step.completed'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await engine.resume(id);
  await new Promise((resolve) => setTimeout(resolve, 20));
  slow.open();
  await completed(engine, id);
  expect(seen).toEqual(['slow', 'next']);
});

test('a function hears how its own step ended after what stands before that in the journal, and not earlier', async () => {
  const [quick, both] = [gate(), gate()];
  const seen: string[] = [];
  const heard: string[] = [];
  const { engine, held, hold } = await onHeldJournal([
    {
      name: 'both',
      run: async (context: FunctionContext) => {
        const note = (name: string) => () => void heard.push(name);
        await context.all([
          () => context.waitFor('go').then(note('signal')),
          () =>
            context
              .step('quick', async () => {
                seen.push('quick');
                await quick.opened;
                return null;
              })
              .then(note('step')),
        ]);
        both.open();
        return null;
      },
    },
  ]);
  const id = await engine.start({ definition: definition([{ a: { call: 'both' } }]) });
  await isCalled(seen);
  hold(true);
  const signalled = engine.signal(id, { name: 'go', data: 1 });
  await isCalled(held);
  quick.open();
  await until(() => held.length === 2);
  hold(false);
  for (const turn of held) turn.open();
  await signalled;
  await both.opened;
  await completed(engine, id);
  expect(heard).toEqual(['signal', 'step']);
});
