import { expect } from 'vitest';
import type { JsonObject } from '@batonhq/core';
import { definition, effect, listenFor, recorded, withMetadata } from './backend-definitions.ts';
import { cancelHalfWay } from './backend-command-laws.ts';
import { survive } from './backend-storm.ts';
import {
  countOf,
  resultOf,
  startWith,
  until,
  untilPhase,
  untilWaitingFor,
  type BackendLaws,
  type BackendTrial,
} from './backend-trial.ts';

/** What is promised when whoever performs steps dies without warning. */
export const workerCrashLaws: BackendLaws = {
  'a step that must not be repeated is ambiguous, until a person says what happened': async (trial) => {
    const id = await dieDuring(trial, { name: 'never', step: effect('post', 'never') });
    await untilWaitingFor(trial, id, 'settlement');
    expect(trial.ledger.count('never')).toBe(1);
    await trial.backend.settle(id, 'step', { by: 'ada', decision: { kind: 'completed', output: { settled: true } } });
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect([trial.ledger.count('never'), trial.ledger.count('never-after')]).toEqual([1, 1]);
  },

  'a person may have it repeated, with the same key': async (trial) => {
    const id = await dieDuring(trial, { name: 'again', step: withMetadata(recorded('again'), { repeat: 'never' }) });
    await untilWaitingFor(trial, id, 'settlement');
    await trial.backend.settle(id, 'step', { by: 'ada', decision: { kind: 'repeat' } });
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect([trial.ledger.count('again'), trial.ledger.keys('again').length]).toEqual([2, 1]);
  },

  'a safe step is repeated, and the attempt is counted': async (trial) => {
    const id = await dieDuring(trial, { name: 'safe', step: effect('get', 'safe') });
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(trial.ledger.count('safe')).toBe(2);
    expect(await countOf(trial, id, 'step.claimed')).toBe(1);
  },

  'a keyed step is repeated with the same key': async (trial) => {
    const id = await dieDuring(trial, { name: 'keyed', step: recorded('keyed') });
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect([trial.ledger.count('keyed'), trial.ledger.keys('keyed').length]).toEqual([2, 1]);
  },

  'a step with a probe is asked about and not repeated when it happened': async (trial) => {
    const use = {
      functions: { ask: { call: 'find-out', with: { ledger: '${ $workflow.input.ledger }', name: 'probe' } } },
    };
    const step = withMetadata(effect('post', 'probed'), { repeat: 'probe', probe: 'ask' });
    const id = await dieDuring(trial, { name: 'probed', step, use });
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(['probed', 'probe', 'probed-after'].map((name) => trial.ledger.count(name))).toEqual([1, 1, 1]);
  },

  'one of several open steps is judged by itself': async (trial) => {
    const branches = [
      { pay: effect('post', 'beside-never') },
      { look: effect('get', 'beside-safe') },
      { note: recorded('beside-keyed') },
    ];
    const names = ['beside-never', 'beside-safe', 'beside-keyed'];
    for (const name of names) trial.ledger.hold(name);
    const id = await startWith(trial, definition('beside', [{ all: { fork: { branches } } }]));
    await until(() => names.every((name) => trial.ledger.count(name) === 1));
    await trial.killWorker();
    for (const name of names) trial.ledger.release(name);
    await untilWaitingFor(trial, id, 'settlement');
    await trial.backend.settle(id, 'all/pay', { by: 'ada', decision: { kind: 'completed', output: 1 } });
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(names.map((name) => trial.ledger.keys(name).length)).toEqual([1, 1, 1]);
    expect(trial.ledger.count('beside-never')).toBe(1);
  },

  'what waits goes on waiting: timers, signals, children': async (trial) => {
    await trial.backend.define(
      definition('waiting-child', [{ hear: listenFor('go') }, { after: recorded('waiting-child') }]),
    );
    const run = {
      workflow: {
        namespace: 'suite',
        name: 'waiting-child',
        version: '1.0.0',
        input: { ledger: '${ $workflow.input.ledger }' },
      },
    };
    const parent = await startWith(trial, definition('waiting-parent', [{ child: { run } }]));
    const timer = await startWith(
      trial,
      definition('long-timer', [{ pause: { wait: { milliseconds: 1_000 } } }, { after: recorded('long-timer') }]),
    );
    const signal = await startWith(
      trial,
      definition('waiting-signal', [{ hear: listenFor('go') }, { after: recorded('waiting-signal') }]),
    );
    await Promise.all([
      untilPhase(trial, timer, 'waiting'),
      untilPhase(trial, signal, 'waiting'),
      untilWaitingFor(trial, parent, 'child'),
    ]);
    const child = await childOf(trial, parent);
    await untilPhase(trial, child, 'waiting');
    await trial.killWorker();
    await Promise.all([trial.backend.signal(signal, { name: 'go' }), trial.backend.signal(child, { name: 'go' })]);
    for (const id of [parent, timer, signal]) expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(['waiting-child', 'long-timer', 'waiting-signal'].map((name) => trial.ledger.count(name))).toEqual([
      1, 1, 1,
    ]);
  },

  'a durable function goes on after the last step that was recorded': async (trial) => {
    const call = { call: 'two-steps', with: { ledger: '${ $workflow.input.ledger }', name: 'resumed' } };
    trial.ledger.hold('resumed-second');
    const id = await startWith(trial, definition('resumed', [{ call }]));
    await until(() => trial.ledger.count('resumed-second') === 1);
    await trial.killWorker();
    trial.ledger.release('resumed-second');
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(trial.ledger.count('resumed-first')).toBe(1);
    expect(trial.ledger.keys('resumed-second')).toHaveLength(1);
  },

  'a compensation goes on where it was': async (trial) => {
    trial.ledger.hold('undone-refund');
    const id = await cancelHalfWay(trial, 'undone');
    await until(() => trial.ledger.count('undone-refund') === 1);
    await trial.killWorker();
    trial.ledger.release('undone-refund');
    expect(await resultOf(trial, id)).toEqual({ phase: 'cancelled' });
    expect(trial.ledger.keys('undone-refund')).toHaveLength(1);
    expect([trial.ledger.count('undone-charge'), trial.ledger.count('undone-release')]).toEqual([1, 1]);
  },

  'no effect is lost and none is done twice, whenever the process dies': async (trial) => {
    await survive(trial, 'worker-storm', () => trial.killWorker());
  },
};

