/** People decide: what they are asked, that their answer holds for exactly that, and that nothing gets past them. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { assert, type Json, type Policy } from '@batonhq/core';
import { ConflictError, NotAllowedError, NotFoundError, type Engine, type FunctionDefinition } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { complete, definition, eventsOf, folder, open, until } from './open-engine.ts';

/** A function that says that it is dangerous, and what it did. */
function mail(more: Partial<FunctionDefinition> = {}) {
  const sent: Json[] = [];
  const send: FunctionDefinition = {
    name: 'mail.send',
    risk: 'high',
    run: (_context, input) => {
      sent.push(input);
      return { sent: true };
    },
    ...more,
  };
  return { sent, send };
}

const sending = definition([{ send: { call: 'mail.send', with: { to: '${ .to }' } } }], { name: 'sending' });
const start = (engine: Engine, to: string) => engine.start({ definition: sending, input: { to } });

async function asked(engine: Engine, execution: string) {
  await until(async () => (await engine.approvals.list({ execution })).length > 0);
  const [first] = await engine.approvals.list({ execution });
  assert(first, 'nobody was asked');
  return first;
}

test('a function of high risk asks, and is called once after a yes', async () => {
  const { sent, send } = mail({ cost: { money: 0.25 }, undo: 'mail.recall' });
  const engine = await open({ functions: [send] });
  const id = await start(engine, 'ada@example.com');
  const question = await asked(engine, id);
  expect(question).toMatchObject({
    execution: id,
    workflow: 'test/sending:1.0.0',
    tenant: 'local',
    step: 'send',
    what: 'function mail.send',
    call: { kind: 'function', input: { to: 'ada@example.com' } },
    risk: 'high',
    reason: 'mail.send is of high risk',
    roles: [],
    quorum: 1,
    cost: { money: 0.25, currency: 'USD' },
    undo: 'mail.recall',
    origins: [{ path: 'input.to', from: 'input', source: null }],
  });
  const { view, waitingFor } = await engine.details(id);
  expect(view.phase).toBe('waiting');
  expect(waitingFor).toMatchObject([{ kind: 'approval', approval: question.id }]);
  expect(sent).toEqual([]);
  await engine.approvals.approve(question.id, { by: 'dana', comment: 'fine' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed', output: { sent: true } });
  expect(sent).toEqual([{ to: 'ada@example.com' }]);
  expect(await engine.approvals.list()).toEqual([]);
});

test('a second answer is a conflict that says what the first one was; what was never asked is not found', async () => {
  const { send } = mail();
  const engine = await open({ functions: [send] });
  const id = await start(engine, 'a');
  const question = await asked(engine, id);
  const answers = await Promise.allSettled([
    engine.approvals.deny(question.id, { by: 'dana', comment: 'no' }),
    engine.approvals.approve(question.id, { by: 'eli' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(await engine.result(id)).toMatchObject({
    phase: 'faulted',
    fault: { status: 403, detail: 'dana denied it: no' },
  });
  const late = engine.approvals.approve(question.id, { by: 'eli' });
  await expect(late).rejects.toThrow(ConflictError);
  await expect(late).rejects.toThrow(/was denied by dana at 20/);
  await expect(engine.approvals.approve(`${id}:00000000`, { by: 'eli' })).rejects.toThrow(NotFoundError);
  await expect(engine.approvals.approve('nonsense', { by: 'eli' })).rejects.toThrow(/EXECUTION:NUMBER/);
});

test('what it is given can be changed, and then people are asked about that', async () => {
  const { sent, send } = mail();
  const engine = await open({ functions: [send] });
  const id = await start(engine, 'eve');
  const question = await asked(engine, id);
  const next = await engine.approvals.amend(question.id, { by: 'dana', input: { to: 'ada' }, comment: 'wrong person' });
  await expect(engine.approvals.approve(question.id, { by: 'dana' })).rejects.toThrow(/was replaced by/);
  expect(await asked(engine, id)).toMatchObject({ id: next, call: { input: { to: 'ada' } } });
  await engine.approvals.approve(next, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  expect(sent).toEqual([{ to: 'ada' }]);
});

test('it waits without the process, and an answer finds it in the next one', async () => {
  const place = folder();
  const { sent, send } = mail();
  const first = await place.open({ functions: [send] });
  const id = await start(first, 'a');
  const question = await asked(first, id);
  await first.close(0);
  const tables = new DatabaseSync(join(place.path, 'journal.db'), { readOnly: true });
  expect({ ...tables.prepare('SELECT id, execution_id, step, expires_at FROM pending_approvals').get() }).toEqual({
    id: question.id,
    execution_id: id,
    step: 'send',
    expires_at: question.until,
  });
  tables.close();
  const second = await place.open({ functions: [send] });
  expect(await second.approvals.list()).toEqual([question]);
  expect((await second.details(id)).view.phase).toBe('waiting');
  await second.approvals.approve(question.id, { by: 'dana' });
  expect(await second.result(id)).toMatchObject({ phase: 'completed' });
  expect(sent).toHaveLength(1);
});

test('only people with a role may answer, and a role that was taken away takes the yes with it', async () => {
  const roles = new Map([
    ['dana', ['board']],
    ['eli', ['board']],
    ['noa', ['board']],
    ['tom', ['sales']],
  ]);
  const engine = await open({
    functions: [mail().send],
    policy: { mode: 'supervised', rules: [{ risk: 'high', then: 'ask', roles: ['board'], quorum: 2 }] },
    rolesOf: (person) => roles.get(person) ?? [],
  });
  const id = await start(engine, 'a');
  const question = await asked(engine, id);
  await expect(engine.approvals.approve(question.id, { by: 'tom' })).rejects.toThrow(NotAllowedError);
  await engine.approvals.approve(question.id, { by: 'dana' });
  roles.set('dana', []);
  await engine.approvals.approve(question.id, { by: 'eli' });
  expect((await asked(engine, id)).approvedBy).toEqual(['eli']);
  await engine.approvals.approve(question.id, { by: 'noa' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
});

const unattended: Policy = {
  mode: 'unattended',
  rules: [{ call: 'mail.*', arguments: { to: '*@example.com' }, until: '2999-01-01T00:00:00Z', then: 'allow' }],
};

test('unattended, nothing of high risk is done without a standing approval', async () => {
  const { sent, send } = mail();
  const engine = await open({ functions: [send], policy: unattended });
  const allowed = await start(engine, 'ada@example.com');
  expect(await engine.result(allowed)).toMatchObject({ phase: 'completed' });
  const refused = await start(engine, 'eve@elsewhere.net');
  expect(await engine.result(refused)).toMatchObject({
    phase: 'faulted',
    fault: { status: 403, detail: expect.stringContaining('nobody is there to ask') },
  });
  expect(sent).toEqual([{ to: 'ada@example.com' }]);
});

test('what a function calls asks too, and only that call waits', async () => {
  const { sent, send } = mail();
  const agent: FunctionDefinition = {
    name: 'agent',
    async run(context) {
      const say = (to: string) => () => context.call({ function: 'mail.send', input: { to } });
      const read = () => context.call({ function: 'read' });
      const settled = await context.all([
        async () =>
          say('ada')().then(
            () => 'sent',
            (error: unknown) => String(error),
          ),
        read,
        async () =>
          say('eve')().then(
            () => 'sent',
            (error: unknown) => String(error),
          ),
      ]);
      return settled;
    },
  };
  const read: FunctionDefinition = { name: 'read', run: () => 'read' };
  const place = folder();
  const first = await place.open({ functions: [send, agent, read] });
  const id = await first.start({ definition: definition([{ work: { call: 'agent' } }], { name: 'work' }) });
  await until(async () => (await first.approvals.list()).length === 2);
  await until(async () => (await eventsOf(first, id)).some(({ event }) => event.kind === 'step.completed'));
  await first.close(0);
  const engine = await place.open({ functions: [send, agent, read] });
  const questions = await engine.approvals.list();
  const about = (to: string) =>
    questions.find(({ call }) => JSON.stringify(call).includes(`"${to}"`))?.id ?? `nobody asked about ${to}`;
  await engine.approvals.approve(about('ada'), { by: 'dana' });
  await engine.approvals.deny(about('eve'), { by: 'dana', comment: 'who is that?' });
  expect(await engine.result(id)).toMatchObject({
    output: ['sent', 'read', expect.stringContaining('dana denied it: who is that?')],
  });
  expect(sent).toEqual([{ to: 'ada' }]);
});

test('a function can have its own calls approved, by whom it says', async () => {
  const roles = new Map([
    ['dana', ['board']],
    ['tom', []],
  ]);
  const engine = await open({
    rolesOf: (person) => roles.get(person) ?? [],
    functions: [
      { name: 'publish', run: (_context, input) => ({ published: input }) },
      {
        name: 'campaign',
        run: (context) =>
          context.call(
            { function: 'publish', input: { post: 'hello' } },
            { approval: { reason: 'it goes to everybody', roles: ['board'], expires: 'PT1H' } },
          ),
      },
    ],
  });
  const id = await engine.start({ definition: definition([{ go: { call: 'campaign' } }], { name: 'campaign' }) });
  const question = await asked(engine, id);
  expect(question).toMatchObject({
    reason: 'it goes to everybody',
    roles: ['board'],
    call: { input: { post: 'hello' } },
  });
  expect(question.until - question.since).toBe(3_600_000);
  await expect(engine.approvals.approve(question.id, { by: 'tom' })).rejects.toThrow(NotAllowedError);
  await engine.approvals.approve(question.id, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ output: { published: { post: 'hello' } } });
});

test('a function that becomes known too late to be asked about is not called', async () => {
  const { sent, send } = mail();
  const engine = await open();
  const id = await start(engine, 'a');
  await until(async () => (await eventsOf(engine, id)).some(({ event }) => event.kind === 'task.started'));
  engine.register(send);
  await until(async () => (await engine.details(id)).view.phase === 'suspended');
  expect(sent).toEqual([]);
  await engine.resume(id);
  const question = await asked(engine, id);
  await engine.approvals.approve(question.id, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  expect(sent).toHaveLength(1);
});

test('a version that came after the question was asked needs a question of its own', async () => {
  const { sent, send } = mail();
  const engine = await open({ functions: [send] });
  const id = await start(engine, 'a');
  const question = await asked(engine, id);
  engine.register({ ...send, version: '1.1.0' });
  await engine.approvals.approve(question.id, { by: 'dana' });
  const again = await asked(engine, id);
  expect(again.id).not.toBe(question.id);
  expect(sent).toEqual([]);
  await engine.approvals.approve(again.id, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
});

test('a task that the definition has approved waits for its role and its condition', async () => {
  const engine = await open({ functions: [{ name: 'pay', run: (_context, input) => input }] });
  const approval = { when: '.amount > 100', roles: ['finance'] };
  const pay = [{ pay: { call: 'pay', with: { amount: '${ .amount }' }, metadata: { approval } } }];
  expect(await complete(engine, pay, { amount: 5 })).toEqual({ amount: 5 });
  const id = await engine.start({ definition: definition(pay, { name: 'paying' }), input: { amount: 500 } });
  expect(await asked(engine, id)).toMatchObject({ roles: ['finance'], reason: 'the definition asks for it' });
  await engine.cancel(id);
  expect(await engine.result(id)).toEqual({ phase: 'cancelled' });
  expect(await engine.approvals.list()).toEqual([]);
});
