/** Branching off starts a linked execution: what was done is not done again, what happens anew has keys of its own. */
import {
  connectControl,
  createEngine,
  NotFoundError,
  openSqliteJournal,
  serveControl,
  verifyFolder,
  type Engine,
  type FunctionDefinition,
} from '@batonhq/engine';
import { expect, onTestFinished, test } from 'vitest';
import { compileEntry } from './compile-entry.ts';
import { definition, folder } from './open-engine.ts';

const patient = { timeout: 60_000 };

interface Called {
  readonly name: string;
  readonly key: string;
}

/** Functions that note who called them under which key; `pay` fails as often as it is told to. */
function noting(failures: number): { readonly called: Called[]; readonly functions: readonly FunctionDefinition[] } {
  const called: Called[] = [];
  let left = failures;
  const note = (name: string): FunctionDefinition => ({
    name,
    run: async (context) => {
      called.push({ name, key: context.idempotencyKey });
      if (name === 'pay' && left-- > 0) throw new RangeError('declined');
      return context.step('inside', () => `${name} done`);
    },
  });
  return { called, functions: ['book', 'pay', 'tell', 'child'].map(note) };
}

async function open(directory: string, functions: readonly FunctionDefinition[]): Promise<Engine> {
  const engine = await createEngine({ journal: openSqliteJournal({ directory }), functions });
  onTestFinished(() => engine.close(0));
  return engine;
}

const trip = definition([{ book: { call: 'book' } }, { pay: { call: 'pay' } }, { tell: { call: 'tell' } }]);

test('a faulted execution goes on at the task that faulted, under new keys, also after a restart', async () => {
  const { path } = folder();
  const { called, functions } = noting(1);
  const engine = await open(path, functions);
  const original = await engine.start({ definition: trip, input: { to: 'Oslo' } });
  expect(await engine.result(original)).toMatchObject({ phase: 'faulted' });
  const branch = await engine.branchOff({ execution: original, from: 'pay', user: 'ada' });
  expect(await engine.result(branch)).toMatchObject({ phase: 'completed', output: 'tell done' });
  expect(called.map(({ name }) => name)).toEqual(['book', 'pay', 'pay', 'tell']);
  expect(called[2]?.key).toBe(`${branch}:pay`);
  expect(called[1]?.key).toBe(`${original}:pay`);
  const details = await engine.details(branch);
  expect(details).toMatchObject({ branchedFrom: { execution: original }, view: { user: 'ada', parent: null } });
  expect(details.tasks.map(({ reference, phase }) => `${reference} ${phase}`)).toEqual([
    'book completed',
    'pay completed',
    'tell completed',
  ]);
  expect((await engine.details(original)).view.phase).toBe('faulted');
  await engine.close();
  const verified = verifyFolder({ directory: path, compile: compileEntry });
  expect(verified).toMatchObject({ executions: 2, findings: [] });
  const again = await open(path, functions);
  expect((await again.details(branch)).view).toEqual(details.view);
});

test('from the start, with other input, is a linked execution too', async () => {
  const { path } = folder();
  const { called, functions } = noting(0);
  const engine = await open(path, functions);
  const original = await engine.start({ definition: trip });
  await engine.result(original);
  const branch = await engine.branchOff({ execution: original, input: { edited: true } });
  await engine.result(branch);
  expect(called).toHaveLength(6);
  expect((await engine.details(branch)).branchedFrom).toEqual({ execution: original, seq: 0 });
});

test('asked through the socket, the same key branches off once', async () => {
  const { path } = folder();
  const { called, functions } = noting(1);
  const engine = await open(path, functions);
  const control = await serveControl(engine, path);
  onTestFinished(() => control.close());
  const client = connectControl(path);
  const original = await client.start({ definition: trip });
  await client.result(original);
  const asked = { execution: original, from: 'pay', idempotencyKey: 'once' };
  const [one, two] = await Promise.all([client.branchOff(asked), client.branchOff(asked)]);
  expect(two).toBe(one);
  await client.result(one);
  expect(called).toHaveLength(4);
  await expect(client.branchOff({ ...asked, from: 'book' })).rejects.toMatchObject({ code: 'different-request' });
  await expect(client.branchOff({ execution: original, from: 'nothing' })).rejects.toThrow(NotFoundError);
  await expect(client.branchOff({ execution: 'nothing' })).rejects.toThrow(NotFoundError);
});

test('a child that was under way begins anew as a child of its own', async () => {
  const { path } = folder();
  const { called, functions } = noting(0);
  const engine = await open(path, functions);
  const nap = { hear: { listen: { to: { one: { with: { type: 'go' } } } } } };
  await engine.define(definition([nap, { child: { call: 'child' } }], { name: 'below' }));
  const parent = definition([
    {
      both: {
        fork: {
          branches: [
            { under: { run: { workflow: { namespace: 'test', name: 'below', version: '1.0.0' } } } },
            { first: { call: 'book' } },
            { second: { call: 'tell', metadata: { after: ['first'] } } },
          ],
        },
      },
    },
  ]);
  const original = await engine.start({ definition: parent });
  await expect.poll(() => called.length, patient).toBe(2);
  await expect
    .poll(
      async () => (await engine.details(original)).tasks.filter(({ phase }) => phase === 'completed').length,
      patient,
    )
    .toBe(2);
  const branch = await engine.branchOff({ execution: original, from: 'second' });
  const childOf = async (id: string): Promise<string | undefined> =>
    (await engine.details(id)).waitingFor.flatMap((entry) => (entry.kind === 'child' ? [entry.child] : []))[0];
  await expect.poll(() => childOf(branch), patient).toBeDefined();
  const [mine, theirs] = [await childOf(branch), await childOf(original)];
  expect(mine).not.toBe(theirs);
  for (const id of [mine, theirs]) {
    await expect.poll(async () => (await engine.details(id ?? '')).view.phase, patient).toBe('waiting');
    await engine.signal(id ?? '', { name: 'go' });
  }
  expect((await engine.result(branch)).phase).toBe('completed');
  expect((await engine.result(original)).phase).toBe('completed');
  expect(called.map(({ name }) => name).filter((name) => name === 'book')).toHaveLength(1);
});
