/** Limits through killed processes and power failures: never too many inside, waiting leaves nothing in doubt, all places come back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, limitReading, type Engine, type LimitSetting } from '@batonhq/engine';
import { SimulatedDisk } from '@batonhq/testing';
import { expect, it, onTestFinished, test } from 'vitest';
import { verifyLimit } from '../src/verify/verify-limit.ts';
import { ledgerFunctions } from './fixtures/functions.ts';
import { definition, folder, until, type Folder } from './open-engine.ts';

const owner = fileURLToPath(new URL('fixtures/owner.ts', import.meta.url));

function ledger(place: Folder): readonly string[] {
  try {
    return readFileSync(join(place.path, 'ledger'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

it('leaves nothing in doubt of a call that waited when its process was killed', async () => {
  const place = folder();
  const callLimits: readonly LimitSetting[] = [{ function: 'once', concurrency: 1 }];
  const flow = definition([{ pay: { call: 'once', with: { ms: 1 } } }]);
  const child = spawn(process.execPath, [owner, place.path, JSON.stringify(flow), '2', JSON.stringify(callLimits)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const started = once(child.stdout, 'data');
  await until(() => ledger(place).length === 1);
  await started;
  child.kill('SIGKILL');
  await exited;
  const engine = await place.open({ functions: ledgerFunctions(place.path), callLimits });
  const [begun] = ledger(place);
  const [made, waited] = begun?.includes('e0') === true ? ['e0', 'e1'] : ['e1', 'e0'];
  expect(await engine.result(waited)).toMatchObject({ phase: 'completed' });
  expect((await engine.details(waited)).tasks.map(({ attempts }) => attempts)).toEqual([1]);
  expect((await engine.details(made)).waitingFor[0]).toMatchObject({ kind: 'settlement' });
  expect(ledger(place)).toEqual([`once begins ${made}:pay`, `once begins ${waited}:pay`, `once ends ${waited}:pay`]);
});

/** Numbers from 0 to 1 that depend on the seed alone. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What is limited: it knows how many are inside, and when each came. */
class Shared {
  most = 0;
  inside = 0;
  readonly came: number[] = [];
}

const flow = definition([{ use: { call: 'use', with: { fails: '${ .fails }' } } }, { again: { call: 'use' } }]);
const limits: readonly LimitSetting[] = [
  { function: 'use', concurrency: 2, rate: { count: 1, per: 4 }, breaker: { failures: 2, pause: 5, longestPause: 10 } },
];

/** An engine on the disk; what its functions do after its process died has no effect. */
function openOn(disk: SimulatedDisk, shared: Shared, random: () => number): Promise<Engine> & { died(): void } {
  let isDead = false;
  const engine = createEngine({
    journal: disk.open(),
    onFatal: () => undefined,
    onWarning: () => undefined,
    callLimits: limits,
    functions: [
      {
        name: 'use',
        async run(_context, input) {
          const { fails } = JSON.parse(JSON.stringify(input));
          if (isDead) return pause(100_000);
          shared.inside += 1;
          shared.most = Math.max(shared.most, shared.inside);
          shared.came.push(Date.now());
          await pause(random() * 4);
          if (!isDead) shared.inside -= 1;
          if (fails === true) throw new TypeError('it fails');
          return { fails: false };
        },
      },
    ],
  });
  return Object.assign(engine, { died: () => (isDead = true) });
}

test.each([1, 2, 3, 4, 5, 6])('seed %i', async (seed) => {
  const random = chance(seed);
  const disk = new SimulatedDisk();
  const shared = new Shared();
  let opening = openOn(disk, shared, random);
  let engine = await opening;
  const ids = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      engine.start({ id: `e${index}`, definition: flow, input: { fails: random() < 0.3 } }),
    ),
  );
  for (let crash = 0; crash < 4; crash += 1) {
    await pause(random() * 15);
    if (random() < 0.4) engine.cancel(ids[Math.floor(random() * ids.length)] ?? '').catch(() => undefined);
    disk.crash(random() < 0.5 ? 'lost' : 'kept');
    opening.died();
    shared.inside = 0;
    opening = openOn(disk, shared, random);
    engine = await opening;
  }
  const results = await Promise.all(ids.map((id) => engine.result(id)));
  expect(shared.most).toBeLessThanOrEqual(2);
  expect(shared.came.length).toBeGreaterThan(0);
  expect(results.map(({ phase }) => phase)).toContain('completed');
  await engine.close();
  const journal = disk.open();
  const [view, ...others] = await limitReading(journal.streams).list();
  expect(others).toEqual([]);
  expect(view).toMatchObject({ kind: 'function', name: 'use', inUse: 0 });
  const stream = 'tenant/local/limit/function/use';
  const facts = await journal.streams.facts(stream, { seq: 0 });
  expect(verifyLimit({ stream, facts, kept: null })).toEqual([]);
});
