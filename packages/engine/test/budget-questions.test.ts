/** A budget with `onExceeded: ask`: who cannot pay asks people for more, begins when they agree, and fails when they do not. */
import { assert, type Json } from '@batonhq/core';
import { programCompiler, verifyFolder, type Engine, type FunctionDefinition } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { definition, eventsOf, folder, open, until } from './open-engine.ts';

function paid(money = 0.6) {
  const calls: Json[] = [];
  const stamp: FunctionDefinition = {
    name: 'stamp',
    cost: { money },
    run(_context, input) {
      calls.push(input);
      return 'stamped';
    },
  };
  return { calls, stamp };
}

const letters = (budget: object) =>
  definition([{ one: { call: 'stamp', with: { n: 1 } } }, { two: { call: 'stamp', with: { n: 2 } } }], {
    name: 'letters',
    document: { dsl: '1.0.3', namespace: 'test', name: 'letters', version: '1.0.0', metadata: { budget } },
  });

async function question(engine: Engine, execution: string) {
  await until(async () => (await engine.approvals.list({ execution })).length > 0);
  const [asked] = await engine.approvals.list({ execution });
  assert(asked, 'nobody was asked');
  return asked;
}

test('asks for more, says what is spent and needed, and goes on when people agree', async () => {
  const { calls, stamp } = paid();
  const place = folder();
  const engine = await place.open({ functions: [stamp] });
  const id = await engine.start({ definition: letters({ money: 1, onExceeded: 'ask' }) });
  const asked = await question(engine, id);
  expect(asked).toMatchObject({
    kind: 'budget',
    what: `spend more on stamp: 2 USD instead of 1 USD money for execution/${id}`,
    call: { cap: 1_000_000, spent: 600_000, reserved: 0, wanted: 600_000, to: 2_000_000, currency: 'USD' },
  });
  expect(calls).toEqual([{ n: 1 }]);
  expect((await engine.details(id)).waitingFor).toContainEqual(expect.objectContaining({ kind: 'approval' }));
  await engine.approvals.approve(asked.id, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  const raised = (await eventsOf(engine, id)).filter(({ event }) => event.kind === 'budget.raised');
  expect(raised).toMatchObject([{ event: { account: `execution/${id}`, caps: { money: 2_000_000 } } }]);
  expect((await engine.details(id)).spending).toMatchObject({ spent: { money: 1_200_000 } });
  await engine.close();
  expect(verifyFolder({ directory: place.path, compile: programCompiler() }).findings).toEqual([]);
});

test('fails as without a question when people do not agree, and where nobody is asked', async () => {
  const { calls, stamp } = paid();
  const engine = await open({ functions: [stamp] });
  const id = await engine.start({ definition: letters({ money: 1, onExceeded: 'ask' }) });
  await engine.approvals.deny((await question(engine, id)).id, { by: 'dana', comment: 'enough' });
  const refused = { phase: 'faulted', fault: { status: 402, detail: expect.stringContaining('may spend 1.00 USD') } };
  expect(await engine.result(id)).toMatchObject(refused);
  const other = await engine.start({ definition: letters({ money: 1 }) });
  expect(await engine.result(other)).toMatchObject(refused);
  expect(calls).toHaveLength(2);
});

test('asks once for all that wait, again after the process died, and pays for each once', async () => {
  const place = folder();
  const writer = (began: string[]): FunctionDefinition => ({
    name: 'writer',
    async run(context) {
      const write = (name: string) =>
        context.step(
          name,
          ({ spent }) => {
            began.push(name);
            spent({ money: 500_000 });
            return name;
          },
          { cost: { of: 'model', worst: { money: 600_000 } }, repeat: 'safe' },
        );
      return [await write('a'), await write('b'), await write('c')];
    },
  });
  const writing = definition([{ write: { call: 'writer', metadata: { budget: { money: 1, onExceeded: 'ask' } } } }]);
  const first: string[] = [];
  const engine = await place.open({ functions: [writer(first)] });
  const id = await engine.start({ definition: writing });
  const before = await question(engine, id);
  expect(before).toMatchObject({ kind: 'budget', call: { account: `execution/${id}/task/write`, spent: 500_000 } });
  await engine.close(0);
  const second: string[] = [];
  const next = await place.open({ functions: [writer(second)] });
  expect((await question(next, id)).id).toBe(before.id);
  await next.approvals.approve(before.id, { by: 'dana' });
  expect(await next.result(id)).toMatchObject({ phase: 'completed', output: ['a', 'b', 'c'] });
  expect([first, second]).toEqual([['a'], ['b', 'c']]);
});

test('is of no use to somebody who cancels: the question goes with the execution', async () => {
  const { stamp } = paid();
  const engine = await open({ functions: [stamp] });
  const id = await engine.start({ definition: letters({ money: 1, onExceeded: 'ask' }) });
  await question(engine, id);
  await engine.cancel(id);
  expect(await engine.result(id)).toMatchObject({ phase: 'cancelled' });
  expect(await engine.approvals.list({ execution: id })).toEqual([]);
});

test('a call that must not be repeated waits before it is claimed: a process that dies leaves no doubt about it', async () => {
  const { calls, stamp } = paid();
  const place = folder();
  const never: FunctionDefinition = { ...stamp, repeat: 'never' };
  const engine = await place.open({ functions: [never] });
  const id = await engine.start({ definition: letters({ money: 1, onExceeded: 'ask' }) });
  const asked = await question(engine, id);
  await engine.close(0);
  const next = await place.open({ functions: [never] });
  expect((await question(next, id)).id).toBe(asked.id);
  await next.approvals.approve(asked.id, { by: 'dana' });
  expect(await next.result(id)).toMatchObject({ phase: 'completed' });
  expect(calls).toEqual([{ n: 1 }, { n: 2 }]);
});
