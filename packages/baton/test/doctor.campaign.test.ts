/** `baton doctor`: silent on what is sound, and each thing that was broken on purpose is found, with a way out. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createOrchestrationSystem } from '@batonhq/baton';
import type { Recorded } from '@batonhq/core';
import {
  openJournalReader,
  programCompiler,
  verifyExecution,
  type Finding,
  type StoredExecution,
} from '@batonhq/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace } from './run-baton.ts';

const scratch = mkdtempSync(join(tmpdir(), 'baton-doctor-'));
const sound = join(scratch, 'sound');
const ids = { busy: '', open: '', undone: '', waiting: '' };

const document = (name: string) => ({ dsl: '1.0.3', namespace: 'doctor', name, version: '0.1.0' });

/** One of everything: a fork with `after`, a retry, a loop, a durable function, a timer, a child. */
const busy = {
  document: document('busy'),
  do: [
    {
      fan: {
        fork: {
          branches: [
            { a: { call: 'add', with: { n: 1 }, export: { as: '${ { a: . } }' } } },
            { b: { wait: { milliseconds: 20 } } },
            { c: { metadata: { after: ['a', 'b'] }, call: 'steps', with: { n: '${ $context.a.n }' } } },
          ],
        },
      },
    },
    {
      loop: {
        for: { each: 'n', in: '${ [1, 2] }' },
        do: [{ one: { call: 'add', with: { n: '${ $n }' }, output: { as: '${ .n }' } } }],
      },
    },
    {
      hard: {
        try: [{ flaky: { call: 'flaky' } }],
        catch: { retry: { delay: { milliseconds: 5 }, limit: { attempt: { count: 3 } } } },
      },
    },
    { child: { run: { workflow: { namespace: 'doctor', name: 'small', version: '0.1.0' } } } },
  ],
};
const small = { document: document('small'), do: [{ only: { set: { ok: true } } }] };
const open = { document: document('open'), do: [{ hear: { listen: { to: { one: { with: { type: 'go' } } } } } }] };
const waiting = { document: document('waiting'), do: [{ rest: { wait: { hours: 1 } } }] };
const undone = {
  document: document('undone'),
  use: { functions: { undo: { call: 'add', with: { n: -1 } } } },
  do: [
    { book: { metadata: { compensate: 'undo' }, call: 'add', with: { n: 1 } } },
    { pay: { metadata: { compensate: 'undo' }, call: 'add', with: { n: 2 } } },
    { hear: { listen: { to: { one: { with: { type: 'go' } } } } } },
  ],
};

let failures = 2;
const functions = [
  { name: 'add', run: (_context: unknown, input: unknown) => ({ n: Number(Object(input).n) + 1 }) },
  {
    name: 'flaky',
    run() {
      failures -= 1;
      if (failures >= 0) throw new RangeError('not yet');
      return 'fine';
    },
  },
];

