import { expect } from 'vitest';
import { InvariantError, StaleCommitError } from '@batonhq/core';
import type { Laws } from './law.ts';
import { commit, note, row, start, state } from './specimens.ts';

/** Sequence numbers, the fence, and what must be refused without a trace. */
export const fenceLaws: Laws = {
  'numbers the events of a stream from 1 without gaps': async ({ journal }) => {
    await journal.commit(start('a'));
    await journal.commit(commit('a', 1, [note('one'), note('two')]));
    const events = await journal.read('a', { seq: 0 });
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  },

  'refuses a commit on anything but the last event, and changes nothing': async ({ journal }) => {
    await journal.commit(start('a'));
    await journal.commit({ ...commit('a', 1, [note('one')]), view: row('a'), listens: ['kept'] });
    const late = {
      ...commit('a', 1, [note('late')]),
      timers: [{ kind: 'arm', timer: 'late', due: 5 }] as const,
      view: row('a', { phase: 'completed' }),
      listens: ['late'],
      snapshot: state('a', 2),
    };
    await expect(journal.commit(late)).rejects.toBeInstanceOf(StaleCommitError);
    await expect(journal.commit(commit('a', 7, [note('early')]))).rejects.toBeInstanceOf(StaleCommitError);
    expect(await journal.load('a')).toMatchObject({ snapshot: null, events: [{ seq: 1 }, { seq: 2 }] });
    expect(await journal.dueTimers(10, 10)).toEqual([]);
    expect(await journal.listeners('late')).toEqual([]);
    expect(await journal.view('a')).toEqual(row('a'));
  },

  'refuses a second start': async ({ journal }) => {
    await journal.commit(start('a'));
    await expect(journal.commit(start('a'))).rejects.toBeInstanceOf(StaleCommitError);
  },

  'says which execution a stale commit was for': async ({ journal }) => {
    await expect(journal.commit(commit('a', 3, [note('x')]))).rejects.toMatchObject({
      name: 'StaleCommitError',
      execution: 'a',
      expectedSeq: 3,
    });
  },

  'refuses events that do not follow one another': async ({ journal }) => {
    await journal.commit(start('a'));
    const [first] = commit('a', 5, [note('x')]).events;
    const skipping = { ...commit('a', 1, []), events: first === undefined ? [] : [first] };
    await expect(journal.commit(skipping)).rejects.toBeInstanceOf(InvariantError);
    await journal.commit(commit('a', 1, [note('next')]));
    expect(await journal.read('a', { seq: 0 })).toHaveLength(2);
  },

  'knows the last number of a stream that was not used for long': async ({ journal, reopen }) => {
    await journal.commit(start('a'));
    await journal.commit(commit('a', 1, [note('one')]));
    const again = await reopen();
    await expect(again.commit(commit('a', 1, [note('late')]))).rejects.toBeInstanceOf(StaleCommitError);
    await again.commit(commit('a', 2, [note('two')]));
    expect(await again.read('a', { seq: 0 })).toHaveLength(3);
  },

  'takes a commit without events': async ({ journal }) => {
    await journal.commit(start('a'));
    await journal.commit({ ...commit('a', 1, []), snapshot: state('a', 1) });
    await expect(journal.commit(commit('a', 0, []))).rejects.toBeInstanceOf(StaleCommitError);
    expect(await journal.load('a')).toMatchObject({ snapshot: { seq: 1 }, events: [] });
  },
};

/** Facts that are true once are stored once, whatever the writer believes. */
export const factLaws: Laws = {
  'refuses the end of a task that has ended': async ({ journal }) => {
    await journal.commit(start('a'));
    await journal.commit(commit('a', 1, [{ kind: 'task.completed', task: 'pay' }]));
    const again = commit('a', 2, [{ kind: 'task.cancelled', task: 'pay', reason: 'late' }]);
    await expect(journal.commit(again)).rejects.toBeInstanceOf(InvariantError);
    await journal.commit(commit('a', 2, [{ kind: 'task.completed', task: 'ship' }]));
  },

  'refuses a second outcome, a second compensation, a second end, a second receipt of a signal': async ({
    journal,
  }) => {
    await journal.commit(start('a'));
    const once = [
      { kind: 'step.completed', step: 'pay|charge#0', output: 1 },
      { kind: 'compensation.started', of: 'pay', task: 'undo', input: 1 },
      { kind: 'execution.faulted', fault: { type: 'x', status: 500 } },
      { kind: 'signal.received', event: { id: '1', source: 's', type: 't' } },
    ] as const;
    await journal.commit(commit('a', 1, once));
    const twice = [
      { kind: 'step.failed', step: 'pay|charge#0', fault: { type: 'x', status: 500 } },
      { kind: 'compensation.started', of: 'pay', task: 'undo again', input: 1 },
      { kind: 'execution.completed' },
      { kind: 'signal.received', event: { id: '1', source: 's', type: 't', data: 'again' } },
    ] as const;
    for (const event of twice) {
      await expect(journal.commit(commit('a', 5, [event]))).rejects.toBeInstanceOf(InvariantError);
    }
    expect(await journal.read('a', { seq: 0 })).toHaveLength(5);
  },

  'refuses a fact that one commit states twice': async ({ journal }) => {
    await journal.commit(start('a'));
    const both = commit('a', 1, [
      { kind: 'task.completed', task: 'pay' },
      { kind: 'task.completed', task: 'pay' },
    ]);
    await expect(journal.commit(both)).rejects.toBeInstanceOf(InvariantError);
    expect(await journal.read('a', { seq: 0 })).toHaveLength(1);
  },

  'tells the end of a task from the end of a step of the same name': async ({ journal }) => {
    await journal.commit(start('a'));
    await journal.commit(
      commit('a', 1, [
        { kind: 'step.completed', step: 'pay', output: 1 },
        { kind: 'task.completed', task: 'pay' },
      ]),
    );
    expect(await journal.read('a', { seq: 0 })).toHaveLength(3);
  },

  'lets timers fire and claims be made more than once': async ({ journal }) => {
    await journal.commit(start('a'));
    const repeated = [
      { kind: 'timer.armed', timer: 'retry:pay', due: 5 },
      { kind: 'timer.fired', timer: 'retry:pay' },
      { kind: 'step.claimed', step: 'pay', attempt: 2 },
    ] as const;
    await journal.commit(commit('a', 1, [...repeated, ...repeated]));
    expect(await journal.read('a', { seq: 0 })).toHaveLength(7);
  },
};
