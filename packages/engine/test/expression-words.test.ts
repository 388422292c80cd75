/** What an expression says by `error` reaches people as it was worded; what it did wrong, with the expression. */
import { assert, faultWords } from '@batonhq/core';
import { expect, test } from 'vitest';
import { open } from './open-engine.ts';

test.each([
  ['.slots[0] // error("there is no free time: name other days")', 'there is no free time: name other days'],
  ['.slots | length == 0 | if . then ("none" | error) else . end', 'none'],
  ['try error("inside") catch error("\\(.), and said again")', 'inside, and said again'],
  ['.slots[0] | keys', 'Expression error (400): null (null) has no keys (in .slots[0] | keys)'],
])('%s', async (source, words) => {
  const engine = await open();
  const id = await engine.start({
    definition: {
      document: { dsl: '1.0.3', namespace: 'test', name: 'words', version: '1.0.0' },
      do: [{ say: { set: { said: `\${ ${source} }` } } }],
    },
    input: { slots: [] },
  });
  const result = await engine.result(id);
  assert(result.phase === 'faulted', 'it did not fault');
  expect(faultWords(result.fault)).toContain(words);
  expect(result.fault).toMatchObject({ title: 'Expression error', status: 400 });
  expect(result.fault.detail).toContain(source.slice(0, 40));
});
