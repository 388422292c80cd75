/** What a process that was killed left in the middle of something goes on by itself, by its repeat rule. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@batonhq/core';
import { expect, onTestFinished, test } from 'vitest';
import { ledgerFunctions } from './fixtures/functions.ts';
import { definition, eventsOf, folder, until, type Folder } from './open-engine.ts';

const owner = fileURLToPath(new URL('fixtures/owner.ts', import.meta.url));

function ledger(place: Folder): readonly string[] {
  try {
    return readFileSync(join(place.path, 'ledger'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** Lets another process begin and kills it when the ledger says so. */
async function crash(
  place: Folder,
  flow: JsonObject,
  when: { readonly count?: number; readonly ledger: (lines: readonly string[]) => boolean },
): Promise<void> {
  const child = spawn(process.execPath, [owner, place.path, JSON.stringify(flow), String(when.count ?? 1)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  await until(() => when.ledger(ledger(place)) || child.exitCode !== null || child.signalCode !== null);
  child.kill('SIGKILL');
  await exited;
}

const reopen = (place: Folder) => place.open({ functions: ledgerFunctions(place.path) });

test('a keyed step that was cut short is repeated with its key, steps before it are not', async () => {
  const place = folder();
  const flow = definition([{ first: { call: 'keyed' } }, { second: { call: 'keyed', with: { ms: 1 } } }]);
  await crash(place, flow, { ledger: (lines) => lines.length === 3 });
  const engine = await reopen(place);
  expect(await engine.result('e0')).toMatchObject({ phase: 'completed' });
  expect(ledger(place)).toEqual([
    'keyed begins e0:first',
    'keyed ends e0:first',
    'keyed begins e0:second',
    'keyed begins e0:second',
    'keyed ends e0:second',
  ]);
  expect((await engine.details('e0')).tasks.map(({ attempts }) => attempts)).toEqual([1, 2]);
});

test('a step that must not be repeated waits for a person, and goes on with what the person says', async () => {
  const place = folder();
  await crash(
    place,
    definition([{ pay: { call: 'once', with: { ms: 1 } } }, { after: { set: { paid: '${ .receipt }' } } }]),
    { ledger: (lines) => lines.length === 1 },
  );
  const engine = await reopen(place);
  await until(async () => (await engine.details('e0')).waitingFor[0]?.kind === 'settlement');
  expect(ledger(place)).toHaveLength(1);
  await engine.settle('e0', 'pay', { by: 'ada', decision: { kind: 'completed', output: { receipt: 17 } } });
  expect(await engine.result('e0')).toMatchObject({ output: { paid: 17 } });
});

test('a durable function goes on after its last recorded step', async () => {
  const place = folder();
  await crash(place, definition([{ work: { call: 'durable', with: { steps: 6, last: 3, ms: 1 } } }]), {
    ledger: (lines) => lines.length === 7,
  });
  const engine = await reopen(place);
  expect(await engine.result('e0')).toEqual({ phase: 'completed', output: { steps: 6 } });
  const begun = ledger(place).filter((line) => line.startsWith('s begins'));
  expect(begun.length - new Set(begun).size).toBe(1);
  expect(new Set(begun).size).toBe(6);
});

test('two hundred executions go on within a second', async () => {
  const place = folder();
  const flow = definition([{ a: { call: 'keyed' } }, { b: { call: 'keyed', with: { ms: 60_000 } } }]);
  await crash(place, flow, {
    count: 200,
    ledger: (lines) => lines.filter((line) => line.includes(':b')).length === 200,
  });
  const slow = ledger(place).length;
  let quickest = Infinity;
  // Whatever else the machine does only adds to the time: the quickest start is the engine's.
  for (let start = 1; start <= 3 && quickest >= 1_000; start += 1) {
    const begun = performance.now();
    const engine = await reopen(place);
    await until(() => ledger(place).length === slow + 200 * start);
    quickest = Math.min(quickest, performance.now() - begun);
    expect((await engine.list({ phases: ['running'], limit: 1_000 })).length).toBe(200);
    await engine.close(0);
  }
  expect(quickest).toBeLessThan(1_000);
});

test(
  'a step that keeps killing its process is put into quarantine, and its neighbours go on',
  { timeout: 180_000 },
  async () => {
    const place = folder();
    const flow = definition([{ split: { fork: { branches: [{ bad: { call: 'poison' } }] } } }]);
    for (let crashes = 1; crashes <= 5; crashes += 1) await crash(place, flow, { ledger: () => false });
    expect(ledger(place)).toHaveLength(5);
    const engine = await reopen(place);
    await until(async () => (await engine.details('e0')).view.phase === 'suspended');
    expect((await engine.details('e0')).waitingFor[0]).toMatchObject({
      kind: 'resume',
      reason: expect.stringContaining('5 attempts'),
    });
    const id = await engine.start({ definition: definition([{ a: { call: 'keyed' } }], { name: 'neighbour' }) });
    expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  },
);

test('an outcome that arrives together with recovery is not performed twice', async () => {
  const place = folder();
  const flow = definition([
    { child: { run: { workflow: { namespace: 'test', name: 'inner', version: '1.0.0' } } } },
    { last: { call: 'keyed' } },
  ]);
  const engine = await place.open({ functions: ledgerFunctions(place.path) });
  await engine.define(definition([{ work: { call: 'keyed', with: { ms: 100 } } }], { name: 'inner' }));
  const id = await engine.start({ definition: flow });
  await until(() => ledger(place).length === 1);
  await engine.close(0);
  const next = await reopen(place);
  expect(await next.result(id)).toMatchObject({ phase: 'completed', output: { done: 'keyed' } });
  expect(ledger(place).filter((line) => line.includes(':last'))).toHaveLength(2);
  expect((await eventsOf(next, id)).filter(({ event }) => event.kind === 'step.claimed')).toHaveLength(0);
});

test('a graceful close lets steps in flight finish and begins nothing it would have to repeat', async () => {
  const place = folder();
  const engine = await reopen(place);
  const id = await engine.start({
    definition: definition([{ a: { call: 'keyed', with: { ms: 100 } } }, { b: { call: 'keyed' } }]),
  });
  await until(() => ledger(place).length === 1);
  await engine.close();
  expect(ledger(place)).toEqual([`keyed begins ${id}:a`, `keyed ends ${id}:a`]);
  const next = await reopen(place);
  expect(await next.result(id)).toMatchObject({ phase: 'completed' });
  expect(ledger(place)).toHaveLength(4);
});

test('the lock of a durable function outlives the process that was killed inside of it', async () => {
  const place = folder();
  const flow = definition([{ locked: { call: 'locking', with: { steps: 2, last: 1, ms: 1 } } }]);
  await crash(place, flow, { count: 3, ledger: (lines) => lines.length === 3 });
  const [first = ''] = ledger(place);
  const holder = first.split(' ')[0] ?? '';
  const engine = await reopen(place);
  for (const id of ['e0', 'e1', 'e2']) expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  const lines = ledger(place);
  // Its second step was cut short and is repeated, its first one is not; nobody came in between.
  const [one, two, three, again] = lines;
  expect([one, three, again]).toEqual(Array.from({ length: 3 }, () => `${holder} enters with 1`));
  expect(two).toBe(`${holder} leaves`);
  const others = lines.slice(5).map((line) => line.split(' ')[0]);
  expect(others.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => others[0]));
  expect(others.slice(4)).toEqual(Array.from({ length: 4 }, () => others[4]));
  expect(new Set([holder, others[0], others[4]]).size).toBe(3);
  expect(lines.filter((line) => line.includes('enters')).map((line) => line.at(-1))).toEqual([
    '1',
    '1',
    '1',
    '2',
    '2',
    '3',
    '3',
  ]);
});
