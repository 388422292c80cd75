import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { words } from './words.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  words.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('an execution is never a run or a job', () => {
  const bad =
    'type JobQueue = 1; const runId = 1; let activeRuns = []; interface A { readonly workflowRun: 1 } function f(job) {}';
  expect(messages({ 'packages/core/src/a.ts': bad })).toHaveLength(5);
});

test('the verb, the DSL task and longer words are free', () => {
  const good =
    'const o = { run() {} }; type RunTask = 1; function runTask(runtime) {} let truncate, prune, jobless; f(x.runs);';
  expect(messages({ 'packages/core/src/a.ts': good })).toEqual([]);
});
