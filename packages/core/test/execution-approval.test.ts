/** `metadata.approval`: people say yes to exactly this call, once, in time; whatever else happens, it is not made. */
import { describe, expect, it } from 'vitest';
import { simulate, simulatedStart } from '@batonhq/testing/core';
import { cutBefore } from '../src/execution/past.ts';
import type { Answer, Gates } from '../src/index.ts';
import { jqEvaluator } from './jq-evaluator.ts';

const day = 24 * 3_600_000;
const pay = (approval: object = {}, more: object = {}) => ({
  pay: { call: 'pay', with: { amount: '${ .amount }' }, metadata: { approval }, ...more },
});
const paying = (approval: object = {}, more: object = {}) =>
  simulate([pay(approval, more)], { input: { amount: 3 }, evaluator: jqEvaluator() });
type Asked = ReturnType<typeof paying>;
const idOf = (execution: Asked): string => execution.of('approval.requested').at(-1)?.approval ?? '';
const answer = (execution: Asked, decision: Answer['decision'], more: Partial<Answer> = {}) =>
  execution.deliver({ kind: 'approval', approval: idOf(execution), decision, by: 'ada', roles: 'all', ...more });

describe('a call that has to be approved', () => {
  it('says whom it waits for and until when, and is made after a yes', () => {
    const execution = paying({ roles: ['finance'], expires: 'PT1H' });
    expect(execution.waiting).toEqual([
      {
        kind: 'approval',
        task: 'pay',
        step: 'pay',
        approval: expect.stringMatching(/^x:[0-9a-f]{8}$/),
        what: 'function pay',
        roles: ['finance'],
        quorum: 1,
        approvedBy: [],
        reason: 'the definition asks for it',
        since: simulatedStart,
        until: simulatedStart + 3_600_000,
      },
    ]);
    expect(execution.open.size).toBe(0);
    answer(execution, 'approve', { by: 'dana', roles: ['finance'], comment: 'as agreed' });
    expect(execution.of('approval.decided')[0]).toMatchObject({ by: 'dana', role: 'finance', comment: 'as agreed' });
    expect(execution.of('gate.passed')[0]?.pass).toMatchObject({ approval: idOf(execution), by: ['dana'] });
    expect(execution.timers.size).toBe(0);
    expect(execution.open.get('pay')?.effect).toMatchObject({ input: { amount: 3 } });
    expect(execution.complete('pay', 'paid').result).toEqual({ phase: 'completed', output: 'paid' });
  });

  it.each<[object, number]>([
    [{ when: '.amount > 2' }, 1],
    [{ when: '.amount > 3' }, 0],
  ])('is asked about when its condition %j says so', (approval, asked) => {
    const execution = simulate([{ pay: { ...pay(approval).pay, with: { a: 1 } } }], {
      input: { amount: 3 },
      evaluator: jqEvaluator(),
    });
    expect(execution.of('approval.requested')).toHaveLength(asked);
    expect(execution.open.size).toBe(1 - asked);
  });

  it('faults with the reason after a no, and a try may catch that', () => {
    const denied = paying();
    answer(denied, 'deny', { comment: 'too much' });
    expect(denied.result).toMatchObject({
      phase: 'faulted',
      fault: { status: 403, detail: 'ada denied it: too much', instance: '/do/0/pay' },
    });
    const guarded = simulate([
      {
        guarded: {
          try: [{ pay: { call: 'pay', metadata: { approval: {} } } }],
          catch: { errors: { with: { status: 403 } }, do: [{ n: { set: { no: 1 } } }] },
        },
      },
    ]);
    answer(guarded, 'deny');
    expect(guarded.result).toEqual({ phase: 'completed', output: { no: 1 } });
  });

  it('is denied when nobody answers in time: by default after seven days', () => {
    const execution = paying().advance(7 * day - 1);
    expect(execution.result.phase).toBe('running');
    execution.advance(1);
    expect(execution.result).toMatchObject({
      phase: 'faulted',
      fault: { status: 403, detail: 'nobody approved it in time' },
    });
    expect(answer(execution, 'approve').refusal?.code).toBe('terminal');
  });

  it('takes as many people as it says, each once, and one no is enough', () => {
    const execution = paying({ quorum: 2 });
    answer(execution, 'approve');
    expect(answer(execution, 'approve').refusal?.code).toBe('decided');
    expect(execution.waiting).toMatchObject([{ approvedBy: ['ada'], quorum: 2 }]);
    expect(execution.open.size).toBe(0);
    answer(execution, 'approve', { by: 'ben' });
    expect(execution.open.size).toBe(1);
    expect(execution.of('gate.passed')[0]?.pass).toMatchObject({ by: ['ada', 'ben'] });
    const other = paying({ quorum: 2 });
    answer(other, 'approve');
    answer(other, 'deny', { by: 'ben' });
    expect(other.result.phase).toBe('faulted');
  });

  it('counts no one who may not say it, now or any more', () => {
    const execution = paying({ quorum: 2, roles: ['finance', 'board'] });
    expect(answer(execution, 'approve', { roles: ['sales'] }).refusal).toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('finance or board'),
    });
    answer(execution, 'approve', { roles: ['board'] });
    answer(execution, 'approve', { by: 'ben', roles: ['finance'], lapsed: ['ada'] });
    expect(execution.waiting).toMatchObject([{ approvedBy: ['ben'] }]);
    answer(execution, 'approve', { by: 'cem', roles: ['finance'] });
    expect(execution.open.size).toBe(1);
  });

  it('is answered once: later answers, and those to something else, are refused', () => {
    const execution = paying();
    const id = idOf(execution);
    answer(execution, 'approve');
    for (const approval of [id, 'x:00000000'])
      expect(answer(execution, 'deny', { approval }).refusal?.code).toBe('not-asked');
    expect(execution.of('approval.decided')).toHaveLength(1);
  });

  it('waits without the process: a crash changes nothing, and the time goes on', () => {
    const execution = paying().crash().crash();
    expect(execution.of('approval.requested')).toHaveLength(1);
    expect(execution.open.size).toBe(0);
    execution.advance(7 * day);
    expect(execution.result.phase).toBe('faulted');
  });

  it('is asked about anew when somebody changes what it is given', () => {
    const execution = paying({ quorum: 2 });
    answer(execution, 'approve');
    const first = idOf(execution);
    const change = { kind: 'amend', approval: first, input: { amount: 2 }, by: 'ben', roles: 'all' } as const;
    execution.deliver(change);
    const [before, after] = execution.of('approval.requested');
    expect(after?.hash).not.toBe(before?.hash);
    expect(execution.refusal(change)?.code).toBe('not-asked');
    expect(execution.waiting).toMatchObject([{ kind: 'approval', approval: idOf(execution), approvedBy: [] }]);
    expect(execution.timers.size).toBe(1);
    execution.crash();
    answer(execution, 'approve');
    answer(execution, 'approve', { by: 'ben' });
    expect(execution.open.get('pay')?.effect).toMatchObject({ input: { amount: 2 } });
  });

  it('is not answered while its execution is suspended', () => {
    const execution = paying();
    execution.deliver({ kind: 'pause' });
    expect(answer(execution, 'approve').refusal?.code).toBe('suspended');
    execution.deliver({ kind: 'resume' });
    answer(execution, 'approve');
    expect(execution.open.size).toBe(1);
  });

  it('takes its question with it when it is cancelled', () => {
    const execution = paying();
    execution.deliver({ kind: 'cancel' });
    expect(execution.result.phase).toBe('cancelled');
    expect(execution.timers.size).toBe(0);
    expect(answer(execution, 'approve').refusal?.code).toBe('terminal');
  });

  it('parks alone: what stands beside it goes on', () => {
    const execution = simulate([
      {
        both: {
          fork: { branches: [{ pay: { call: 'pay', metadata: { approval: {} } } }, { look: { call: 'look' } }] },
        },
      },
    ]);
    expect([...execution.open.keys()]).toEqual(['both/look']);
    execution.complete('both/look', 1);
    answer(execution, 'approve');
    expect(execution.complete('both/pay', 2).result).toEqual({ phase: 'completed', output: [2, 1] });
  });
});

