/** The check of a journal reads schedules: an occurrence that was claimed twice, started early, or kept wrong is found. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact, JsonObject } from '@batonhq/core';
import { openSqliteJournal, verifyFolder } from '@batonhq/engine';
import { SimulatedClock } from '@batonhq/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { definition, folder, until } from './open-engine.ts';

/** The machine may be busy. */
const patience = 50_000;
vi.setConfig({ testTimeout: 2 * patience });

const stream = 'schedule/test/report';

interface Stored {
  readonly facts: readonly Fact[];
  readonly state: JsonObject;
}

/** A schedule that started one execution, as the journal has it. */
async function recorded(): Promise<Stored> {
  const clock = new SimulatedClock();
  const place = folder();
  const engine = await place.open({ clock });
  await engine.define(definition([{ note: { set: { x: 1 } } }], { name: 'report', schedule: { every: { hours: 1 } } }));
  clock.advance(3_600_000);
  await until(async () => (await engine.schedules.get('test/report')).last?.phase === 'completed', patience);
  await engine.close();
  const journal = openSqliteJournal({ directory: place.path, readOnly: true });
  const facts = await journal.streams.facts(stream, { seq: 0 });
  const [standing] = await journal.streams.standing(stream);
  await journal.close();
  return { facts, state: standing?.state ?? {} };
}

/** What is found in a journal that has just this stream. */
async function found({ facts, state }: Stored): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'baton-verify-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const journal = openSqliteJournal({ directory });
  await journal.streams.append({ stream, expectedSeq: 0, facts, state });
  await journal.close();
  const compile = (): never => {
    throw new TypeError('there is no execution to compile for');
  };
  return verifyFolder({ directory, compile }).findings.map(({ invariant, what }) => `${invariant} ${what}`);
}

test('a sound schedule has nothing to find; one that was tampered with says what is wrong', async () => {
  const stored = await recorded();
  expect(await found(stored)).toEqual([]);
  const claim = stored.facts.find(({ kind }) => kind === 'occurrence.started');
  const last = stored.facts.at(-1);
  const again = {
    seq: (last?.seq ?? 0) + 1,
    at: last?.at ?? 0,
    kind: 'occurrence.started',
    version: 1,
    fields: claim?.fields ?? {},
  };
  const key = 'every@2030-01-01T01:00:00.000Z';
  expect(await found({ facts: [...stored.facts, again], state: stored.state })).toEqual([
    `I2 schedule test/report: ${key} was claimed twice`,
    'I4 schedule test/report: its kept state differs from its facts',
  ]);
  const early = stored.facts.map((fact) => ({ ...fact, at: stored.facts[0]?.at ?? 0 }));
  expect(await found({ facts: early, state: stored.state })).toContain(
    `I7 schedule test/report: ${key} started before its instant`,
  );
  expect(await found({ facts: stored.facts, state: { version: 2, state: { id: 'other' } } })).toEqual([
    'I4 schedule test/report: its kept state differs from its facts',
  ]);
});
