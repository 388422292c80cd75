import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { pureCore } from './pure-core.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  pureCore.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('clock, randomness and I/O are found in the pure packages', () => {
  const bad =
    "import fs from 'node:fs';\nDate.now();\nnew Date();\nMath.random();\nsetTimeout(f, 1);\nprocess.env.TZ;\ncrypto.randomUUID();\na.localeCompare(b);\n";
  expect(messages({ 'packages/core/src/a.ts': bad })).toHaveLength(8);
  expect(messages({ 'packages/engine/src/a.ts': bad })).toEqual([]);
});

test('a given instant is pure, and tests may look at the clock', () => {
  expect(messages({ 'packages/jq/src/a.ts': 'new Date(0);\nstate.process.now;\n' })).toEqual([]);
  expect(messages({ 'packages/jq/test/a.test.ts': 'Date.now();' })).toEqual([]);
});
