/** A simulated disk loses what it may lose at a crash, keeps what it must, and never half of a group. */
import { expect, test } from 'vitest';
import type { Commit } from '@batonhq/core';
import { SimulatedDisk } from './simulated-disk.ts';

const definition = { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'h' };
const origin = { tenant: 'local', user: 'local', priority: 5 };
const idle = { onWaiting: () => {} };

test('nothing is durable before the flush', async () => {
  const disk = new SimulatedDisk(idle);
  const journal = disk.open();
  let isDurable = false;
  const committed = journal.commit(start('a')).then(() => (isDurable = true));
  await turn();
  expect([isDurable, await journal.load('a'), disk.waiting]).toEqual([false, null, 1]);
  disk.flush();
  await committed;
  expect(await journal.load('a')).toMatchObject({ events: [{ seq: 1 }] });
});

test.each([
  ['lost', 0],
  ['kept', 2],
] as const)('a group that a crash meets is %s whole, and nobody is told', async (group, events) => {
  const disk = new SimulatedDisk(idle);
  const journal = disk.open();
  const settled: string[] = [];
  for (const id of ['a', 'b']) {
    void journal.commit(start(id)).then(
      () => settled.push(id),
      () => settled.push(id),
    );
  }
  await turn();
  disk.crash(group);
  const again = disk.open();
  await turn();
  expect(await again.readAll({ position: 0 })).toHaveLength(events);
  expect(settled).toEqual([]);
});

test('what was flushed survives, and the fence holds across the crash', async () => {
  const disk = new SimulatedDisk();
  await disk.open().commit(start('a'));
  disk.crash();
  const again = disk.open();
  await expect(again.commit(start('a'))).rejects.toMatchObject({ name: 'StaleCommitError' });
});

test('a journal from before the crash can do nothing any more', async () => {
  const disk = new SimulatedDisk();
  const zombie = disk.open();
  await zombie.commit(start('a'));
  disk.crash();
  await expect(zombie.commit(start('b'))).rejects.toMatchObject({ name: 'JournalFailedError' });
  await expect(zombie.load('a')).rejects.toMatchObject({ name: 'JournalFailedError' });
  await zombie.close();
});

test('whoever flushes is told when there is something to flush', async () => {
  let calls = 0;
  const disk = new SimulatedDisk({ onWaiting: () => (calls += 1) });
  const journal = disk.open();
  const committed = [journal.commit(start('a')), journal.commit(start('b'))];
  await turn();
  disk.flush();
  await Promise.all(committed);
  expect(calls).toBe(1);
});

function start(execution: string): Commit {
  const event = { kind: 'execution.started', definition, input: 1, origin } as const;
  return { execution, expectedSeq: 0, events: [{ seq: 1, at: 1, event }], timers: [] };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