describe('one yes is for one call', () => {
  const retried = (amount: string) =>
    simulate(
      [
        {
          guarded: {
            try: [{ pay: { call: 'pay', with: { amount }, metadata: { approval: {} } } }],
            catch: { retry: { delay: { seconds: 1 }, limit: { attempt: { count: 3 } } } },
          },
        },
      ],
      { evaluator: jqEvaluator() },
    );

  it('a retry of the same step with the same arguments is the same use', () => {
    const execution = retried('3');
    answer(execution, 'approve');
    execution.fail('guarded/pay').advance(1_000);
    expect(execution.of('approval.requested')).toHaveLength(1);
    expect(execution.of('gate.passed').at(-1)?.pass).toMatchObject({ approval: idOf(execution), again: true });
    expect(execution.open.get('guarded:1/pay')).toBeDefined();
  });

  it('with other arguments it is another one', () => {
    const execution = retried('${ now | floor }');
    answer(execution, 'approve');
    const first = idOf(execution);
    execution.fail('guarded/pay').advance(1_000);
    expect(execution.of('approval.requested')).toHaveLength(2);
    expect(idOf(execution)).not.toBe(first);
    expect(execution.open.size).toBe(0);
  });

  it('each turn of a loop asks anew', () => {
    const each = { for: { in: '${ [1, 2] }' }, do: [{ pay: { call: 'pay', metadata: { approval: {} } } }] };
    const execution = simulate([{ each }], { evaluator: jqEvaluator() });
    answer(execution, 'approve');
    execution.complete('each[0]/pay');
    expect(execution.of('approval.requested')).toHaveLength(2);
    expect(execution.open.size).toBe(0);
  });

  it('a branch-off inherits none', () => {
    const execution = simulate([{ pay: { call: 'pay', metadata: { approval: {} } } }, { then: { call: 'then' } }]);
    answer(execution, 'approve');
    execution.complete('pay');
    const cut = cutBefore(execution.program, execution.events, 'pay');
    const branch = simulate([{ pay: { call: 'pay', metadata: { approval: {} } } }, { then: { call: 'then' } }], {
      past: cut?.past ?? null,
      id: 'y',
    });
    expect(branch.state.approvals).toEqual({});
    expect(branch.waiting).toMatchObject([{ kind: 'approval', approval: expect.stringMatching(/^y:/) }]);
  });

  it('when the function behind the call has become another one, people are asked again', () => {
    let version = '1.0.0';
    const gates: Gates = () => [
      {
        gate: 'approval',
        asks: { roles: [], quorum: 1, expires: day, reason: 'high risk', subject: { version } },
      },
    ];
    const execution = simulate([{ pay: { call: 'pay' } }], { gates });
    const first = idOf(execution);
    version = '1.0.1';
    answer(execution, 'approve');
    expect(execution.open.size).toBe(0);
    expect(idOf(execution)).not.toBe(first);
    expect(execution.timers.size).toBe(1);
    answer(execution, 'approve');
    expect(execution.open.get('pay')).toBeDefined();
    version = '2.0.0';
    execution.crash();
    expect(execution.of('approval.requested')).toHaveLength(3);
  });
});