beforeAll(async () => {
  const system = await createOrchestrationSystem({ dataDir: sound, functions });
  system.registerFunction({
    name: 'steps',
    async run(context) {
      await context.all([() => context.step('x', () => 1), () => context.step('y', () => 2)]);
      await context.race([() => context.sleep(10), () => context.sleep('PT1H')]);
      return context.step('z', () => 3);
    },
  });
  await system.define(small);
  for (const [name, workflow] of Object.entries({ busy, open, undone, waiting })) {
    Object.assign(ids, { [name]: (await system.submitWorkflow({ workflow })).id });
  }
  await system.attach(ids.busy).result();
  await until(async () => (await system.getExecution(ids.undone)).waitingFor[0]?.kind === 'event');
  await system.cancel(ids.undone);
  await system.attach(ids.undone).result();
  await system.close();
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((go) => setTimeout(go, 10));
}

test('a sound journal has no findings, whatever its executions went through', async () => {
  using place = openWorkplace();
  const { out, code } = await place.run('doctor', '--verify', '--json', '--data', sound);
  const told: { readonly verification: { readonly findings: readonly Finding[]; readonly executions: number } } =
    JSON.parse(out);
  expect(told.verification.findings).toEqual([]);
  expect(told.verification.executions).toBe(5);
  expect(code).toBe(0);
});

type Break = (stored: StoredExecution) => Partial<StoredExecution>;

const event = (stored: StoredExecution, kind: string): Recorded => {
  const found = stored.events.find((recorded) => recorded.event.kind === kind);
  if (found === undefined) throw new RangeError(`there is no ${kind}`);
  return found;
};
const later = ({ events }: StoredExecution, recorded: Recorded['event']): readonly Recorded[] => [
  ...events,
  { seq: events.length + 1, at: events.at(-1)?.at ?? 0, event: recorded },
];
const without = ({ events }: StoredExecution, kind: string): readonly Recorded[] =>
  events.filter((recorded) => recorded.event.kind !== kind).map((recorded, index) => ({ ...recorded, seq: index + 1 }));

const breaks: readonly (readonly [string, keyof typeof ids, Finding['invariant'], Break])[] = [
  [
    'a step claimed after it ended',
    'undone',
    'I2',
    (stored) => ({ events: later(stored, { kind: 'step.claimed', step: 'book', attempt: 2 }) }),
  ],
  ['an event missing', 'busy', 'I3', ({ events }) => ({ events: events.filter(({ seq }) => seq !== 4) })],
  ['two ends', 'busy', 'I3', (stored) => ({ events: later(stored, event(stored, 'execution.completed').event) })],
  [
    'a row that says something else',
    'busy',
    'I4',
    ({ row }) => ({ row: row === null ? null : { ...row, phase: 'faulted' } }),
  ],
  ['a row lost', 'open', 'I4', () => ({ row: null })],
  ['a timer lost', 'waiting', 'I4', () => ({ timers: [] })],
  ['a timer lost leaves an orphan', 'waiting', 'I5', () => ({ timers: [] })],
  ['a listen lost leaves an orphan', 'open', 'I5', () => ({ listens: [] })],
  [
    'time that goes back',
    'busy',
    'I6',
    ({ events }) => ({ events: events.map((each) => (each.seq === 5 ? { ...each, at: 1 } : each)) }),
  ],
  [
    'a timer fired early',
    'busy',
    'I7',
    ({ events }) => ({
      events: events.map((each) =>
        each.event.kind === 'timer.armed' ? { ...each, event: { ...each.event, due: each.event.due + 60_000 } } : each,
      ),
    }),
  ],
  ['a timer fired that was not armed', 'busy', 'I7', (stored) => ({ events: without(stored, 'timer.armed') })],
  [
    'another decision',
    'busy',
    'I8',
    ({ events }) => ({
      events: events.map((each) =>
        each.event.kind === 'task.started' && each.event.task === 'loop'
          ? { ...each, event: { ...each.event, items: [1, 2, 3] } }
          : each,
      ),
    }),
  ],
  ['a child left open', 'undone', 'I9', () => ({ children: [{ id: 'lost', phase: 'running' as const }] })],
  [
    'a compensation done twice',
    'undone',
    'I9',
    (stored) => ({ events: later(stored, event(stored, 'compensation.started').event) }),
  ],
];

test.each(breaks)('%s in %s is found as %s', (...[_name, which, invariant, breakIt]) => {
  const reader = openJournalReader(sound);
  const stored = reader.execution(ids[which]);
  const first = stored.events[0]?.event;
  const entry = first?.kind === 'execution.started' ? reader.definition(first.definition.hash) : null;
  const program = entry === null ? null : programCompiler()(entry);
  expect(verifyExecution(stored, program)).toEqual([]);
  const found = verifyExecution({ ...stored, ...breakIt(stored) }, program);
  reader.close();
  expect(found.map((finding) => finding.invariant)).toContain(invariant);
  expect(found.every(({ what, fix, execution }) => what !== '' && fix !== '' && execution === ids[which])).toBe(true);
});

/** A copy of the sound folder in which one thing was changed behind everybody's back. */
function damaged(name: string, sql: string): string {
  const folder = join(scratch, name);
  cpSync(sound, folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'journal.db'));
  database.exec(sql);
  database.close();
  return folder;
}

test.each([
  ['an altered event', `UPDATE events SET body = replace(body, 'doctor', 'dentist') WHERE seq = 1`, 'I1'],
  ['a dropped timer', 'DELETE FROM timers', 'I5'],
  ['an altered row', `UPDATE executions SET phase = 'completed' WHERE phase = 'waiting'`, 'I4'],
])('doctor --verify finds %s in the file', async (name, sql, invariant) => {
  using place = openWorkplace();
  const { out, code } = await place.run('doctor', '--verify', '--data', damaged(name.replaceAll(' ', '-'), sql));
  expect(out).toMatch(new RegExp(`${invariant} [^]*fix: `));
  expect(code).toBe(1);
});

test('a log that was cut off is told from a sound, older journal', async () => {
  using place = openWorkplace();
  const folder = damaged(
    'cut',
    `DELETE FROM events WHERE position = (SELECT max(position) FROM events); UPDATE meta SET value = 0 WHERE name = 'position'`,
  );
  const { out, code } = await place.run('doctor', '--verify', '--data', folder);
  expect(out).toMatch(/I1 .*acknowledged/);
  expect(code).toBe(1);
});

test('doctor looks at the machine and the folder, and tells how to mend what it finds', async () => {
  using place = openWorkplace();
  const fresh = await place.run('doctor', '--json');
  const checks: { readonly checks: readonly { readonly check: string; readonly status: string }[] } = JSON.parse(
    fresh.out,
  );
  expect(checks.checks.map(({ check }) => check)).toEqual([
    'node',
    'driver',
    'folder',
    'owner',
    'pragmas',
    'journal',
    'schedules',
    'secrets',
    'clock',
    'disk',
  ]);
  expect(fresh.code).toBe(0);
  const notOurs = join(place.folder, 'foreign');
  mkdirSync(notOurs);
  chmodSync(notOurs, 0o755); // Whatever the umask.
  writeFileSync(join(notOurs, 'journal.db'), 'this is no database, and long enough to look at');
  const broken = await place.run('doctor', '--data', notOurs);
  expect(broken.out).toMatch(/✗ journal {3}failed: [^]*fix: /);
  expect(broken.out).toMatch(/‖ folder {4}warning: .*other users[^]*chmod 700/);
  expect(broken.code).toBe(1);
});
