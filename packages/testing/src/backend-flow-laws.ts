import { expect } from 'vitest';
import { definition, effect, listenFor, recorded, withMetadata } from './backend-definitions.ts';
import {
  countOf,
  eventsOf,
  execute,
  resultOf,
  startWith,
  until,
  untilPhase,
  untilWaitingFor,
  type BackendLaws,
} from './backend-trial.ts';

/** What definitions do while nothing goes wrong around them. */
export const flowLaws: BackendLaws = {
  'does tasks one after the other, each once': async (trial) => {
    const tasks = [
      { first: effect('post', 'sequence-1') },
      { second: recorded('sequence-2') },
      { third: effect('get', 'sequence-3') },
      { twice: { call: 'double', with: { n: '${ $workflow.input.n }' } } },
      { last: { set: { was: '${ .n }' } } },
    ];
    const result = await execute(trial, definition('sequence', tasks), { n: 21 });
    expect(result).toEqual({ phase: 'completed', output: { was: 42 } });
    const order = trial.ledger.entries.map(({ name }) => name).filter((name) => name.startsWith('sequence-'));
    expect(order).toEqual(['sequence-1', 'sequence-2', 'sequence-3']);
  },

  'starts a branch when the branches it comes after have ended': async (trial) => {
    const branches = [
      { join: withMetadata(recorded('fork-join'), { after: ['left', 'right'] }) },
      { left: effect('post', 'fork-left') },
      { right: effect('post', 'fork-right') },
      { alone: effect('post', 'fork-alone') },
    ];
    trial.ledger.hold('fork-right');
    const id = await startWith(trial, definition('fork', [{ all: { fork: { branches } } }]));
    await until(() => trial.ledger.count('fork-left') + trial.ledger.count('fork-alone') === 2);
    expect(trial.ledger.count('fork-join')).toBe(0);
    trial.ledger.release('fork-right');
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(trial.ledger.count('fork-join')).toBe(1);
    expect(await countOf(trial, id, 'task.completed')).toBe(5);
  },

  'starts a hundred branches and joins them': async (trial) => {
    const branches = Array.from({ length: 100 }, (_, index) => ({ [`branch-${index}`]: recorded('wide') }));
    const id = await startWith(trial, definition('wide', [{ all: { fork: { branches } } }]));
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(trial.ledger.count('wide')).toBe(100);
    expect(trial.ledger.keys('wide')).toHaveLength(100);
  },

  'waits, and never too short': async (trial) => {
    const id = await startWith(
      trial,
      definition('timer', [{ pause: { wait: { milliseconds: 150 } } }, { then: { set: { is: 'awake' } } }]),
    );
    expect(await resultOf(trial, id)).toEqual({ phase: 'completed', output: { is: 'awake' } });
    const events = await eventsOf(trial, id);
    const armed = events.find(({ event }) => event.kind === 'timer.armed');
    const fired = events.filter(({ event }) => event.kind === 'timer.fired');
    expect(fired).toHaveLength(1);
    expect((fired[0]?.at ?? 0) - (armed?.at ?? 0)).toBeGreaterThanOrEqual(150);
  },

  'gives a signal to the task that listens for it, once': async (trial) => {
    const id = await startWith(trial, definition('signal', [{ hear: listenFor('paid') }]));
    await untilPhase(trial, id, 'waiting');
    await trial.backend.signal(id, { name: 'other', data: 1, id: 'first' });
    await trial.backend.signal(id, { name: 'paid', data: 2, id: 'second' });
    expect(await resultOf(trial, id)).toEqual({ phase: 'completed', output: [2] });
    expect(await countOf(trial, id, 'signal.received')).toBe(2);
  },

  'keeps a signal until somebody listens, and takes it once however often it is sent': async (trial) => {
    const tasks = [{ busy: effect('post', 'early-signal') }, { hear: listenFor('paid') }, { again: listenFor('paid') }];
    trial.ledger.hold('early-signal');
    const id = await startWith(trial, definition('early-signal', tasks));
    await until(() => trial.ledger.count('early-signal') === 1);
    for (let times = 0; times < 3; times++) await trial.backend.signal(id, { name: 'paid', data: 'one', id: 'same' });
    trial.ledger.release('early-signal');
    await untilPhase(trial, id, 'waiting');
    await trial.backend.signal(id, { name: 'paid', data: 'two', id: 'other' });
    expect(await resultOf(trial, id)).toEqual({ phase: 'completed', output: ['two'] });
    expect(await countOf(trial, id, 'signal.consumed')).toBe(2);
  },

  'delivers an emitted event to executions that listen': async (trial) => {
    const listening = await startWith(trial, definition('listener', [{ hear: listenFor('suite.shipped') }]));
    await untilPhase(trial, listening, 'waiting');
    const emit = {
      emit: { event: { with: { source: 'https://suite.test', type: 'suite.shipped', data: { parcel: 7 } } } },
    };
    expect(await execute(trial, definition('emitter', [{ tell: emit }]))).toMatchObject({ phase: 'completed' });
    expect(await resultOf(trial, listening)).toEqual({ phase: 'completed', output: [{ parcel: 7 }] });
  },

  'executes a child and gives its output to the task': async (trial) => {
    await trial.backend.define(
      definition('child', [{ work: recorded('child-work') }, { out: { set: { n: '${ $workflow.input.n + 1 }' } } }]),
    );
    const run = {
      workflow: {
        namespace: 'suite',
        name: 'child',
        version: '1.0.0',
        input: { n: 1, ledger: '${ $workflow.input.ledger }' },
      },
    };
    expect(await execute(trial, definition('parent', [{ call: { run } }]))).toEqual({
      phase: 'completed',
      output: { n: 2 },
    });
    expect(trial.ledger.count('child-work')).toBe(1);
  },

  'brings the fault of a child to the parent, which may catch it': async (trial) => {
    await trial.backend.define(definition('bad-child', [{ fails: { call: 'refuse' } }]));
    const run = { workflow: { namespace: 'suite', name: 'bad-child', version: '1.0.0' } };
    const caught = { try: [{ call: { run } }], catch: { do: [{ note: { set: { caught: '${ $error.status }' } } }] } };
    expect(await execute(trial, definition('catching', [{ guarded: caught }]))).toEqual({
      phase: 'completed',
      output: { caught: 400 },
    });
    expect(await execute(trial, definition('faulting', [{ call: { run } }]))).toMatchObject({
      phase: 'faulted',
      fault: { status: 400 },
    });
  },

  'retries with the same idempotency key': async (trial) => {
    trial.ledger.fail('flaky', 2);
    const retry = { delay: { milliseconds: 20 }, backoff: { constant: {} }, limit: { attempt: { count: 5 } } };
    const guarded = { try: [{ call: recorded('flaky') }], catch: { errors: { with: { status: 500 } }, retry } };
    const id = await startWith(trial, definition('retry', [{ guarded }]));
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(trial.ledger.count('flaky')).toBe(3);
    expect(trial.ledger.keys('flaky')).toHaveLength(1);
    expect(await countOf(trial, id, 'attempt.failed')).toBe(2);
  },

  'a durable function does its steps, and waits between them': async (trial) => {
    const call = { call: 'two-steps', with: { ledger: '${ $workflow.input.ledger }', name: 'durable' } };
    const result = await execute(trial, definition('durable', [{ call }]));
    expect(result).toEqual({ phase: 'completed', output: { steps: ['first', 'second'] } });
    expect([trial.ledger.count('durable-first'), trial.ledger.count('durable-second')]).toEqual([1, 1]);
  },

  'faults when a task takes longer than its time-out': async (trial) => {
    const slow = { ...effect('get', 'slow'), timeout: { after: { milliseconds: 100 } } };
    trial.ledger.hold('slow');
    expect(await execute(trial, definition('timeout', [{ slow }]))).toMatchObject({
      phase: 'faulted',
      fault: { status: 408 },
    });
    trial.ledger.release('slow');
  },

  'names what an open execution waits for': async (trial) => {
    const id = await startWith(trial, definition('waiting', [{ hear: listenFor('never') }]));
    await untilWaitingFor(trial, id, 'event');
    const { view, tasks } = await trial.backend.details(id);
    expect(view.phase).toBe('waiting');
    expect(tasks).toMatchObject([{ reference: 'hear', attempts: 1 }]);
    await trial.backend.cancel(id);
    expect(await resultOf(trial, id)).toEqual({ phase: 'cancelled' });
  },
};
