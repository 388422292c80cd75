/** The journal in Postgres keeps the contract of `Journal`, on a real server that syncs every commit. */
import { afterAll, beforeAll } from 'vitest';
import { journalSuite } from '@batonhq/testing';
import { PostgresJournal } from '../src/postgres/postgres-journal.ts';
import { startPostgres, type PostgresServer } from './postgres-server.ts';

let server: PostgresServer;
let places = 0;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

await journalSuite('the journal in Postgres', async () => {
  const schema = `place_${++places}`;
  return {
    open: () => PostgresJournal.open({ address: server.address, schema }),
    remove: async () => {},
  };
});
