import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { siblingFiles } from './sibling-files.ts';

const messages = (text: string) =>
  siblingFiles.check(treeOf({ 'packages/engine/src/a.ts': text })).map(({ line, message }) => `${line} ${message}`);

test('a source file named as a literal is found', () => {
  expect(messages("const at = new URL('./worker.ts', import.meta.url);")).toEqual(['1 names ./worker.ts as a file']);
});

test('imports pass, and so does the extension of the own file', () => {
  expect(messages("import { a } from './b.ts';\nawait import('./c.ts');\n")).toEqual([]);
  expect(messages('const at = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);')).toEqual([]);
});
