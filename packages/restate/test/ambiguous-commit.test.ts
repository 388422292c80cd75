/**
 * A commit whose answer is lost is resolved by reading the journal: it happens once, its caller learns the truth, and
 * two writers that want the same place never both believe they have it.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StaleCommitError, type Commit } from '@batonhq/core';
import { PostgresJournal } from '../src/postgres/postgres-journal.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';
import { startSeverableProxy, type SeverableProxy } from './severable-proxy.ts';

let server: PostgresServer;
let proxy: SeverableProxy;
let journal: PostgresJournal;
let places = 0;

beforeAll(async () => {
  server = await startPostgres();
});
beforeEach(async () => {
  proxy = await startSeverableProxy(server.port);
  journal = await open();
});
afterEach(async () => {
  await journal.close();
  await proxy.close();
});
afterAll(() => server.stop());

const open = (): Promise<PostgresJournal> =>
  PostgresJournal.open({
    address: server.address.replace(`:${server.port}`, `:${proxy.port}`),
    schema: `place_${++places}`,
  });

/** A name that stands in the request of one commit only. */
const started = (id: string): Commit => ({
  execution: id,
  expectedSeq: 0,
  timers: [],
  events: [
    {
      seq: 1,
      at: 1_000,
      event: {
        kind: 'execution.started',
        definition: { namespace: 'samples', name: 'order', version: '1.0.0', hash: 'h' },
        input: id,
        origin: { tenant: 'local', user: 'local', priority: 5 },
      },
    },
  ],
});

const resumed = (id: string, seq: number, by: string): Commit => ({
  execution: id,
  expectedSeq: seq,
  timers: [],
  events: [{ seq: seq + 1, at: 1_000 + seq, event: { kind: 'execution.resumed', by } }],
});

describe('the answer to a commit is lost', () => {
  test('it is found in the journal and not sent again', async () => {
    proxy.severAfter('lost-answer', 1);
    await journal.commit(started('lost-answer'));
    expect(await journal.read('lost-answer', { seq: 0 })).toHaveLength(1);
    expect(await journal.readAll({ position: 0 })).toHaveLength(1);
  });

  test('everything of its group is resolved one by one', async () => {
    await journal.commit(started('taken'));
    proxy.severAfter('group-', 1);
    const results = await Promise.allSettled([
      journal.commit(started('group-1')),
      journal.commit(resumed('taken', 7, 'too far')),
      journal.commit(started('group-2')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { name: StaleCommitError.name } });
    expect(await journal.readAll({ position: 0 })).toHaveLength(3);
  });

  test('commits that wait behind it come after it', async () => {
    proxy.severAfter('behind', 1);
    await Promise.all([
      journal.commit(started('behind')),
      ...[1, 2, 3].map((seq) => journal.commit(resumed('behind', seq, `${seq}`))),
    ]);
    expect(await journal.read('behind', { seq: 0 })).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }]);
  });
});

describe('the request is lost before it reaches the server', () => {
  test('it is sent again', async () => {
    await journal.commit(started('before'));
    await proxy.close(); // Every connection ends; nothing listens.
    const committed = journal.commit(resumed('before', 1, 'later'));
    const again = await startSeverableProxy(server.port, proxy.port);
    await committed;
    expect(await journal.read('before', { seq: 1 })).toHaveLength(1);
    await again.close();
    proxy = await startSeverableProxy(server.port);
  });
});

describe('two writers want the same place', () => {
  test('the one that lost its answer does not take the work of the other for its own', async () => {
    await journal.commit(started('contested'));
    const other = await PostgresJournal.open({ address: server.address, schema: `place_${places}` });
    proxy.severAfter('same words', 1);
    const same = resumed('contested', 1, 'same words');
    const results = await Promise.allSettled([other.commit(same), journal.commit(same)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await journal.read('contested', { seq: 1 })).toHaveLength(1);
    await other.close();
  });
});

describe('a writer that died before it heard the answer', () => {
  test('recognises its own commit by the identity it chose', async () => {
    await journal.commit(started('mine'));
    expect(await journal.commitOnce(resumed('mine', 1, 'first try'), 'invocation-1')).toBeNull();
    expect(await journal.commitOnce(resumed('mine', 1, 'second try'), 'invocation-1')).toEqual(
      resumed('mine', 1, 'first try').events,
    );
    await expect(journal.commitOnce(resumed('mine', 1, 'other'), 'invocation-2')).rejects.toBeInstanceOf(
      StaleCommitError,
    );
  });
});
