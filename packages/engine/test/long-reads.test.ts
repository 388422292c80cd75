/** A long read holds up nobody: neither the thread that commits, nor the steps that wait for commits. */
import type { ExecutionEvent, StreamJournal } from '@batonhq/core';
import { createEngine, openSqliteJournal } from '@batonhq/engine';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definition } from './open-engine.ts';

const origin = { tenant: 'local', user: 'local', priority: 5 };
const reference = { namespace: 'test', name: 'long', version: '1.0.0', hash: 'h' };
const started: ExecutionEvent = { kind: 'execution.started', definition: reference, input: {}, origin };
const note: ExecutionEvent = { kind: 'signal.consumed', task: 'a', id: 'x'.repeat(200), source: 'test' };

/** An execution with so many events, and so many executions beside it. */
async function fill(
  journal: StreamJournal,
  size: { readonly events: number; readonly executions: number },
): Promise<void> {
  const batch = 2_000;
  for (let seq = 0; seq < size.events; seq += batch) {
    const recorded = Array.from({ length: batch }, (_, index) => ({
      seq: seq + index + 1,
      at: 1_000 + seq + index,
      event: seq + index === 0 ? started : note,
    }));
    await journal.commit({ execution: 'long', expectedSeq: seq, events: recorded, timers: [] });
  }
  await Promise.all(
    Array.from({ length: size.executions }, (_, index) => {
      const id = `e${index}`;
      const view = {
        ...origin,
        id,
        definition: reference,
        idempotencyKey: null,
        parent: null,
        phase: 'completed' as const,
        substate: null,
        startedAt: index,
        endedAt: index,
        output: { text: 'y'.repeat(200) },
        fault: null,
      };
      return journal.commit({
        execution: id,
        expectedSeq: 0,
        events: [{ seq: 1, at: 1, event: started }],
        timers: [],
        view,
      });
    }),
  );
}

/** The longest time that the event loop did nothing else while `work` went on. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let [longest, last, isOver] = [0, performance.now(), false];
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  isOver = true;
  return Math.max(longest, performance.now() - last);
}

const directory = mkdtempSync(join(tmpdir(), 'baton-long-'));
const [events, executions] = [12_000, 1_200];

/** Disks and processors that others use too may make everything ten times as slow. */
const patience = { timeout: 60_000 };

beforeAll(async () => {
  const journal = openSqliteJournal({ directory });
  await fill(journal, { events, executions });
  await journal.close();
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test(
  'a long read gives what a read in place gives, and the thread that commits hardly pauses for it',
  patience,
  async () => {
    const journal = openSqliteJournal({ directory });
    const reader = openSqliteJournal({ directory, readOnly: true });
    expect(await journal.list({ limit: 2_000 })).toEqual(await reader.list({ limit: 2_000 }));
    expect(await journal.list({ limit: 400, before: 'e900' })).toEqual(
      await reader.list({ limit: 400, before: 'e900' }),
    );
    expect(await journal.readAll({ position: 3, limit: 999 })).toEqual(
      await reader.readAll({ position: 3, limit: 999 }),
    );
    expect(await journal.read('long', { seq: 5, limit: 700 })).toEqual(
      await reader.read('long', { seq: 5, limit: 700 }),
    );
    expect(await journal.read('long', { seq: 0 })).toHaveLength(events);
    const [inPlace, beside]: [number[], number[]] = [[], []];
    for (let round = 0; round < 3; round += 1) {
      inPlace.push(await longestPause(() => reader.read('long', { seq: 0 })));
      beside.push(await longestPause(() => journal.read('long', { seq: 0 })));
    }
    expect({ inPlace, beside, isShort: 2 * Math.min(...beside) < Math.min(...inPlace) }).toMatchObject({
      isShort: true,
    });
    await Promise.all([reader.close(), journal.close()]);
  },
);

test(
  'facts of a long stream are the same, all of them and page by page, and counting counts all',
  patience,
  async () => {
    const own = mkdtempSync(join(tmpdir(), 'baton-long-'));
    const journal = openSqliteJournal({ directory: own });
    onTestFinished(async () => {
      await journal.close();
      rmSync(own, { recursive: true });
    });
    const facts = Array.from({ length: 1_200 }, (_, index) => ({
      seq: index + 1,
      at: index,
      kind: 'noted',
      version: 1,
      fields: { index },
    }));
    await journal.streams.append({ stream: 'a/b', expectedSeq: 0, facts, state: {} });
    expect(await journal.streams.facts('a/b', { seq: 0 })).toEqual(facts);
    expect(await journal.streams.facts('a/b', { seq: 10, limit: 600 })).toEqual(facts.slice(10, 610));
    expect(await journal.streams.facts('a/b', { seq: 1_100, limit: 600 })).toEqual(facts.slice(1_100));
    expect(await journal.streams.facts('none', { seq: 0 })).toEqual([]);
    await fill(journal, { events: 0, executions: 1_100 });
    expect(await journal.countByPhase()).toEqual({ completed: 1_100 });
  },
);

test(
  'steps go on at their pace while an execution of many events is exported and many are listed',
  patience,
  async () => {
    const journal = openSqliteJournal({ directory });
    const engine = await createEngine({ journal, functions: [{ name: 'step', run: () => 1 }] });
    onTestFinished(() => engine.close(0));
    const flow = definition(Array.from({ length: 100 }, (_, index) => ({ [`s${index}`]: { call: 'step' } })));
    const run = async (): Promise<number> => {
      const from = performance.now();
      await engine.result(await engine.start({ definition: flow }));
      return performance.now() - from;
    };
    await run();
    const alone = Math.min(await run(), await run());
    let [isOver, reads] = [false, 0];
    const reading = (async () => {
      for (; !isOver; reads += 1) {
        await journal.read('long', { seq: 0 });
        await engine.list({ limit: 2_000 });
      }
    })();
    const beside = Math.min(await run(), await run(), await run());
    isOver = true;
    await reading;
    expect({ alone, beside, reads, isUnharmed: beside < 4 * alone + 100 }).toMatchObject({ isUnharmed: true });
    expect(reads).toBeGreaterThan(0);
  },
);

test('a journal that closes while a long read goes on lets go of it', async () => {
  const journal = openSqliteJournal({ directory });
  const reading = journal.read('long', { seq: 0 }).catch((error: unknown) => error);
  await journal.close();
  const came = await reading;
  expect(Array.isArray(came) || came instanceof Error).toBe(true);
});
