/** What the page of an execution makes of its journal, before anything is drawn. */
import type { ExecutionEvent, Recorded } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { nameOf, parentOf } from '../app/story/key.ts';
import { foldStory } from '../app/story/fold.ts';
import { emptyStory } from '../app/story/story.ts';
import { placedRows } from '../app/story/tree.ts';
import { percentOf, scaleOf } from '../app/timeline/scale.ts';

const fault = { type: 'https://example.com/busy', status: 503, title: 'Busy' };

/** Events in turn, each at the time that is told with it. */
function told(...events: readonly (readonly [at: number, event: ExecutionEvent])[]): readonly Recorded[] {
  return events.map(([at, event], index) => ({ seq: index + 1, at, event }));
}

const call = (task: string): ExecutionEvent => ({
  kind: 'task.started',
  task,
  effect: { kind: 'function', name: 'echo', input: { task } },
});

describe('the story of an execution', () => {
  const events = told(
    [0, { kind: 'task.started', task: 'ask' }],
    [0, call('ask/call')],
    [10, { kind: 'task.faulted', task: 'ask/call', fault }],
    [10, { kind: 'attempt.failed', task: 'ask', attempt: 0, fault, retryAt: 1_000 }],
    [1_000, { kind: 'attempt.started', task: 'ask', attempt: 1 }],
    [1_000, call('ask:1/call')],
    [1_020, { kind: 'task.completed', task: 'ask:1/call', output: 1 }],
    [1_020, { kind: 'task.completed', task: 'ask' }],
  );

  it('has attempts and the waits between them as parts of one bar', () => {
    const { rows } = foldStory(emptyStory, events);
    expect(rows.get('ask')).toMatchObject({ phase: 'completed', attempts: 2, startedAt: 0, endedAt: 1_020 });
    expect(rows.get('ask')?.spans).toMatchObject([
      { kind: 'attempt', from: 0, until: 10, how: 'faulted' },
      { kind: 'delay', from: 10, until: 1_000 },
      { kind: 'attempt', from: 1_000, until: 1_020, how: 'completed' },
    ]);
  });

  it('is the same when it comes bit by bit, and twice', () => {
    const whole = foldStory(emptyStory, events);
    let bits = emptyStory;
    for (const [index] of events.entries()) bits = foldStory(bits, events.slice(Math.max(0, index - 2), index + 1));
    expect([...bits.rows]).toEqual([...whole.rows]);
    expect(foldStory(whole, events)).toBe(whole);
  });

  it('is a tree that can be closed', () => {
    const { rows } = foldStory(emptyStory, events);
    const lines = (closed: readonly string[]) =>
      placedRows(rows.values(), new Set(closed)).map(({ row, depth }) => `${depth} ${row.name} ${row.which}`.trim());
    expect(lines([])).toEqual(['0 ask', '1 call', '1 call attempt 2']);
    expect(lines(['ask'])).toEqual(['0 ask']);
  });

  it('draws long waits short, and true to time where that is wanted', () => {
    const { rows } = foldStory(emptyStory, events);
    const scale = (isSqueezed: boolean) => scaleOf([...rows.values()], { now: 2_000, isSqueezed });
    expect(percentOf(1_000, scale(false))).toBeCloseTo((1_000 / 1_020) * 100);
    expect(scale(true).squeezed).toEqual([{ from: 10, until: 1_000 }]);
    expect(percentOf(1_000, scale(true)) - percentOf(10, scale(true))).toBeLessThan(12);
    expect(percentOf(1_020, scale(true))).toBe(100);
  });

  it('draws what goes on until now, though now is the end of a wait that is drawn short', () => {
    const { rows } = foldStory(emptyStory, events.slice(0, 4));
    const scale = scaleOf([...rows.values()], { now: 60_000, isSqueezed: true });
    expect(scale.squeezed).toEqual([{ from: 10, until: 60_000 }]);
    expect(percentOf(60_000, scale)).toBe(100);
    expect(percentOf(0, scale)).toBe(0);
  });

  it('shows a model that gave no answer as what went wrong', () => {
    const step = 'agent|model small#0';
    const output = { kind: 'failed', failure: 'refused', message: 'the model will not', wait: null };
    const { rows } = foldStory(
      emptyStory,
      told(
        [0, call('agent')],
        [1, { kind: 'step.claimed', step, attempt: 1, operation: { kind: 'step', repeat: 'safe' } }],
        [2, { kind: 'step.completed', step, output }],
      ),
    );
    expect(rows.get(step)).toMatchObject({ phase: 'faulted', output });
    expect(rows.get(step)?.spans).toMatchObject([{ how: 'faulted', text: 'the model will not' }]);
  });

  it('has what waits for people, what was cut short, and what one order cancels', () => {
    const { rows } = foldStory(
      emptyStory,
      told(
        [0, { kind: 'task.started', task: 'all' }],
        [0, { kind: 'task.started', task: 'all/pay', gates: [{ gate: 'approval', asks: {} }] }],
        [1, { kind: 'approval.requested', step: 'all/pay', approval: 'a', hash: 'h', due: 99 }],
        [5, { kind: 'approval.decided', step: 'all/pay', approval: 'a', decision: 'approve', by: 'dana' }],
        [6, { kind: 'step.claimed', step: 'all/pay', attempt: 1 }],
        [9, { kind: 'task.cancelled', task: 'all', reason: 'enough' }],
      ),
    );
    expect(rows.get('all/pay')?.spans).toMatchObject([
      { kind: 'gate', from: 0, until: 1 },
      { kind: 'question', from: 1, until: 5, how: 'completed', text: 'approved by dana' },
      { kind: 'attempt', from: 6, until: 9, how: 'cancelled' },
    ]);
    expect(rows.get('all')).toMatchObject({ phase: 'cancelled', endedAt: 9 });
  });
});

describe('a key', () => {
  it.each([
    ['each[2]/one', 'each', { name: 'one', which: '#3' }],
    ['retry:1/ask#2', 'retry', { name: 'ask', which: 'attempt 2, time 3' }],
    ['retry:catch/a~1b', 'retry', { name: 'a/b', which: 'catch' }],
    ['plan/pay:undo', 'plan', { name: 'pay', which: 'undo' }],
    ['plan/agent|0/model small#1', 'plan/agent', { name: 'model small', which: '#2' }],
  ])('%s is told in words', (key, parent, name) => {
    expect(parentOf(key)).toBe(parent);
    expect(nameOf(key)).toEqual(name);
  });
});
