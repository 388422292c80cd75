/** The journal tells which files an execution wrote: by the word of the functions that write them, and nobody else's. */
import { expect, test } from 'vitest';
import { writtenFiles, type ExecutionEvent, type JsonObject, type Recorded } from '@batonhq/core';

const reference = { namespace: 'tests', name: 'files', version: '1.0.0', hash: 'h' };
const origin = { tenant: 'local', user: 'ada', priority: 5 };

function membersOf(name: string): readonly string[] {
  return { report: ['path', 'html'], campaign: ['pieces.path'] }[name] ?? [];
}

function found(events: readonly ExecutionEvent[], ...definitions: readonly JsonObject[]) {
  return writtenFiles(recorded(events), { membersOf, definitions });
}

function recorded(events: readonly ExecutionEvent[]): readonly Recorded[] {
  return events.map((event, index) => ({ seq: index + 1, at: (index + 1) * 100, event }));
}

function calling(task: string, name: string): ExecutionEvent {
  return { kind: 'task.started', task, effect: { kind: 'function', name, input: {} } };
}

function done(task: string, output: JsonObject): ExecutionEvent {
  return { kind: 'task.completed', task, output };
}

test('files stand in the members that a function names, of each piece, latest last', () => {
  const files = found([
    calling('work/report', 'report'),
    calling('work/campaign', 'campaign'),
    done('work/report', { path: 'r.md', html: 'r.html', chart: 'not-mine.svg' }),
    done('work/campaign', { pieces: [{ path: 'a.txt' }, { path: 7 }, {}, { path: 'r.md' }, { path: '' }] }),
    calling('note', 'notes'),
    done('note', { path: 'read.md' }),
    calling('half', 'report'),
    done('half', { path: 'half \ud800.md', html: 'x'.repeat(4_097) }),
  ]);
  expect(files).toEqual([
    { path: 'r.html', task: 'work/report', step: 'work/report', function: 'report', at: 300, isPast: false },
    { path: 'a.txt', task: 'work/campaign', step: 'work/campaign', function: 'campaign', at: 400, isPast: false },
    { path: 'r.md', task: 'work/campaign', step: 'work/campaign', function: 'campaign', at: 400, isPast: false },
    { path: 'half \ufffd.md', task: 'half', step: 'half', function: 'report', at: 800, isPast: false },
  ]);
});

test('a tool of an agent writes in a step of its own, with gates before it or without', () => {
  const operation = { kind: 'call', effect: { kind: 'function', name: 'report', input: {} }, repeat: 'safe' } as const;
  const files = found([
    calling('help', 'agent'),
    { kind: 'step.claimed', step: 'help|report#0', attempt: 1, operation },
    { kind: 'step.completed', step: 'help|report#0', output: { path: 'one.md' } },
    { kind: 'step.gated', step: 'help|report#1', attempt: 1, gates: [], operation },
    { kind: 'step.claimed', step: 'help|report#1', attempt: 1 },
    { kind: 'step.completed', step: 'help|report#1', output: { path: 'two.md' } },
    { kind: 'step.completed', step: 'help|other#0', output: { path: 'three.md' } },
    done('help', { path: 'four.md' }),
  ]);
  expect(files.map(({ path, task, step }) => [path, task, step])).toEqual([
    ['one.md', 'help', 'help|report#0'],
    ['two.md', 'help', 'help|report#1'],
  ]);
});

test('an output that is not the word of the function is no proof: reshaped, settled, probed, of what failed or undoes', () => {
  const reshaping: JsonObject = {
    use: { functions: { alias: { call: 'report', output: { as: '${ {path: "diary"} }' } } } },
    do: [{ work: { fork: { branches: [{ 'a/b': { call: 'report', output: { as: '${ . }' } } }] } } }],
  };
  const tasks = ['work/a~1b', 'go/alias', 'loop[3]/settled#2', 'probed', 'undone:undo'];
  const events: readonly ExecutionEvent[] = [
    ...tasks.map((task) => calling(task, 'report')),
    { kind: 'step.settled', step: 'loop[3]/settled#2', decision: 'completed', by: 'eve' },
    { kind: 'step.probing', step: 'probed', attempt: 1 },
    ...tasks.map((task) => done(task, { path: `${task}.md` })),
    calling('failed', 'report'),
    { kind: 'task.faulted', task: 'failed', fault: { type: 'x', status: 500, title: 'x' } },
    { kind: 'execution.completed', output: { path: 'x.md', files: ['x.md'] } },
  ];
  expect(found(events, reshaping)).toEqual([]);
  expect(found(events).map(({ path }) => path)).toEqual(['work/a~1b.md', 'go/alias.md']);
  const checked: JsonObject = { do: [{ alias: { call: 'report', output: { schema: { document: {} } } } }] };
  expect(found([calling('alias', 'report'), done('alias', { path: 'a.md' })], checked)).toHaveLength(1);
});

test('what was done before an execution was branched off counts, and is told apart', () => {
  const past = { events: recorded([calling('one', 'report'), done('one', { path: 'one.md' })]), task: 'two' };
  const files = found([
    { kind: 'execution.started', definition: reference, input: {}, origin, past },
    calling('two', 'report'),
    done('two', { path: 'two.md' }),
  ]);
  expect(files.map(({ path, isPast }) => [path, isPast])).toEqual([
    ['one.md', true],
    ['two.md', false],
  ]);
});
