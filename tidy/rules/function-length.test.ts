import { expect, test } from 'vitest';
import { treeOf } from '../tree.ts';
import { functionLength } from './function-length.ts';

const messages = (texts: Readonly<Record<string, string>>) =>
  functionLength.check(treeOf(texts)).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);

const body = (count: number) => `{\n${'  touch();\n'.repeat(count - 2)}}\n`;
const small = 'function small() {\n}\n'.repeat(30);

test('a function ends at 70 lines, whatever its form', () => {
  const found = messages({ 'tidy/a.ts': `${small}const long = () => ${body(71)}class A { m() ${body(75)} }\n` });
  expect(found).toEqual([
    'tidy/a.ts:61 function of 71 lines, the limit is 70',
    'tidy/a.ts:132 function of 75 lines, the limit is 70',
  ]);
  expect(messages({ 'tidy/a.ts': `${small}function edge() ${body(70)}` })).toEqual([]);
});

test('a unit of middling functions is found although each is allowed', () => {
  expect(messages({ 'tidy/a.ts': `function a() ${body(30)}function b() ${body(21)}` })).toEqual([
    'tidy:1 ninetieth percentile of functions is 30 lines, the limit is 20',
  ]);
});

test('markup counts as one line, the code in it as what it is', () => {
  const markup = `<ul>\n${'  <li />\n'.repeat(80)}</ul>`;
  expect(messages({ 'tidy/a.tsx': `${small}function Page() {\n  return (\n${markup}\n);\n}\n` })).toEqual([]);
  const handler = `<ul>\n<li onClick={() => ${body(71).trim()}} />\n</ul>`;
  expect(messages({ 'tidy/a.tsx': `${small}function Page() {\n  return (\n${handler}\n);\n}\n` })).toEqual([
    'tidy/a.tsx:64 function of 71 lines, the limit is 70',
  ]);
});
