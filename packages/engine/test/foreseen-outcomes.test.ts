/**
 * A durable function hears how its own step ended while that is still on its way to the disk: what it asks for next is
 * written in the same transaction, nothing is done on what might be lost, and a refused commit changes nothing.
 */
import type { Commit, ExecutionEvent } from '@batonhq/core';
import { createEngine, DiskFullError, openSqliteJournal, type FunctionContext } from '@batonhq/engine';
import { expect, onTestFinished, test } from 'vitest';
import { definition, folder, until } from './open-engine.ts';

/** Decides when and whether a commit reaches the journal. */
type Gate = (commit: Commit, pass: () => Promise<void>) => Promise<void>;

async function openGated(path: string, gate: Gate, run: (context: FunctionContext) => unknown) {
  const inner = openSqliteJournal({ directory: path });
  const journal: typeof inner = new Proxy(inner, {
    get(target, name) {
      if (name === 'commit') return (commit: Commit) => gate(commit, () => target.commit(commit));
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const engine = await createEngine({ journal, functions: [{ name: 'flow', run }], onWarning: () => undefined });
  onTestFinished(() => engine.close(0));
  return engine;
}

const call = definition([{ a: { call: 'flow' } }]);

function ends(commit: Commit, step: string): boolean {
  return commit.events.some(({ event }) => event.kind === 'step.completed' && event.step.startsWith(`a|${step}`));
}

function claims(commit: Commit, step: string): boolean {
  return commit.events.some(({ event }) => event.kind === 'step.claimed' && event.step.startsWith(`a|${step}`));
}

test('the claim of the next step does not wait until the outcome before it is durable', async () => {
  const order: string[] = [];
  const gate: Gate = async (commit, pass) => {
    const what = ends(commit, 'first') ? 'first ended' : claims(commit, 'second') ? 'second claimed' : null;
    if (what !== null) order.push(what);
    await pass();
    if (what !== null) order.push(`${what}, durable`);
  };
  const engine = await openGated(folder().path, gate, async (context) => {
    await context.step('first', () => 1);
    return context.step('second', () => 2);
  });
  await engine.result(await engine.start({ definition: call }));
  expect(order).toEqual(['first ended', 'second claimed', 'first ended, durable', 'second claimed, durable']);
});

test('the code of a step does not run on an outcome that is not durable', async () => {
  const held = Promise.withResolvers<void>();
  const done: string[] = [];
  const gate: Gate = async (commit, pass) => {
    const isHeld = ends(commit, 'first') || claims(commit, 'second');
    if (isHeld) done.push('asked');
    if (isHeld) await held.promise;
    await pass();
  };
  const engine = await openGated(folder().path, gate, async (context) => {
    await context.step('first', () => done.push('first'));
    await context.step('second', () => done.push('second'));
  });
  const id = await engine.start({ definition: call });
  await until(() => done.length === 3);
  expect(done).toEqual(['first', 'asked', 'asked']);
  held.resolve();
  await engine.result(id);
  expect(done).toEqual(['first', 'asked', 'asked', 'second']);
});

test('a function that went on while its outcome was refused ends as if nothing had been', async () => {
  const done: string[] = [];
  let refusals = 2;
  const gate: Gate = (commit, pass) => {
    if (!ends(commit, 'first') && !claims(commit, 'second')) return pass();
    refusals -= 1;
    return refusals >= 0 ? Promise.reject(new DiskFullError('here')) : pass();
  };
  const engine = await openGated(folder().path, gate, async (context) => {
    const first = await context.step('first', () => done.push('first'));
    const second = await context.step('second', () => done.push('second'));
    return [first, second];
  });
  const result = await engine.result(await engine.start({ definition: call }));
  expect({ result, done }).toEqual({ result: { phase: 'completed', output: [1, 2] }, done: ['first', 'second'] });
});

test('a process that dies before the outcome is durable repeats the step and hears the new outcome', async () => {
  const place = folder();
  const seen: unknown[] = [];
  const steps = async (context: FunctionContext, attempt: string): Promise<void> => {
    seen.push(await context.step('first', () => attempt));
    seen.push(await context.step('second', () => 'second'));
  };
  const lost: ExecutionEvent[] = [];
  const gate: Gate = (commit, pass) => {
    if (lost.length === 0 && !ends(commit, 'first')) return pass();
    lost.push(...commit.events.map(({ event }) => event));
    return new Promise(() => undefined);
  };
  const engine = await openGated(place.path, gate, (context) => steps(context, 'lost'));
  const id = await engine.start({ definition: call });
  await until(() => lost.length === 2);
  await engine.close(0);
  expect(seen).toEqual(['lost']);
  const next = await place.open({ functions: [{ name: 'flow', run: (context) => steps(context, 'kept') }] });
  await next.result(id);
  expect(seen).toEqual(['lost', 'kept', 'second']);
});
