/** Plans that are revised while they go on: proposed, agreed to, found by itself, over the death of the process. */
import { assert, type JsonObject } from '@batonhq/core';
import {
  ConflictError,
  programCompiler,
  verifyFolder,
  type Engine,
  type FailedPlan,
  type FunctionDefinition,
  type Replan,
} from '@batonhq/engine';
import { expect, test } from 'vitest';
import { eventsOf, folder, open, until } from './open-engine.ts';

type Tasks = Readonly<Record<string, { readonly call: string; readonly after?: readonly string[] }>>;

function plan(tasks: Tasks, version = '1.0.0'): JsonObject {
  const branches = Object.entries(tasks).map(([name, { call, after = [] }]) => ({
    [name]: { call, export: { as: `\${ $context + { ${name}: . } }` }, metadata: { after: [...after] } },
  }));
  return {
    document: { dsl: '1.0.3', namespace: 'plans', name: 'trip', version, metadata: { onFault: 'revise' } },
    do: [{ work: { fork: { branches } } }],
    output: { as: '${ $context }' },
  };
}

/** Functions that count how often they were called, of which `train` always fails. */
function functions() {
  const calls: string[] = [];
  const made = (name: string): FunctionDefinition => ({
    name,
    run() {
      calls.push(name);
      if (name === 'train') throw new RangeError('no train runs');
      return `${name} done`;
    },
  });
  return { calls, functions: ['find', 'train', 'bus', 'tell'].map(made) };
}

const byTrain = plan({
  find: { call: 'find' },
  ride: { call: 'train', after: ['find'] },
  tell: { call: 'tell', after: ['ride'] },
});
const byBus = plan(
  { find: { call: 'find' }, bus: { call: 'bus', after: ['find'] }, tell: { call: 'tell', after: ['bus'] } },
  '1.0.1',
);

async function failing(engine: Engine): Promise<string> {
  const id = await engine.start({ definition: byTrain });
  await until(async () => (await engine.details(id)).waitingFor.some(({ kind }) => kind === 'revision'));
  return id;
}

async function questionOf(engine: Engine, execution: string) {
  await until(async () => (await engine.approvals.list({ execution })).length > 0);
  const [asked] = await engine.approvals.list({ execution });
  assert(asked, 'nobody was asked');
  return asked;
}

