import { expect } from 'vitest';
import { StaleCommitError, VersionTakenError } from '@batonhq/core';
import type { Laws } from './law.ts';
import { commit, entry, note, start } from './specimens.ts';

/** Reading events in pages. */
export const pagingLaws: Laws = {
  'reads a stream in pages': async ({ journal }) => {
    await journal.commit(start('a'));
    await journal.commit(commit('a', 1, ['two', 'three', 'four', 'five'].map(note)));
    const numbers = async (seq: number, limit?: number) =>
      (await journal.read('a', limit === undefined ? { seq } : { seq, limit })).map((recorded) => recorded.seq);
    expect(await numbers(0, 2)).toEqual([1, 2]);
    expect(await numbers(2, 2)).toEqual([3, 4]);
    expect(await numbers(4, 2)).toEqual([5]);
    expect(await numbers(5, 2)).toEqual([]);
    expect(await numbers(3)).toEqual([4, 5]);
  },

  'reads all streams in one order, in pages, without gap or repeat': async ({ journal }) => {
    await Promise.all([journal.commit(start('a')), journal.commit(start('b'))]);
    await Promise.all([
      journal.commit(commit('b', 1, [note('b2'), note('b3')])),
      journal.commit(commit('a', 1, [note('a2')])),
    ]);
    const read: string[] = [];
    for (let position = 0; ;) {
      const page = await journal.readAll({ position, limit: 2 });
      const last = page.at(-1);
      if (last === undefined) break;
      expect(page.length).toBeLessThanOrEqual(2);
      expect(last.position).toBeGreaterThan(position);
      position = last.position;
      read.push(...page.map(({ execution, recorded }) => `${execution}${recorded.seq}`));
    }
    expect(read).toEqual(['a1', 'b1', 'b2', 'b3', 'a2']);
  },

  'dates events as they were dated': async ({ journal }) => {
    await journal.commit({ ...commit('a', 0, []), events: [{ seq: 1, at: 1_763_700_000_123, event: note('x') }] });
    expect(await journal.read('a', { seq: 0 })).toMatchObject([{ at: 1_763_700_000_123 }]);
  },
};

/** One execution for one idempotency key of a tenant. */
export const idempotencyLaws: Laws = {
  'finds the execution that a key started, by tenant': async ({ journal }) => {
    await journal.commit(start('a', { tenant: 'one', idempotencyKey: 'key' }));
    await journal.commit(start('b', { tenant: 'two', idempotencyKey: 'key' }));
    await journal.commit(start('c', { tenant: 'one' }));
    expect(await journal.findByIdempotencyKey('one', 'key')).toBe('a');
    expect(await journal.findByIdempotencyKey('two', 'key')).toBe('b');
    expect(await journal.findByIdempotencyKey('three', 'key')).toBeNull();
    expect(await journal.findByIdempotencyKey('one', 'other')).toBeNull();
  },

  'refuses a second start with a key as late, also in the same turn': async ({ journal }) => {
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((id) => journal.commit(start(id, { idempotencyKey: 'key' }))),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    const later = journal.commit(start('d', { idempotencyKey: 'key' }));
    await expect(later).rejects.toBeInstanceOf(StaleCommitError);
    expect(await journal.findByIdempotencyKey('local', 'key')).toBe('a');
    expect(await journal.load('b')).toBeNull();
    await journal.commit(start('b', { idempotencyKey: 'another' }));
  },
};

