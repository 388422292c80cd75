/** Many who ask cost one look; what takes long to find out is told from before while it is looked up again. */
import { expect, test } from 'vitest';
import { heldAnswer } from '../src/api/held-answer.ts';

/** Something to look up that takes as long as it is told, by a clock that is set by hand. */
function slow() {
  const looks: PromiseWithResolvers<number>[] = [];
  const state = { now: 0 };
  const ask = heldAnswer(
    () => {
      const look = Promise.withResolvers<number>();
      looks.push(look);
      return look.promise;
    },
    () => state.now,
  );
  const found = async (value: number, at: number): Promise<void> => {
    state.now = at;
    looks.at(-1)?.resolve(value);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ask, looks, state, found };
}

test('those who ask at the same time share one look, and its answer holds for two seconds', async () => {
  const { ask, looks, state, found } = slow();
  const asked = [ask(), ask()];
  await found(1, 10);
  expect(await Promise.all(asked)).toEqual([1, 1]);
  state.now = 1_900;
  expect(await ask()).toBe(1);
  expect(looks).toHaveLength(1);
  state.now = 2_000;
  const next = ask();
  await found(2, 2_010);
  expect(await next).toBe(2);
  expect(looks).toHaveLength(2);
});

test('what takes long holds longer, and is told while it is looked up again, unless it is too old', async () => {
  const { ask, looks, state, found } = slow();
  const first = ask();
  await found(1, 4_000);
  expect(await first).toBe(1);
  state.now = 23_000;
  expect(await ask()).toBe(1);
  expect(looks).toHaveLength(1);
  state.now = 24_000;
  expect([await ask(), await ask()]).toEqual([1, 1]);
  expect(looks).toHaveLength(2);
  await found(2, 27_000);
  expect(await ask()).toBe(2);
  state.now = 24_000 + 60_000;
  const late = ask();
  await found(3, 90_000);
  expect(await late).toBe(3);
});

test('a look that fails is told to whoever waits for it, and nobody is told of it later', async () => {
  const { ask, looks, found } = slow();
  const first = ask();
  looks[0]?.reject(new TypeError('no disk'));
  await expect(first).rejects.toThrow('no disk');
  const second = ask();
  await found(2, 5);
  expect(await second).toBe(2);
});
