/** Tables of shared values, messages and locks are folds: dropped and built again they say the same; a check finds what was changed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createEngine, openSqliteJournal, programCompiler, rebuildFolds, verifyFolder } from '@batonhq/engine';
import { expect, onTestFinished, test } from 'vitest';

const origin = { kind: 'tool', source: 'test' } as const;

async function folderWithFacts(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-tables-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const engine = await createEngine({ journal: openSqliteJournal({ directory }) });
  const { sharedContext, messages } = engine;
  const name = { tenant: 'a/b', scope: 'project:über', key: 'plans/2026', origin, by: { user: 'dana' } };
  await sharedContext.write({ ...name, value: { pages: 3 } });
  await sharedContext.write({ ...name, value: 4 });
  await sharedContext.write({ ...name, key: 'gone', value: 1 });
  await sharedContext.write({ ...name, key: 'gone', value: undefined, expected: 1 });
  const message = { tenant: 'a/b', from: 'person:dana', to: 'editor', type: 'request', correlation: 'c', origin };
  for (const id of ['m1', 'm2', 'm3']) await messages.send({ ...message, id, body: id });
  const hand = { tenant: 'a/b', agent: 'editor', execution: 'e', request: 'r', limit: 2 };
  await messages.receive(hand);
  await messages.acknowledge({ ...hand, ids: ['m1'] });
  await engine.close(0);
  return directory;
}

function tables(directory: string): readonly unknown[] {
  const database = new DatabaseSync(join(directory, 'journal.db'), { readOnly: true });
  const rows = [
    ...database.prepare('SELECT tenant, scope, key, value, version, origin, user, conflicts FROM shared_context').all(),
    ...database.prepare('SELECT id, recipient, status, deliveries, execution_id FROM agent_messages ORDER BY id').all(),
  ];
  database.close();
  return rows;
}

test('they say what happened, and the same after they were dropped and built again', async () => {
  const directory = await folderWithFacts();
  const before = tables(directory);
  expect(before).toEqual([
    {
      tenant: 'a%2Fb',
      scope: 'project:%C3%BCber',
      key: 'plans/2026',
      value: '{"pages":3}',
      version: 1,
      origin: 'tool',
      user: 'dana',
      conflicts: 1,
    },
    { id: 'm1', recipient: 'editor', status: 'acknowledged', deliveries: 1, execution_id: 'e' },
    { id: 'm2', recipient: 'editor', status: 'delivered', deliveries: 1, execution_id: 'e' },
    { id: 'm3', recipient: 'editor', status: 'waiting', deliveries: 0, execution_id: null },
  ]);
  rebuildFolds(directory, () => ({ view: null, timers: [], listens: [] }));
  expect(tables(directory)).toEqual(before);
});

test('what was received by an execution that is gone is given to the next at the next start', async () => {
  const directory = await folderWithFacts();
  const engine = await createEngine({ journal: openSqliteJournal({ directory }) });
  const received = async () =>
    (await engine.messages.receive({ tenant: 'a/b', agent: 'editor', execution: 'f', request: 'r', limit: 10 })).map(
      ({ id }) => id,
    );
  await expect.poll(received).toContain('m2');
  await engine.close(0);
});

test('a check of the folder finds a value that was written over, and a message that was dealt with twice', async () => {
  const directory = await folderWithFacts();
  expect(verifyFolder({ directory, compile: programCompiler() }).findings).toEqual([]);
  const engine = openSqliteJournal({ directory });
  const at = Date.now();
  const forged = { kind: 'context.written', version: 1, at, fields: { by: {}, origin, value: 5, replaces: 0 } };
  const twice = { kind: 'message.acknowledged', version: 1, at, fields: { id: 'm1', execution: 'x' } };
  const append = (stream: string, seq: number, fact: typeof forged | typeof twice) =>
    engine.streams.append({ stream, expectedSeq: seq - 1, facts: [{ ...fact, seq }], state: {} });
  await append('context/a%2Fb/project%3A%C3%BCber/plans/2026', 3, forged);
  await append('mailbox/a%2Fb/editor', 7, twice);
  await engine.close();
  const findings = verifyFolder({ directory, compile: programCompiler() }).findings.map(({ what }) => what);
  expect(findings).toEqual([
    expect.stringMatching(/^plans\/2026 of the shared context of a\/b: fact 3 does not fit: .*replaces the version/),
    expect.stringMatching(/^the mailbox of editor of a\/b: fact 7 does not fit: .*dealt with once/),
  ]);
});
