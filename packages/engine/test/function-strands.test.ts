/** A durable function and the places among the steps being performed: it holds one only while some line of it computes. */
import type { FunctionContext } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { complete, open } from './open-engine.ts';

test('a branch that is left behind while it computes holds no place: what the function calls next gets it', async () => {
  const engine = await open({
    limits: { performing: 1 },
    functions: [
      { name: 'pay', run: () => ({ paid: true }) },
      {
        name: 'outer',
        run: async (context: FunctionContext) => {
          await context.race([
            async () => {
              await context.all([async () => null]);
              return context.step('never', () => null);
            },
            async () => null,
          ]);
          return context.call({ function: 'pay', input: {} });
        },
      },
    ],
  });
  expect(await complete(engine, [{ a: { call: 'outer' } }])).toEqual({ paid: true });
});

test('a branch may end without waiting for what it asked for', async () => {
  const engine = await open({
    limits: { performing: 1 },
    functions: [
      { name: 'pay', run: () => ({ paid: true }) },
      {
        name: 'outer',
        run: async (context: FunctionContext) => {
          await context.all([
            async () => {
              void context.step('late', () => 'nobody waits for it');
            },
            () => context.step('other', () => null),
          ]);
          return context.call({ function: 'pay', input: {} });
        },
      },
    ],
  });
  expect(await complete(engine, [{ a: { call: 'outer' } }])).toEqual({ paid: true });
});
