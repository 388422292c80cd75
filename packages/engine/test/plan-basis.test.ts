/** After a long wait a plan goes on only when it still rests on what was agreed to, or when people agree to what it is now. */
import { assert, type JsonObject, type PlanBasis } from '@batonhq/core';
import { programCompiler, verifyFolder, type Engine, type FunctionDefinition } from '@batonhq/engine';
import { SimulatedClock } from '@batonhq/testing';
import { expect, test } from 'vitest';
import { eventsOf, folder, until } from './open-engine.ts';

const hour = 3_600_000;

const branch = (call: string, after: readonly string[], more: object = {}) => ({
  call,
  metadata: { after: [...after], ...more },
});

/** One task, a wait, and two tasks at the same time after it. */
const plan = (wait: string, approval: object = {}): JsonObject =>
  JSON.parse(
    JSON.stringify({
      document: { dsl: '1.0.3', namespace: 'plans', name: 'slow', version: '1.0.0', metadata: { onFault: 'revise' } },
      do: [
        {
          work: {
            fork: {
              branches: [
                { first: branch('act', []) },
                { rest: { wait, metadata: { after: ['first'] } } },
                { left: branch('act', ['rest'], approval) },
                { right: branch('act', ['rest']) },
              ],
            },
          },
        },
      ],
    }),
  );

function place(agreed: PlanBasis) {
  const clock = new SimulatedClock();
  const calls: string[] = [];
  const act: FunctionDefinition = {
    name: 'act',
    run(context) {
      calls.push(context.idempotencyKey.split('/').at(-1) ?? '');
      return null;
    },
  };
  const world = { basis: agreed };
  const files = folder();
  const open = () => files.open({ clock, functions: [act], basis: { read: () => Promise.resolve(world.basis) } });
  return { clock, calls, world, open, path: files.path };
}

async function waiting(engine: Engine, execution: string): Promise<void> {
  await until(async () => (await engine.details(execution)).waitingFor.some(({ kind }) => kind === 'timer'));
}

async function question(engine: Engine, execution: string) {
  await until(async () => (await engine.approvals.list({ execution })).length > 0);
  const [asked, ...others] = await engine.approvals.list({ execution });
  assert(asked, 'nobody was asked');
  expect(others).toEqual([]);
  return asked;
}

const kinds = async (engine: Engine, id: string) => (await eventsOf(engine, id)).map(({ event }) => event.kind);

test.each<keyof PlanBasis>(['function', 'role', 'token', 'file'])(
  'a %s that has changed is asked about, once for all',
  async (kind) => {
    const { clock, calls, world, open, path } = place({ [kind]: { it: 'old', same: 'same' } });
    const engine = await open();
    const id = await engine.start({ definition: plan('PT2H') });
    await waiting(engine, id);
    world.basis = { [kind]: { same: 'same', ...(kind !== 'token' && { it: 'new' }) } };
    clock.advance(2 * hour);
    const asked = await question(engine, id);
    const after = kind === 'token' ? null : 'new';
    expect(asked).toMatchObject({
      kind: 'basis',
      call: { differences: [{ kind, name: 'it', before: 'old', after }] },
      what: `go on although the ${kind} it is ${kind === 'token' ? 'gone' : 'another one'}`,
    });
    expect(calls).toEqual(['first']);
    expect((await engine.details(id)).view.phase).toBe('waiting');
    await engine.approvals.approve(asked.id, { by: 'dana' });
    expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
    expect(calls.toSorted()).toEqual(['first', 'left', 'right']);
    expect(await kinds(engine, id)).toContain('basis.compared');
    await engine.close();
    expect(verifyFolder({ directory: path, compile: programCompiler() }).findings).toEqual([]);
  },
);

test('what is as it was agreed to is not asked about, and not looked at before an hour is over', async () => {
  const { clock, calls, world, open } = place({ file: { 'a.md': '1' } });
  const engine = await open();
  const id = await engine.start({ definition: plan('PT2H') });
  await waiting(engine, id);
  clock.advance(2 * hour);
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
  expect(await kinds(engine, id)).not.toContain('approval.requested');
  world.basis = { file: {} };
  const quick = await engine.start({ definition: plan('PT50M') });
  await waiting(engine, quick);
  clock.advance(hour * 0.9);
  expect(await engine.result(quick)).toMatchObject({ phase: 'completed' });
  expect(calls).toHaveLength(6);
});

test('people who do not agree end it; the process that asked may die, and its successor knows', async () => {
  const { clock, calls, world, open } = place({ file: { 'a.md': '1' } });
  const engine = await open();
  const id = await engine.start({ definition: plan('PT2H') });
  await waiting(engine, id);
  world.basis = { file: { 'a.md': '2' } };
  clock.advance(2 * hour);
  const before = await question(engine, id);
  await engine.close(0);
  const next = await open();
  const asked = await question(next, id);
  expect(asked.id).toBe(before.id);
  await next.approvals.deny(asked.id, { by: 'dana', comment: 'read it again' });
  expect(await next.result(id)).toMatchObject({
    phase: 'faulted',
    fault: { status: 403, detail: expect.stringContaining('dana denied it: read it again') },
  });
  expect(calls).toEqual(['first']);
});

test('a wait for an approval is a long wait too: the comparison comes after the answer', async () => {
  const { clock, calls, world, open } = place({ role: { dana: 'finance' } });
  const engine = await open();
  const id = await engine.start({ definition: plan('PT1S', { approval: {} }) });
  await waiting(engine, id);
  clock.advance(1_000);
  const call = await question(engine, id);
  expect(call.kind).toBe('call');
  await until(() => calls.length === 2);
  clock.advance(3 * hour);
  world.basis = { role: { dana: '' } };
  await engine.approvals.approve(call.id, { by: 'dana' });
  const asked = await question(engine, id);
  expect(asked.kind).toBe('basis');
  expect(calls).toHaveLength(2);
  await engine.approvals.approve(asked.id, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
});
