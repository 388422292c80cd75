import { expect } from 'vitest';
import { JournalFailedError } from '@batonhq/core';
import type { Laws } from './law.ts';
import { commit, entry, note, row, start, state } from './specimens.ts';

/** What a journal still knows when it is opened again. */
export const durabilityLaws: Laws = {
  'has everything after closing and opening': async ({ journal, reopen }) => {
    await journal.commit({
      ...start('a', { idempotencyKey: 'key' }),
      timers: [{ kind: 'arm', timer: 'wait:a', due: 500 }],
      listens: ['paid'],
      view: row('a'),
      snapshot: state('a', 1),
    });
    await journal.commit(commit('a', 1, [note('after the snapshot')]));
    await journal.publish(entry('1.0.0', 'one'));
    await journal.keep(entry('1.0.0', 'edited'));
    const before = await everything(journal);
    expect(await everything(await reopen())).toEqual(before);
  },

  'closing writes what is waiting': async ({ journal, reopen }) => {
    const waiting = journal.commit(start('a'));
    const again = await reopen();
    await waiting;
    expect(await again.load('a')).toMatchObject({ events: [{ seq: 1 }] });
  },

  'takes nothing after closing': async ({ journal }) => {
    await journal.close();
    await expect(journal.commit(start('a'))).rejects.toBeInstanceOf(JournalFailedError);
    await expect(journal.keep(entry('1.0.0', 'one'))).rejects.toBeInstanceOf(JournalFailedError);
    await expect(journal.publish(entry('1.0.0', 'one'))).rejects.toBeInstanceOf(JournalFailedError);
  },

  'can be closed twice': async ({ journal }) => {
    await journal.close();
    await journal.close();
  },

  'never gives a position to two events': async ({ journal, reopen }) => {
    await journal.commit(start('a'));
    await Promise.allSettled([journal.commit(commit('a', 0, [note('stale')])), journal.commit(start('b'))]);
    const again = await reopen();
    await again.commit(start('c'));
    const positions = (await again.readAll({ position: 0 })).map(({ position }) => position);
    expect(new Set(positions).size).toBe(3);
    expect(positions).toEqual(positions.toSorted((left, right) => left - right));
  },
};

/** Keeping the state beside the events. */
export const snapshotLaws: Laws = {
  'loads the last snapshot and the events after it': async ({ journal }) => {
    await journal.commit({ ...start('a'), snapshot: state('a', 1) });
    await journal.commit({ ...commit('a', 1, [note('two')]), snapshot: state('a', 2) });
    await journal.commit(commit('a', 2, [note('three')]));
    expect(await journal.load('a')).toEqual({
      snapshot: state('a', 2),
      events: [{ seq: 3, at: 1_000_002, event: note('three') }],
    });
  },

  'knows nothing of an execution without events': async ({ journal }) => {
    expect(await journal.load('nobody')).toBeNull();
    expect(await journal.view('nobody')).toBeNull();
    expect(await journal.read('nobody', { seq: 0 })).toEqual([]);
  },

  'still has every event when the snapshot is gone with the end': async ({ journal }) => {
    await journal.commit({ ...start('a'), snapshot: state('a', 1) });
    await journal.commit(commit('a', 1, [{ kind: 'execution.completed', output: 1 }]));
    expect(await journal.load('a')).toMatchObject({ snapshot: null, events: [{ seq: 1 }, { seq: 2 }] });
  },
};

async function everything(journal: Parameters<Laws[string]>[0]['journal']) {
  return {
    loaded: await journal.load('a'),
    all: await journal.readAll({ position: 0 }),
    timers: await journal.dueTimers(1_000, 10),
    next: await journal.nextTimer(),
    listeners: await journal.listeners('paid'),
    view: await journal.view('a'),
    unfinished: await journal.unfinished(),
    byKey: await journal.findByIdempotencyKey('local', 'key'),
    definition: await journal.definition('one'),
  };
}
