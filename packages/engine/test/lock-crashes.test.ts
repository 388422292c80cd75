/** Locks through power failures at any moment: never two inside, no token that goes back, and in the end every lock is free. */
import { createEngine, type Engine } from '@batonhq/engine';
import { SimulatedDisk } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { definition } from './open-engine.ts';

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
const keys = ['one', 'two'];
const executions = 8;

/** Numbers from 0 to 1 that depend on the seed alone. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** What stands behind the locks: it knows who is inside, and which tokens it saw. */
class Shared {
  readonly problems: string[] = [];
  entered = 0;
  readonly #inside = new Map<string, number>();
  readonly #highest = new Map<string, number>();

  /** The process died, and whoever was inside with it. */
  lose(): void {
    this.#inside.clear();
  }

  enter(key: string, token: number): () => void {
    this.entered += 1;
    const other = this.#inside.get(key);
    if (other !== undefined) this.problems.push(`${key}: token ${token} came in beside ${other}`);
    if (token < (this.#highest.get(key) ?? 0)) this.problems.push(`${key}: token ${token} is an old one`);
    this.#inside.set(key, token);
    this.#highest.set(key, token);
    return () => {
      if (this.#inside.get(key) === token) this.#inside.delete(key);
    };
  }
}

const ofTask = definition([
  {
    use: {
      call: 'use',
      with: { key: '${ .key }', token: '${ $lock.token }', fails: '${ .fails }' },
      metadata: { lock: { key: '${ .key }' } },
    },
  },
]);

/** The same lock, taken inside of a durable function. */
const ofFunction = definition([{ use: { call: 'durable', with: { key: '${ .key }', fails: '${ .fails }' } } }]);

/** An engine on the disk; what its functions do after its process died has no effect. */
function openOn(disk: SimulatedDisk, shared: Shared, random: () => number): Promise<Engine> & { died(): void } {
  let isDead = false;
  const engine = createEngine({
    journal: disk.open(),
    onFatal: () => undefined,
    onWarning: () => undefined,
    functions: [
      {
        name: 'use',
        async run(_context, input) {
          const { key, token, fails } = JSON.parse(JSON.stringify(input));
          if (isDead) return pause(100_000);
          const leave = shared.enter(key, token);
          await pause(random() * 4);
          if (!isDead) leave();
          if (fails === true) throw new TypeError('it fails');
          return token;
        },
      },
      {
        name: 'durable',
        async run(context, input) {
          const { key, fails } = JSON.parse(JSON.stringify(input));
          await context.lock(key, { ttl: 'PT1H' }, async ({ token }) => {
            await context.step('inside', async () => {
              if (isDead) return pause(100_000);
              const leave = shared.enter(key, token);
              await pause(random() * 4);
              if (!isDead) leave();
              return undefined;
            });
            if (fails === true) throw new TypeError('it fails');
          });
          await context.step('after', () => pause(random() * 2));
          return null;
        },
      },
    ],
  });
  return Object.assign(engine, { died: () => (isDead = true) });
}

test.each(seeds)('seed %i', async (seed) => {
  const random = chance(seed);
  const disk = new SimulatedDisk();
  const shared = new Shared();
  let opening = openOn(disk, shared, random);
  let engine = await opening;
  const ids = await Promise.all(
    Array.from({ length: executions }, (_, index) =>
      engine.start({
        id: `e${index}`,
        definition: index % 3 === 0 ? ofTask : ofFunction,
        input: { key: keys[index % keys.length] ?? '', fails: random() < 0.2 },
      }),
    ),
  );
  // Once more, and a step that died with its process every time would be put into quarantine.
  for (let crash = 0; crash < 4; crash += 1) {
    await pause(random() * 12);
    if (random() < 0.4) engine.cancel(ids[Math.floor(random() * ids.length)] ?? '').catch(() => undefined);
    disk.crash(random() < 0.5 ? 'lost' : 'kept');
    opening.died();
    shared.lose();
    opening = openOn(disk, shared, random);
    engine = await opening;
  }
  const results = await Promise.all(ids.map((id) => engine.result(id)));
  expect(shared.problems).toEqual([]);
  expect(shared.entered).toBeGreaterThan(0);
  expect(results.map(({ phase }) => phase).filter((phase) => phase === 'completed').length).toBeGreaterThan(0);
  await engine.close();
  const journal = disk.open();
  const locks = await journal.streams.standing('tenant/');
  expect(locks).toHaveLength(keys.length);
  for (const { state } of locks) expect(state).toMatchObject({ holder: null, waiting: [] });
});
