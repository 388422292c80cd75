/** A function that died between two steps goes on although another branch of it waits for something far away. */
import type { FunctionContext } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { definition, folder, until } from './open-engine.ts';

test('a branch at work is not held up by a branch that waits', async () => {
  const place = folder();
  let isStuck = true;
  let begun = 0;
  const flow = {
    name: 'flow',
    run: (context: FunctionContext) =>
      context.race([
        () => context.sleep('PT10H').then(() => 'late'),
        async () => {
          await context.step('first', () => 1);
          begun += 1;
          if (isStuck) await new Promise(() => undefined);
          return context.step('second', () => 'in time');
        },
      ]),
  };
  const engine = await place.open({ functions: [flow] });
  const id = await engine.start({ definition: definition([{ a: { call: 'flow' } }]) });
  await until(() => begun === 1);
  await engine.close(0);
  isStuck = false;
  const next = await place.open({ functions: [flow] });
  expect(await next.result(id)).toEqual({ phase: 'completed', output: 'in time' });
});

test('a function registered as one that must not be repeated is not, even when it is registered late', async () => {
  const place = folder();
  const calls: number[] = [];
  const once = { name: 'once', repeat: 'never' as const, run: () => calls.push(1) && new Promise(() => undefined) };
  const engine = await place.open({ functions: [once] });
  const id = await engine.start({ definition: definition([{ a: { call: 'once' } }]) });
  await until(() => calls.length === 1);
  await engine.close(0);
  const next = await place.open();
  next.register(once);
  await until(async () => (await next.details(id)).waitingFor[0]?.kind === 'settlement');
  expect(calls).toHaveLength(1);
});
