/** The check of a whole journal looks at streams of facts too: numbers, time, check sums, and what locks come to. */
import { DatabaseSync } from 'node:sqlite';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileProgram, readDefinitionObject, type CatalogEntry } from '@batonhq/core';
import { createEngine, jqEvaluator, JsonSchemaCompiler, openSqliteJournal, verifyFolder } from '@batonhq/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definition } from './open-engine.ts';

const root = mkdtempSync(join(tmpdir(), 'baton-verify-'));
const sound = join(root, 'sound');

function compile(entry: CatalogEntry) {
  const { definition: read } = readDefinitionObject(entry.definition);
  const compiled = read && compileProgram(read, { evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
  if (compiled?.program === undefined) throw new TypeError('the definition of the test is not valid');
  return compiled.program;
}

beforeAll(async () => {
  const engine = await createEngine({ journal: openSqliteJournal({ directory: sound }) });
  const flow = definition([{ use: { set: { ok: true }, metadata: { lock: { key: 'stock' } } } }]);
  const ids = await Promise.all(Array.from({ length: 3 }, () => engine.start({ definition: flow })));
  for (const id of ids) await engine.result(id);
  await engine.close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const stream = 'tenant/local/lock/stock';

test('a sound journal has nothing to find', () => {
  expect(verifyFolder({ directory: sound, compile })).toMatchObject({ executions: 3, findings: [] });
});

test.each([
  ['a fact is missing', 'DELETE FROM facts WHERE seq = 3', ['I3', 'I4', 'I6']],
  ['a fact was changed', `UPDATE facts SET body = replace(body, 'use', 'abuse') WHERE seq = 2`, ['I1']],
  ['a time was changed', 'UPDATE facts SET at = at + 1 WHERE seq = 2', ['I1']],
  ['a kept state was changed', `UPDATE standing SET state = replace(state, 'token', 'taken')`, ['I4']],
])('%s', (name, sql, invariants) => {
  const directory = join(root, name.replaceAll(' ', '-'));
  cpSync(sound, directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'journal.db'));
  database.exec(sql);
  database.close();
  const { findings } = verifyFolder({ directory, compile });
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.filter(({ invariant }) => !invariants.includes(invariant))).toEqual([]);
  expect(findings.map(({ what }) => what).join()).toContain(stream);
  expect(findings.every(({ fix }) => fix !== '')).toBe(true);
});