it('a policy that refuses asks nobody', () => {
  const execution = simulate([{ pay: { call: 'pay' } }], {
    gates: () => [{ gate: 'approval', asks: { refuse: 'unattended, nothing of high risk is done' } }],
  });
  expect(execution.result).toMatchObject({
    phase: 'faulted',
    fault: { status: 403, detail: expect.stringContaining('unattended') },
  });
  expect(execution.of('approval.requested')).toEqual([]);
});

it('where four eyes are asked for, whoever started it may not answer', () => {
  const asks = { roles: [], quorum: 1, expires: day, reason: 'four eyes', subject: null, fourEyes: true };
  const execution = simulate([{ pay: { call: 'pay' } }], { gates: () => [{ gate: 'approval', asks }] });
  expect(answer(execution, 'approve', { by: 'local' }).refusal).toMatchObject({ code: 'not-allowed' });
  answer(execution, 'approve', { by: 'ada' });
  expect(execution.open.size).toBe(1);
});

it('a secret is in the hash by its name only', () => {
  const text = {
    use: { secrets: ['key'] },
    do: [
      {
        a: {
          call: 'http',
          with: { method: 'post', endpoint: { uri: 'https://a.example' }, headers: { k: '${ $secrets.key }' } },
          metadata: { approval: {} },
        },
      },
    ],
  };
  const execution = simulate(text, { evaluator: jqEvaluator() });
  expect(execution.of('task.started')[0]?.effect).toMatchObject({ headers: { k: '${ $secrets.key }' } });
  expect(execution.of('approval.requested')[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
});

it('an operation of a durable function parks alone', () => {
  const gates: Gates = ({ call }) =>
    call.kind === 'function' && call.name === 'mail'
      ? [{ gate: 'approval', asks: { roles: [], quorum: 1, expires: day, reason: 'high risk', subject: null } }]
      : [];
  const execution = simulate([{ agent: { call: 'agent' } }], { gates });
  execution.ask('agent|mail#0', {
    kind: 'call',
    effect: { kind: 'function', name: 'mail', input: 1 },
    repeat: 'never',
  });
  execution.ask('agent|look#0', {
    kind: 'call',
    effect: { kind: 'function', name: 'look', input: 1 },
    repeat: 'keyed',
  });
  execution.complete('agent|look#0', 'seen');
  expect(execution.waiting).toMatchObject([{ kind: 'approval', task: 'agent', step: 'agent|mail#0' }]);
  const change = { kind: 'amend', approval: idOf(execution), by: 'ada', roles: 'all' } as const;
  execution.deliver({ ...change, input: 2 });
  expect(execution.of('approval.requested')).toHaveLength(2);
  answer(execution, 'deny', { comment: 'not to him' });
  expect(execution.of('step.failed')).toMatchObject([
    { step: 'agent|mail#0', fault: { detail: 'ada denied it: not to him' } },
  ]);
});
