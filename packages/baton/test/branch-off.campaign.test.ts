/** `replay` compares points of the past; `fork` and `retry` go on from one, and say first what that repeats. */
import { expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './run-baton.ts';

const patient = { timeout: 60_000 };

const order = `
document: { dsl: '1.0.3', namespace: shop, name: order, version: '1.0.0' }
do:
  - price: { call: price, with: { item: '\${ .item }' } }
  - pay: { call: pay, with: { amount: '\${ . }' } }
  - thank: { set: { thanks: '\${ . }' } }
`;

/** Pays only when the file `money` exists. */
const functions = `
import { existsSync } from 'node:fs';
export default [
  { name: 'price', run: (context, { item }) => item === 'gold' ? 100 : 5 },
  { name: 'pay', run: (context, { amount }) => {
    if (!existsSync('money')) throw new RangeError('declined');
    return 'paid ' + amount + ' as ' + context.idempotencyKey;
  } },
];
`;

async function shop(place: Workplace): Promise<string> {
  place.file('order.yaml', order);
  place.file('functions.ts', functions);
  const { out, code } = await place.run(
    'run',
    'order.yaml',
    '--functions',
    'functions.ts',
    '--input',
    '{"item":"tea"}',
    '--json',
  );
  expect(code).toBe(1);
  return JSON.parse(out).id;
}

test('retry goes on at the task that faulted, once somebody agreed', async () => {
  using place = openWorkplace();
  const id = await shop(place);
  const nobody = await place.run('retry', id, '--yes');
  expect(nobody).toMatchObject({ code: 7, talk: expect.stringMatching(/baton serve/) });
  const planned = await place.run('retry', id, '--dry-run', '--json');
  expect(JSON.parse(planned.out)).toEqual({
    execution: id,
    from: 'pay',
    seq: expect.any(Number),
    repeats: [{ step: 'pay', what: 'function pay', became: 'faulted' }],
    undone: [],
  });
  const silent = await place.run('retry', id);
  expect(silent.talk).toMatch(/may make these outside calls again[^]*pay +faulted +function pay[^]*--yes/);
  expect(silent.code).toBe(4);
  place.file('money', '');
  const served = place.start('serve', '--functions', 'functions.ts');
  await served.until(/serving /);
  const retried = await place.run('retry', id, '--yes');
  expect(retried.code).toBe(0);
  const branch = retried.out.trim();
  await expect
    .poll(async () => JSON.parse((await place.run('show', branch, '--json')).out), patient)
    .toMatchObject({
      phase: 'completed',
      output: { thanks: `paid 5 as ${branch}:pay` },
      branchedFrom: { execution: id },
      tasks: [{ reference: 'price' }, { reference: 'pay' }, { reference: 'thank' }],
    });
  expect((await place.run('show', branch)).out).toContain(`from      ${id}, after its event`);
  expect(await place.run('retry', branch)).toMatchObject({ code: 5, talk: expect.stringMatching(/baton fork/) });
  const edited = await place.run('fork', branch, '--from', 'price', '--input', '{"item":"gold"}', '--yes', '--json');
  const { id: third } = JSON.parse(edited.out);
  await expect
    .poll(async () => JSON.parse((await place.run('show', third, '--json')).out), patient)
    .toMatchObject({
      output: { thanks: `paid 100 as ${third}:pay` },
    });
  const [missing, wrong, verified] = await Promise.all([
    place.run('fork', id, '--from', 'pray', '--yes'),
    place.run('fork', 'nothing', '--yes'),
    place.run('doctor', '--verify', '--json'),
  ]);
  expect(missing).toMatchObject({ code: 3, talk: expect.stringMatching(/did you mean pay/) });
  expect(wrong.code).toBe(3);
  expect(JSON.parse(verified.out)).toMatchObject({ healthy: true, verification: { executions: 3, findings: [] } });
});

test('replay compares two points, for people and for programs', async () => {
  using place = openWorkplace();
  const id = await shop(place);
  const story = JSON.parse((await place.run('replay', id, '--json')).out);
  const paying = story.events.find(
    (event: { kind: string; task?: string }) => event.kind === 'task.started' && event.task === 'pay',
  );
  const [plain, json, over] = await Promise.all([
    place.run('replay', id, '--from', '1', '--to', String(paying.seq)),
    place.run('replay', id, '--to', String(paying.seq), '--json'),
    place.run('replay', id, '--to', '999'),
  ]);
  expect(plain.out).toMatch(/^\+ \/tasks\/price {2}.*"completed"/m);
  expect(plain.out).toMatch(/^\+ \/tasks\/pay {2}.*"running"/m);
  expect(plain.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(JSON.parse(json.out)).toMatchObject({
    id,
    from: 0,
    to: paying.seq,
    before: {},
    after: { phase: 'running', waitingFor: { pay: expect.stringMatching(/function pay/) } },
    changes: expect.arrayContaining([{ path: '/phase', after: 'running' }]),
    state: { id, seq: paying.seq },
  });
  expect(over).toMatchObject({ code: 2, talk: expect.stringMatching(/no event 999[^]*its last one is/) });
});