/** Definitions, kept and published. */
export const catalogLaws: Laws = {
  'keeps a definition and finds it by hash and by version': async ({ journal }) => {
    await journal.publish(entry('1.0.0', 'one'));
    expect(await journal.definition('one')).toEqual(entry('1.0.0', 'one'));
    expect(await journal.definition('two')).toBeNull();
    expect(await journal.findDefinition({ namespace: 'samples', name: 'order', version: '1.0.0' })).toEqual(
      entry('1.0.0', 'one'),
    );
    expect(await journal.findDefinition({ namespace: 'samples', name: 'order', version: '2.0.0' })).toBeNull();
    expect(await journal.findDefinition({ namespace: 'samples', name: 'nobody' })).toBeNull();
  },

  'publishing the same twice is one entry, other content under the version is refused': async ({ journal }) => {
    await Promise.all([journal.publish(entry('1.0.0', 'one')), journal.publish(entry('1.0.0', 'one'))]);
    await expect(journal.publish(entry('1.0.0', 'two'))).rejects.toBeInstanceOf(VersionTakenError);
    expect(await journal.definition('two')).toBeNull();
    await journal.publish(entry('1.0.0', 'three', { namespace: 'other' }));
  },

  'what is kept is found by its hash, and claims no version': async ({ journal }) => {
    const order = { namespace: 'samples', name: 'order' };
    await journal.keep(entry('1.0.0', 'edited'));
    await journal.keep(entry('1.0.0', 'edited'));
    await journal.keep(entry('1.0.0', 'edited again'));
    expect(await journal.definition('edited')).toEqual(entry('1.0.0', 'edited'));
    expect(await journal.findDefinition(order)).toBeNull();
    await journal.publish(entry('1.0.0', 'one'));
    await journal.keep(entry('1.0.0', 'edited after it'));
    expect(await journal.definition('edited after it')).toEqual(entry('1.0.0', 'edited after it'));
    expect(await journal.findDefinition(order)).toMatchObject({ hash: 'one' });
    await journal.keep(entry('9.0.0', 'nine'));
    expect(await journal.findDefinition(order)).toMatchObject({ hash: 'one' });
  },

  'what was kept can be published, unless its version went to other content': async ({ journal }) => {
    const order = { namespace: 'samples', name: 'order', version: '1.0.0' };
    await journal.keep(entry('1.0.0', 'one'));
    await journal.keep(entry('1.0.0', 'two'));
    await journal.publish(entry('1.0.0', 'one'));
    await journal.publish(entry('1.0.0', 'one'));
    await journal.keep(entry('1.0.0', 'one'));
    expect(await journal.findDefinition(order)).toMatchObject({ hash: 'one' });
    await expect(journal.publish(entry('1.0.0', 'two'))).rejects.toBeInstanceOf(VersionTakenError);
    expect(await journal.definition('two')).toEqual(entry('1.0.0', 'two'));
    expect(await journal.findDefinition(order)).toMatchObject({ hash: 'one' });
  },

  'of two that claim a version at the same time, one gets it': async ({ journal }) => {
    const results = await Promise.allSettled(['one', 'two'].map((hash) => journal.publish(entry('1.0.0', hash))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await journal.findDefinition({ namespace: 'samples', name: 'order' })).not.toBeNull();
  },

  'the newest version is the highest, not the last; pre-releases only count among themselves': async ({ journal }) => {
    const order = { namespace: 'samples', name: 'order' };
    await journal.publish(entry('1.0.0-rc.2', 'rc.2'));
    await journal.publish(entry('1.0.0-rc.10', 'rc.10'));
    expect(await journal.findDefinition(order)).toMatchObject({ version: '1.0.0-rc.10' });
    for (const version of ['1.9.0', '1.10.0', '2.0.0-rc.1', '1.2.0']) await journal.publish(entry(version, version));
    expect(await journal.findDefinition(order)).toMatchObject({ version: '1.10.0' });
    await journal.publish(entry('2.0.0', '2.0.0'));
    await journal.publish(entry('1.10.1', '1.10.1'));
    expect(await journal.findDefinition(order)).toMatchObject({ version: '2.0.0' });
    expect(await journal.findDefinition({ ...order, version: 'latest' })).toMatchObject({ version: '2.0.0' });
  },

  'what was published is listed, and what was only kept is not': async ({ journal }) => {
    expect(await journal.published()).toEqual([]);
    await journal.publish(entry('1.0.0', 'one'));
    await journal.keep(entry('1.1.0', 'kept'));
    await journal.publish(entry('1.2.0', 'two'));
    const listed = (await journal.published()).toSorted((left, right) => (left.version < right.version ? -1 : 1));
    expect(listed).toEqual([
      { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'one' },
      { namespace: 'samples', name: 'order', version: '1.2.0', hash: 'two' },
    ]);
  },
};
