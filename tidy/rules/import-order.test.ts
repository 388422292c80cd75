import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { importOrder } from './import-order.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  importOrder.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

test('a package may not import one that comes after it', () => {
  expect(messages({ 'packages/core/src/view/a.ts': "import { x } from '@batonhq/engine';" })).toEqual([
    'packages/core/src/view/a.ts:1 core may not import engine (it may import: jq)',
  ]);
  expect(messages({ 'packages/engine/src/a.ts': "export { x } from '@batonhq/core';" })).toEqual([]);
});

test('a folder of the core may not import one that comes after it, nor the public index', () => {
  expect(messages({ 'packages/core/src/kernel/a.ts': "import type { X } from '../event/b.ts';" })).toHaveLength(1);
  expect(messages({ 'packages/core/src/event/a.ts': "import type { X } from '../index.ts';" })).toHaveLength(1);
  expect(messages({ 'packages/core/src/odd/a.ts': "import type { X } from '../kernel/b.ts';" })).toHaveLength(1);
  expect(messages({ 'packages/core/src/event/a.ts': "import type { X } from '../kernel/b.ts';" })).toEqual([]);
});

test('another package is imported by its public name only', () => {
  expect(messages({ 'packages/engine/src/a.ts': "import { x } from '../../core/src/index.ts';" })).toHaveLength(1);
  expect(messages({ 'packages/engine/src/a.ts': "import { x } from '@batonhq/core/src/index.ts';" })).toHaveLength(1);
  expect(messages({ 'bench/a.ts': "import { x } from '../packages/core/src/index.ts';" })).toHaveLength(1);
});

test('testing stays below the composition root, shipped code stays clear of testing, dynamic imports count', () => {
  expect(messages({ 'packages/testing/src/a.ts': "import { x } from '@batonhq/baton';" })).toHaveLength(1);
  expect(messages({ 'packages/engine/src/a.ts': "await import('@batonhq/testing');" })).toHaveLength(1);
  expect(messages({ 'packages/engine/test/a.ts': "import { x } from '@batonhq/testing';" })).toEqual([]);
});

test('examples see what a user sees', () => {
  expect(messages({ 'examples/demo/main.ts': "import { x } from '@batonhq/engine';" })).toHaveLength(1);
  expect(messages({ 'examples/demo/main.ts': "import { x } from '@batonhq/baton';" })).toEqual([]);
});