/** What is promised when the server that the workers serve dies without warning, alone or with them. */
export const serverCrashLaws: BackendLaws = {
  'a step in flight ends well: its process still knows': async (trial) => {
    trial.ledger.hold('in-flight');
    const id = await startWith(trial, definition('in-flight', [{ pay: effect('post', 'in-flight') }]));
    await until(() => trial.ledger.count('in-flight') === 1);
    await trial.killServer();
    trial.ledger.release('in-flight');
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(trial.ledger.count('in-flight')).toBe(1);
  },

  'no effect is lost and none is done twice, whenever the server dies': async (trial) => {
    await survive(trial, 'server-storm', () => trial.killServer());
  },

  'server and worker may die together': async (trial) => {
    await survive(trial, 'both-storm', () => Promise.all([trial.killServer(), trial.killWorker()]));
  },
};

/** What is promised when a database of its own dies without warning. */
export const storeCrashLaws: BackendLaws = {
  'no effect is lost and none is done twice, whenever the database dies': async (trial) => {
    await survive(trial, 'store-storm', () => trial.killStore());
  },
};

interface Dying {
  /** What the effect of the step is called in the ledger. */
  readonly name: string;
  readonly step: JsonObject;
  readonly use?: JsonObject;
}

/** Kills the worker while the effect of a step has happened and its answer is not there yet. */
async function dieDuring(trial: BackendTrial, { name, step, use }: Dying): Promise<string> {
  trial.ledger.hold(name);
  const tasks = [{ before: recorded(`${name}-before`) }, { step }, { after: recorded(`${name}-after`) }];
  const id = await startWith(trial, definition(name, tasks, use));
  await until(() => trial.ledger.count(name) === 1);
  await trial.killWorker();
  trial.ledger.release(name);
  expect(trial.ledger.count(`${name}-before`)).toBe(1);
  return id;
}

async function childOf({ backend }: BackendTrial, parent: string): Promise<string> {
  const { waitingFor } = await backend.details(parent);
  return waitingFor.flatMap((waiting) => (waiting.kind === 'child' ? [waiting.child] : []))[0] ?? '';
}
