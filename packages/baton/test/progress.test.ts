/** The picture of an execution: a shape and a word for each state, in 80 columns, with what it waits for. */
import type { ExecutionView, TaskView, WaitingFor } from '@batonhq/core';
import { expect, test } from 'vitest';
import { openNarrator } from '../src/cli/progress/event-line.ts';
import { progressLines } from '../src/cli/progress/progress-lines.ts';
import { taskTree } from '../src/cli/progress/task-tree.ts';
import { waitingText } from '../src/cli/progress/waiting-text.ts';
import { uncoloured } from '../src/cli/terminal/painter.ts';
import { textWidth } from '../src/cli/terminal/text-width.ts';

const page = { paint: uncoloured, symbols: true, columns: 80, rows: 20, now: 10_000 };

const view: ExecutionView = {
  id: 'x1',
  definition: { namespace: 'demo', name: 'report', version: '1.0.0', hash: 'h' },
  tenant: 'local',
  user: 'local',
  priority: 5,
  idempotencyKey: null,
  parent: null,
  phase: 'running',
  substate: null,
  startedAt: 0,
  endedAt: null,
  output: null,
  fault: null,
};

function task(reference: string, more: Partial<TaskView> = {}): TaskView {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return { reference, name, phase: 'running', startedAt: 0, endedAt: null, attempts: 1, fault: null, ...more };
}

const done = { phase: 'completed', endedAt: 1_500 } as const;

test('tasks stand under what contains them, with shape, word and duration', () => {
  const tasks = [
    task('list', done),
    task('fan'),
    task('fan/words', done),
    task('fan/try', { attempts: 2 }),
    task('fan/try/ask', { phase: 'faulted', endedAt: 300 }),
    task('fan/try:1/ask'),
  ];
  const waitingFor: readonly WaitingFor[] = [{ kind: 'event', task: 'fan', types: ['go'], since: 8_000 }];
  const lines = progressLines({ view, branchedFrom: null, schedule: null, spending: null, waitingFor, tasks }, page);
  expect(lines.map((line) => line.trimEnd())).toEqual([
    '▸ demo/report:1.0.0  running  10s  x1',
    '  ✓ list                                                     completed     1.5s',
    '  ◷ fan                                                      waiting        10s',
    '    ✓ words                                                  completed     1.5s',
    '    ▸ try  2 attempts                                        running        10s',
    '      ▸ ask                                                  running        10s',
    '  waiting for go in fan, since 2.0s',
    '    baton signal x1 go JSON',
  ]);
});

test('no line is wider than the terminal, whatever names and faults say', () => {
  const fault = { type: 'about:blank', status: 500, detail: `日本語 ${'x'.repeat(300)}\u001B[2J` };
  const tasks = [task(`${'長'.repeat(60)}`, { phase: 'faulted', fault }), task('b/c/d/e/f/g/h/i/j/k/l')];
  for (const columns of [40, 80, 120]) {
    const lines = progressLines(
      { view, branchedFrom: null, schedule: null, spending: null, waitingFor: [], tasks },
      { ...page, columns },
    );
    expect(lines.filter((line) => textWidth(line) > columns)).toEqual([]);
    expect(lines.join('')).not.toContain('\u001B');
  }
});

test('a picture never has more lines than the terminal; what is finished gives way first', () => {
  const tasks = Array.from({ length: 100 }, (_, index) => task(`t${index}`, index === 7 ? {} : done));
  const lines = progressLines(
    { view, branchedFrom: null, schedule: null, spending: null, waitingFor: [], tasks },
    { ...page, rows: 10 },
  );
  expect(lines).toHaveLength(10);
  expect(lines.join('\n')).toContain('t7 ');
  expect(lines.join('\n')).toContain('92 finished more');
});

test('terminals without such letters get ASCII', () => {
  const lines = progressLines(
    { view, branchedFrom: null, schedule: null, spending: null, waitingFor: [], tasks: [task('a', done)] },
    { ...page, symbols: false },
  );
  expect(lines[1]).toMatch(/^ {2}\+ a /);
});

test('iterations and turns are told apart, earlier attempts are left out unless all are wanted', () => {
  const tasks = [
    task('loop'),
    task('loop[0]/a'),
    task('loop[1]/a'),
    task('back#2'),
    task('t'),
    task('t/a'),
    task('t:1/a'),
  ];
  const labels = (all: boolean) =>
    taskTree(tasks, { all }).map(({ label, children }) => [label, children.map((child) => child.label)]);
  expect(labels(false)).toEqual([
    ['loop', ['[0] a', '[1] a']],
    ['back#2 (turn 3)', []],
    ['t', ['a']],
  ]);
  expect(labels(true).at(-1)).toEqual(['t', ['a', 'a']]);
});

test('every kind of waiting has a line, and a command where a person can help', () => {
  const fault = { type: 't', status: 503, title: 'Busy' };
  const kinds: readonly [WaitingFor, RegExp, RegExp | undefined][] = [
    [
      { kind: 'step', task: 'a', what: 'GET x', since: 0, attempt: 2 },
      /GET x in a \(attempt 2\), since 10s/,
      undefined,
    ],
    [{ kind: 'timer', task: 'a', until: 12_000 }, /timer of a, 2.0s to go/, undefined],
    [
      { kind: 'retry', task: 'a', until: 12_000, attempt: 3, fault },
      /attempt 3 of a, 2.0s to go: Busy \(503\)/,
      undefined,
    ],
    [{ kind: 'child', task: 'a', child: 'x2', since: 0 }, /execution x2/, /baton show x2/],
    [{ kind: 'lock', task: 'a', key: 'stock', since: 0 }, /^the lock stock for a, since 10s$/, undefined],
    [
      {
        kind: 'lock',
        task: 'a',
        key: 'stock',
        since: 0,
        ahead: 2,
        holder: { execution: 'x3', task: 'b/c', since: 4_000 },
      },
      /held by b\/c of x3 for 6.0s, 2 more before it/,
      /baton show x3/,
    ],
    [{ kind: 'settlement', task: 'a', step: 'a|p#0', reason: 'died' }, /died/, /baton settle x1 'a\|p#0' /],
    [{ kind: 'resume', reason: 'paused' }, /paused/, /baton resume x1/],
    [{ kind: 'engine' }, /engine/, undefined],
  ];
  for (const [waiting, text, command] of kinds) {
    const shown = waitingText(waiting, 'x1', 10_000);
    expect(shown.text).toMatch(text);
    expect(shown.command ?? 'none').toMatch(command ?? /^none$/);
  }
});

test('a log tells events in lines, with the time since the start', () => {
  const narrator = openNarrator({ paint: uncoloured, symbols: true });
  const definition = view.definition;
  const origin = { tenant: 'local', user: 'local', priority: 5 };
  const lines = [
    narrator.tell({ seq: 1, at: 1_000, event: { kind: 'execution.started', definition, input: {}, origin } }),
    narrator.tell({ seq: 2, at: 1_000, event: { kind: 'task.started', task: 'a' } }),
    narrator.tell({ seq: 3, at: 3_500, event: { kind: 'task.completed', task: 'a', output: '\u001B[2J' } }),
    narrator.tell({ seq: 4, at: 3_500, event: { kind: 'timer.armed', timer: 'wait:b', due: 9_000 } }),
  ];
  expect(lines).toEqual([
    '   +0.0s ▸ started    demo/report:1.0.0',
    '   +0.0s ▸ started    a',
    '   +2.5s ✓ completed  a  2.5s',
    undefined,
  ]);
});
