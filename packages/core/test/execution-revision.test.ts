/** A plan is revised while it goes on: what has started and ended stays, what has not is replaced, by a yes of people. */
import { assert, describe, expect, it } from 'vitest';
import { programOf, SimulatedExecution } from '@batonhq/testing/core';
import { approvalAsks, foldEvents, pendingApprovals, withRevisions, type Answer, type Program } from '../src/index.ts';
import { jqEvaluator } from './jq-evaluator.ts';

type Task = {
  readonly call: string;
  readonly after?: readonly string[];
  readonly with?: object;
  readonly approval?: object;
};
type Tasks = Readonly<Record<string, Task>>;

/** A plan as planners write it: one fork, every branch exports under its own name. */
function plan(tasks: Tasks, document: object = { onFault: 'revise' }): Program {
  const branches = Object.entries(tasks).map(([name, { call, after = [], with: given = {}, approval }]) => ({
    [name]: {
      call,
      with: given,
      export: { as: `\${ $context + { ${name}: . } }` },
      metadata: { after, ...(approval !== undefined && { approval }) },
    },
  }));
  const members = { do: [{ work: { fork: { branches } } }], output: { as: '${ $context }' } };
  const names = { dsl: '1.0.3', namespace: 'plans', name: 'plan', version: '1.0.0' };
  return programOf({ ...members, document: { ...names, metadata: document } }, jqEvaluator());
}

/** An execution of a plan that knows the programs it may be revised by. */
function begin(before: Program, ...others: readonly Program[]): SimulatedExecution {
  return new SimulatedExecution({ program: withRevisions(before, others), reload: true }).start();
}

function propose(execution: SimulatedExecution, { reference: definition }: Program) {
  const question = { kind: 'revision', definition, changes: [], because: 'it failed', by: 'tests' } as const;
  return execution.deliver({ kind: 'ask', question, asks: approvalAsks({ reason: 'another way' }) });
}

function answer(execution: SimulatedExecution, decision: Answer['decision'] = 'approve') {
  const approval = execution.of('approval.requested').at(-1)?.approval ?? '';
  return execution.deliver({ kind: 'approval', approval, decision, by: 'dana', roles: 'all' });
}

const first = {
  find: { call: 'find' },
  mail: { call: 'mail', after: ['find'] },
  note: { call: 'note', after: ['mail'] },
};
const other = { find: { call: 'find' }, fax: { call: 'fax', after: ['find'] }, note: { call: 'note', after: ['fax'] } };

describe('a task of a plan that fails for good', () => {
  it('stops what comes after it, and nothing else, until somebody knows another way', () => {
    const execution = begin(plan({ ...first, aside: { call: 'aside' } }));
    execution.complete('work/find', 1).fail('work/mail');
    expect(execution.state.endedAt).toBeNull();
    expect(execution.waiting).toMatchObject([
      { kind: 'revision', task: 'work/mail', fault: { detail: 'failed on purpose' } },
      { kind: 'step', task: 'work/aside' },
    ]);
    expect([...execution.open.keys()]).toEqual(['work/aside']);
  });

  it('fails the plan where its document does not say otherwise, and where a person said no', () => {
    const plain = begin(plan(first, {}));
    expect(plain.complete('work/find', 1).fail('work/mail').result.phase).toBe('faulted');
    const asked = begin(plan({ mail: { call: 'mail', approval: {} } }));
    answer(asked, 'deny');
    expect(asked.result).toMatchObject({ phase: 'faulted', fault: { status: 403 } });
  });

  it('is one whose function is not there any more, too', () => {
    const execution = begin(plan(first));
    execution.answer('work/find', { kind: 'unavailable', reason: 'nobody registered find:1.0.0' });
    expect(execution.waiting).toMatchObject([{ kind: 'revision', fault: { status: 503 } }]);
  });

  it('goes on by the revision that people agreed to, with what was done before', () => {
    const [before, after] = [plan(first), plan(other)];
    const execution = begin(before, after);
    execution.complete('work/find', 'found').fail('work/mail');
    propose(execution, after);
    expect(execution.waiting).toMatchObject([{ kind: 'approval', step: '|revision#1' }]);
    expect(pendingApprovals(execution.program, execution.state)).toMatchObject([
      { kind: 'revision', what: expect.any(String) },
    ]);
    expect([...execution.open.keys()]).toEqual([]);
    answer(execution);
    expect([...execution.open.keys()]).toEqual(['work/fax#1']);
    expect(execution.state.definition).toEqual(after.reference);
    execution.complete('work/fax#1', 'faxed').complete('work/note', null);
    expect(execution.result).toEqual({ phase: 'completed', output: { find: 'found', fax: 'faxed', note: null } });
    const { events, id, program } = execution;
    expect(foldEvents(program, null, { execution: id, events })).toEqual(execution.state);
  });

  it('may be done again as it is: under another key, so that nothing of it is mistaken', () => {
    const before = plan(first);
    const execution = begin(before);
    execution.complete('work/find', 1).fail('work/mail');
    propose(execution, before);
    answer(execution);
    expect(execution.open.get('work/mail#1')?.idempotencyKey).toBe('x:work/mail#1');
    execution.complete('work/mail#1').complete('work/note');
    expect(execution.result.phase).toBe('completed');
  });

  it.each(['deny', 'expire', 'give up'])('fails the plan when people or planners say so: %s', (how) => {
    const [before, after] = [plan(first), plan(other)];
    const execution = begin(before, after);
    execution.complete('work/find', 1).fail('work/mail');
    if (how !== 'give up') propose(execution, after);
    if (how === 'deny') answer(execution, 'deny');
    else if (how === 'expire') execution.advance(8 * 24 * 3_600_000);
    else execution.deliver({ kind: 'give-up' });
    expect(execution.result).toMatchObject({ phase: 'faulted', fault: { detail: 'failed on purpose' } });
    expect(execution.timers.size).toBe(0);
  });

  it('is cancelled with what people are asked about it', () => {
    const execution = begin(plan(first), plan(other));
    execution.complete('work/find', 1).fail('work/mail');
    propose(execution, plan(other));
    execution.deliver({ kind: 'cancel' });
    expect([execution.result.phase, execution.timers.size]).toEqual(['cancelled', 0]);
  });
});