test('another plan is shown as a difference, agreed to, and carried out with what was done before', async () => {
  const { calls, functions: known } = functions();
  const place = folder();
  const engine = await place.open({ functions: known });
  const id = await failing(engine);
  const approval = await engine.revise(id, { definition: byBus, by: 'dana', because: 'no train runs' });
  const asked = await questionOf(engine, id);
  expect(asked).toMatchObject({
    id: approval,
    kind: 'revision',
    what: 'go on by another plan: - work/ride, + work/bus, ~ work/tell',
    call: { changes: [{ kind: 'removed' }, { kind: 'added', task: 'work/bus' }, { kind: 'changed' }], by: 'dana' },
    reason: 'no train runs',
    workflow: 'plans/trip:1.0.0',
  });
  expect(calls).toEqual(['find', 'train']);
  await engine.approvals.approve(approval, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({
    phase: 'completed',
    output: { find: 'find done', bus: 'bus done', tell: 'tell done' },
  });
  expect(calls).toEqual(['find', 'train', 'bus', 'tell']);
  expect((await engine.details(id)).view.definition.version).toBe('1.0.1');
  await expect(engine.approvals.approve(approval, { by: 'dana' })).rejects.toThrow(ConflictError);
  await engine.close();
  expect(verifyFolder({ directory: place.path, compile: programCompiler() }).findings).toEqual([]);
});

test('what has started is not touched, and nothing is asked', async () => {
  const engine = await open({ functions: functions().functions });
  const id = await failing(engine);
  const other = plan({ find: { call: 'tell' }, bus: { call: 'bus', after: ['find'] } });
  await expect(engine.revise(id, { definition: other, by: 'dana' })).rejects.toThrow(
    /cannot go on by it: work\/find has ended: leave it as it is/,
  );
  expect(await engine.approvals.list({ execution: id })).toEqual([]);
});

test('an execution that was revised is branched off with the plan in force where it begins', async () => {
  const { calls, functions: known } = functions();
  const place = folder();
  const engine = await place.open({ functions: known });
  const id = await failing(engine);
  await engine.approvals.approve(await engine.revise(id, { definition: byBus, by: 'dana' }), { by: 'dana' });
  await engine.result(id);
  const after = await engine.branchOff({ execution: id, from: 'tell' });
  expect(await engine.result(after)).toMatchObject({ output: { bus: 'bus done', tell: 'tell done' } });
  expect((await engine.details(after)).view.definition.version).toBe('1.0.1');
  const before = await engine.branchOff({ execution: id, from: 'ride' });
  await until(async () => (await engine.details(before)).waitingFor.some(({ kind }) => kind === 'revision'));
  expect(calls).toEqual(['find', 'train', 'bus', 'tell', 'tell', 'train']);
  await engine.close();
  expect(verifyFolder({ directory: place.path, compile: programCompiler() }).findings).toEqual([]);
});

test('a process that dies anywhere in it loses nothing and applies nothing twice', async () => {
  const place = folder();
  let { calls, functions: known } = functions();
  let engine = await place.open({ functions: known });
  const id = await failing(engine);
  const again = async (): Promise<void> => {
    // Closing with no grace leaves what is under way as a death would; the next engine recovers.
    await engine.close(0);
    ({ calls, functions: known } = functions());
    engine = await place.open({ functions: known });
  };
  await again();
  const approval = await engine.revise(id, { definition: byBus, by: 'dana' });
  await again();
  expect((await questionOf(engine, id)).id).toBe(approval);
  const agreed = engine.approvals.approve(approval, { by: 'dana' });
  await agreed;
  await again();
  expect(await engine.result(id)).toMatchObject({ phase: 'completed', output: { bus: 'bus done' } });
  const kinds = (await eventsOf(engine, id)).map(({ event }) => event.kind);
  expect(kinds.filter((kind) => kind === 'program.revised')).toHaveLength(1);
  expect(calls).not.toContain('find');
});

const planner = (revision: JsonObject | null) => {
  const asked: FailedPlan[] = [];
  const replan: Replan = (failed) => {
    asked.push(failed);
    return Promise.resolve(revision === null ? null : { definition: revision, because: 'a bus runs', by: 'planner' });
  };
  return { asked, replan };
};

test('a planner is asked for another way when a task fails, also after the process died meanwhile', async () => {
  const place = folder();
  const { functions: known } = functions();
  const alone = await place.open({ functions: known });
  const id = await failing(alone);
  await alone.close(0);
  const { asked, replan } = planner(byBus);
  const engine = await place.open({ functions: functions().functions, replan });
  const question = await questionOf(engine, id);
  expect(asked).toMatchObject([{ execution: id, name: 'ride', task: 'work/ride', begun: ['find'], user: 'local' }]);
  expect(question).toMatchObject({ kind: 'revision', reason: 'a bus runs', call: { by: 'planner' } });
  await engine.approvals.deny(question.id, { by: 'dana', comment: 'no buses' });
  expect(await engine.result(id)).toMatchObject({
    phase: 'faulted',
    fault: { detail: expect.stringContaining('no train') },
  });
});

test('a plan for which no planner knows another way fails as it would have', async () => {
  const { replan } = planner(null);
  const engine = await open({ functions: functions().functions, replan });
  const id = await engine.start({ definition: byTrain });
  expect(await engine.result(id)).toMatchObject({ phase: 'faulted' });
});

test('a planner is told of everything that failed before, also of what another plan left out', async () => {
  const { asked, replan } = planner(
    plan({ find: { call: 'find' }, other: { call: 'train', after: ['find'] } }, '1.0.1'),
  );
  const engine = await open({ functions: functions().functions, replan });
  const id = await engine.start({ definition: byTrain });
  await engine.approvals.approve((await questionOf(engine, id)).id, { by: 'dana' });
  await until(() => asked.length > 1);
  expect(asked.map(({ failures }) => failures.map(({ name, task }) => [name, task['call']]))).toEqual([
    [['ride', 'train']],
    [
      ['ride', 'train'],
      ['other', 'train'],
    ],
  ]);
});

test('a planner may leave it to people', async () => {
  const engine = await open({ functions: functions().functions, replan: () => Promise.resolve('wait') });
  const id = await failing(engine);
  const approval = await engine.revise(id, { definition: byBus, by: 'dana' });
  await engine.approvals.approve(approval, { by: 'dana' });
  expect(await engine.result(id)).toMatchObject({ phase: 'completed' });
});

test('a proposal that does not fit what has started is none', async () => {
  const { replan } = planner(plan({ bus: { call: 'bus' } }));
  const warnings: unknown[] = [];
  const engine = await open({ functions: functions().functions, replan, onWarning: (error) => warnings.push(error) });
  const id = await engine.start({ definition: byTrain });
  expect(await engine.result(id)).toMatchObject({ phase: 'faulted' });
  expect(String(warnings)).toContain('work/find has ended: it cannot be left out');
});
