import { expect } from 'vitest';
import { definition, effect, listenFor, recorded, withMetadata } from './backend-definitions.ts';
import {
  countOf,
  execute,
  resultOf,
  startWith,
  until,
  untilPhase,
  untilWaitingFor,
  type BackendLaws,
  type BackendTrial,
} from './backend-trial.ts';

/** What people may order, and what they are told. */
export const commandLaws: BackendLaws = {
  'undoes what was done when it is cancelled, the last first': async (trial) => {
    const id = await cancelHalfWay(trial, 'undo');
    expect(await resultOf(trial, id)).toEqual({ phase: 'cancelled' });
    const order = trial.ledger.entries.map(({ name }) => name).filter((name) => name.startsWith('undo-'));
    expect(order).toEqual(['undo-reserve', 'undo-charge', 'undo-refund', 'undo-release']);
    expect(await countOf(trial, id, 'compensation.started')).toBe(2);
  },

  'undoes what was done when it faults': async (trial) => {
    const use = { functions: { release: recorded('fault-release') } };
    const tasks = [
      { reserve: withMetadata(recorded('fault-reserve'), { compensate: 'release' }) },
      { break: { call: 'refuse' } },
    ];
    expect(await execute(trial, definition('fault-undo', tasks, use))).toMatchObject({
      phase: 'faulted',
      fault: { status: 400 },
    });
    expect(trial.ledger.count('fault-release')).toBe(1);
  },

  'ends as faulted when undoing fails': async (trial) => {
    const use = { functions: { release: { call: 'refuse' } } };
    const reserve = withMetadata(recorded('bad-undo'), { compensate: 'release' });
    const id = await startWith(trial, definition('bad-undo', [{ reserve }, { hear: listenFor('never') }], use));
    await untilPhase(trial, id, 'waiting');
    await trial.backend.cancel(id);
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'faulted', fault: { status: 400 } });
  },

  'cancels children, and ends after them': async (trial) => {
    const use = { functions: { release: recorded('grandchild-release') } };
    const tasks = [
      { reserve: withMetadata(recorded('grandchild'), { compensate: 'release' }) },
      { hear: listenFor('never') },
    ];
    await trial.backend.define(definition('patient', tasks, use));
    const run = {
      workflow: {
        namespace: 'suite',
        name: 'patient',
        version: '1.0.0',
        input: { ledger: '${ $workflow.input.ledger }' },
      },
    };
    const id = await startWith(trial, definition('cancels-child', [{ child: { run } }]));
    await until(() => trial.ledger.count('grandchild') === 1);
    await trial.backend.cancel(id);
    expect(await resultOf(trial, id)).toEqual({ phase: 'cancelled' });
    expect(trial.ledger.count('grandchild-release')).toBe(1);
  },

  'begins nothing while it is paused, and goes on when it is resumed': async (trial) => {
    trial.ledger.hold('before-pause');
    const tasks = [{ first: effect('post', 'before-pause') }, { second: effect('post', 'after-pause') }];
    const id = await startWith(trial, definition('pause', tasks));
    await until(() => trial.ledger.count('before-pause') === 1);
    await trial.backend.pause(id, 'ada');
    trial.ledger.release('before-pause');
    await until(async () => (await trial.backend.details(id)).tasks[0]?.phase === 'completed');
    expect((await trial.backend.details(id)).view.phase).toBe('suspended');
    expect(trial.ledger.count('after-pause')).toBe(0);
    await trial.backend.resume(id, 'ada');
    expect(await resultOf(trial, id)).toMatchObject({ phase: 'completed' });
    expect(trial.ledger.count('after-pause')).toBe(1);
  },

  'asks a person when nobody knows whether an effect happened': async (trial) => {
    trial.ledger.cut('cut-off');
    const id = await startWith(trial, definition('cut-off', [{ pay: effect('post', 'cut-off') }]));
    await untilWaitingFor(trial, id, 'settlement');
    const settlement = { by: 'ada', decision: { kind: 'completed', output: { paid: true } } } as const;
    await trial.backend.settle(id, 'pay', settlement);
    expect(await resultOf(trial, id)).toEqual({ phase: 'completed', output: { paid: true } });
    expect(trial.ledger.count('cut-off')).toBe(1);
    await expect(trial.backend.settle(id, 'pay', settlement)).rejects.toMatchObject({
      name: 'ConflictError',
      code: 'terminal',
    });
  },

  'is suspended when a function is missing': async (trial) => {
    const id = await startWith(trial, definition('missing', [{ nobody: { call: 'nobody-wrote-this' } }]));
    await untilPhase(trial, id, 'suspended');
    await trial.backend.cancel(id);
    expect(await resultOf(trial, id)).toEqual({ phase: 'cancelled' });
  },

  'refuses what makes no sense now, with the reason': async (trial) => {
    const id = await startWith(trial, definition('short', [{ done: { set: { n: 1 } } }]));
    await resultOf(trial, id);
    await expect(trial.backend.pause(id)).rejects.toMatchObject({ name: 'ConflictError', code: 'terminal' });
    await expect(trial.backend.cancel('nobody')).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(trial.backend.result('nobody')).rejects.toMatchObject({ name: 'NotFoundError' });
    const open = await startWith(trial, definition('open', [{ hear: listenFor('never') }]));
    await expect(trial.backend.resume(open)).rejects.toMatchObject({ name: 'ConflictError', code: 'not-suspended' });
    await trial.backend.cancel(open);
    await trial.backend.cancel(open);
  },

  'starts one execution for one id or key, and another request under it is a conflict': async (trial) => {
    const task = definition('same', [{ work: recorded('same') }]);
    const input = { ledger: trial.ledger.address };
    const ids = await Promise.all(
      [1, 2, 3].map(() => trial.backend.start({ definition: task, input, id: 'suite-same' })),
    );
    expect(ids).toEqual(['suite-same', 'suite-same', 'suite-same']);
    await resultOf(trial, 'suite-same');
    await expect(trial.backend.start({ definition: task, id: 'suite-same' })).rejects.toMatchObject({
      code: 'different-request',
    });
    const keyed = await Promise.all(
      [1, 2, 3].map(() => trial.backend.start({ definition: task, input, idempotencyKey: 'key' })),
    );
    expect(new Set(keyed).size).toBe(1);
    await resultOf(trial, keyed[0] ?? '');
    expect(trial.ledger.count('same')).toBe(2);
  },

  'goes on from a point of an execution that faulted, and does nothing again that was done': async (trial) => {
    const tasks = [
      { before: recorded('branch-before') },
      { hear: listenFor('go') },
      { after: recorded('branch-after') },
    ];
    const original = await startWith(trial, definition('branch', tasks));
    await untilPhase(trial, original, 'waiting');
    await trial.backend.cancel(original);
    await resultOf(trial, original);
    const branch = await trial.backend.branchOff({ execution: original, from: 'hear' });
    await untilWaitingFor(trial, branch, 'event');
    await trial.backend.signal(branch, { name: 'go' });
    expect(await resultOf(trial, branch)).toMatchObject({ phase: 'completed' });
    expect((await trial.backend.details(branch)).branchedFrom).toMatchObject({ execution: original });
    expect([trial.ledger.count('branch-before'), trial.ledger.count('branch-after')]).toEqual([1, 1]);
  },
};

/** Two tasks that can be undone are done, then it is cancelled. Effects are named after `prefix`. */
export async function cancelHalfWay(trial: BackendTrial, prefix: string): Promise<string> {
  const use = { functions: { release: recorded(`${prefix}-release`), refund: recorded(`${prefix}-refund`) } };
  const tasks = [
    { reserve: withMetadata(recorded(`${prefix}-reserve`), { compensate: 'release' }) },
    { charge: withMetadata(recorded(`${prefix}-charge`), { compensate: 'refund' }) },
    { hear: listenFor('never') },
  ];
  const id = await startWith(trial, definition(prefix, tasks, use));
  await untilPhase(trial, id, 'waiting');
  await trial.backend.cancel(id, 'ada');
  return id;
}