describe('a revision', () => {
  const started = {
    find: { call: 'find' },
    mail: { call: 'mail', with: { a: 1 } },
    last: { call: 'last', after: ['mail'] },
  };

  it.each<[string, Tasks, string]>([
    [
      'a task that goes on',
      { ...started, mail: { call: 'mail', with: { a: 2 } } },
      'work/mail has started: leave it as it is',
    ],
    [
      'a task that ended',
      { ...started, find: { call: 'find', with: { a: 2 } } },
      'work/find has ended: leave it as it is',
    ],
    [
      'leaving out what ended',
      { mail: started.mail, last: started.last },
      'work/find has ended: it cannot be left out',
    ],
  ])('is refused when it touches what has started: %s', (_, tasks, reason) => {
    const after = plan(tasks);
    const execution = begin(plan(started), after);
    execution.complete('work/find', 1);
    const { refusal, events } = propose(execution, after);
    expect(refusal).toMatchObject({ code: 'not-revisable', message: expect.stringContaining(reason) });
    expect(events).toEqual([]);
  });

  it('replaces what has not started while everything else goes on, and keeps steps in flight', () => {
    const after = plan({ ...started, last: { call: 'other', after: ['mail', 'find'] }, more: { call: 'more' } });
    const execution = begin(plan(started), after);
    execution.complete('work/find', 1);
    propose(execution, after);
    answer(execution);
    expect([...execution.open.keys()]).toEqual(['work/mail', 'work/more#1']);
    execution.crash();
    expect(execution.open.get('work/mail')?.attempt).toBe(2);
    execution.complete('work/mail', 2).complete('work/more#1', 3);
    expect(execution.open.get('work/last')?.effect).toMatchObject({ name: 'other' });
    expect(execution.complete('work/last', 4).result).toMatchObject({ phase: 'completed' });
  });

  it('is looked at again when people agree: what has started meanwhile stays', () => {
    const after = plan({ ...started, last: { call: 'other', after: ['mail'] } });
    const execution = begin(plan(started), after);
    propose(execution, after);
    execution.complete('work/mail');
    expect(answer(execution).refusal).toMatchObject({ code: 'not-revisable' });
    expect(execution.state.definition.hash).toBe(execution.program.reference.hash);
  });

  it('takes the place of one that people are asked about, and is asked about once', () => {
    const [one, two] = [plan({ ...started, a: { call: 'a' } }), plan({ ...started, b: { call: 'b' } })];
    const execution = begin(plan(started), one, two);
    propose(execution, one);
    propose(execution, two);
    const asked = pendingApprovals(execution.program, execution.state);
    expect(asked.map(({ call }) => call['definition'])).toEqual([two.reference]);
    const stale = execution.of('approval.requested')[0]?.approval ?? '';
    const late = execution.refusal({
      kind: 'approval',
      approval: stale,
      decision: 'approve',
      by: 'dana',
      roles: 'all',
    });
    expect(late?.code).toBe('not-asked');
    answer(execution);
    expect(answer(execution).refusal?.code).toBe('not-asked');
    assert(execution.open.has('work/b#1'));
  });

  it('changes neither what was in force from the start nor the name', () => {
    const after = plan(started, { onFault: 'revise', budget: { calls: 1 } });
    const execution = begin(plan(started), after);
    expect(propose(execution, after).refusal?.message).toContain('another budget');
  });
});
