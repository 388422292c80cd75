import { expect } from 'vitest';
import { InvariantError, type Json, StaleCommitError } from '@batonhq/core';
import type { Laws } from './law.ts';
import { commit, note, row, start } from './specimens.ts';

/** What becomes of commits that are made at the same time. */
export const groupLaws: Laws = {
  'commits of one execution in one turn become durable in their order': async ({ journal, reopen }) => {
    const texts = Array.from({ length: 20 }, (_, index) => `note ${index}`);
    await Promise.all([
      journal.commit(start('a')),
      ...texts.map((text, index) => journal.commit(commit('a', index + 1, [note(text)]))),
    ]);
    const events = await (await reopen()).read('a', { seq: 1 });
    expect(events.map(({ event }) => event)).toEqual(texts.map(note));
  },

  'a stale commit is refused alone': async ({ journal }) => {
    await journal.commit(start('a'));
    const results = await Promise.allSettled([
      journal.commit(start('b')),
      journal.commit(commit('a', 0, [note('stale')])),
      journal.commit(commit('a', 1, [note('good')])),
      journal.commit(start('c')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await journal.readAll({ position: 0 })).toHaveLength(4);
  },

  'of two commits on the same event one wins': async ({ journal }) => {
    await journal.commit(start('a'));
    const results = await Promise.allSettled([
      journal.commit(commit('a', 1, [note('first')])),
      journal.commit(commit('a', 1, [note('second')])),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { name: 'StaleCommitError' } });
  },

  'a second start is refused alone, and does not disturb the execution': async ({ journal, reopen }) => {
    await journal.commit(start('a'));
    const again = await reopen();
    const results = await Promise.allSettled([
      again.commit(start('a')),
      again.commit(commit('a', 1, [note('good')])),
      again.commit(start('b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(results[0]).toMatchObject({ reason: { name: StaleCommitError.name } });
    expect(await again.read('a', { seq: 0 })).toHaveLength(2);
  },

  'a fact stated twice is refused alone, and what was built on it is stale': async ({ journal }) => {
    await journal.commit(start('a'));
    await journal.commit(commit('a', 1, [{ kind: 'task.completed', task: 'pay' }]));
    const [twice, after, other] = await Promise.allSettled([
      journal.commit(commit('a', 2, [note('lost too'), { kind: 'task.completed', task: 'pay' }])),
      journal.commit(commit('a', 4, [note('after')])),
      journal.commit(start('b')),
    ]);
    expect(twice).toMatchObject({ status: 'rejected', reason: { name: InvariantError.name } });
    expect(after).toMatchObject({ status: 'rejected', reason: { name: StaleCommitError.name } });
    expect(other).toMatchObject({ status: 'fulfilled' });
    await journal.commit(commit('a', 2, [note('good')]));
    expect(await journal.read('a', { seq: 2 })).toMatchObject([{ seq: 3, event: note('good') }]);
  },

  'what cannot be written is refused alone, before anything is': async ({ journal }) => {
    const [bad, good] = await Promise.allSettled([
      journal.commit(start('deep', {}, nested(200_000))),
      journal.commit(start('b')),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { name: InvariantError.name } });
    expect(good).toMatchObject({ status: 'fulfilled' });
    expect(await journal.load('deep')).toBeNull();
    await journal.commit(start('deep'));
  },

  'a commit is not seen before it is durable': async ({ journal }) => {
    const committed = journal.commit({ ...start('a'), view: row('a') });
    const early = await Promise.all([journal.load('a'), journal.view('a')]);
    await committed;
    if (early[0] !== null) expect(early).toEqual([await journal.load('a'), await journal.view('a')]);
    expect(await journal.view('a')).toEqual(row('a'));
  },

  'what the writer does to its objects afterwards does not matter': async ({ journal }) => {
    const input = { amount: 42 };
    const committed = journal.commit(start('a', {}, input));
    input.amount = 43;
    await committed;
    const [first] = await journal.read('a', { seq: 0 });
    expect(first?.event).toMatchObject({ input: { amount: 42 } });
  },
};

function nested(depth: number): Json {
  let value: Json = null;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}
