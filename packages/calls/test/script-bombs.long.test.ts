/** Every script that wants all of something, one after the other: each is ended, and the engine answers after it. */
import { expect, test } from 'vitest';
import { complete, open } from './engine.ts';
import { bombs, bounds } from './script-bombs.ts';

test.each(bombs)('%s', async (code) => {
  const script = { time: 300, memory: 8 * 1024 * 1024, output: 10_000 };
  const engine = await open({ calls: { processes: { script } } });
  const run = async (given: string) => complete(engine, [{ a: { run: { script: { language: 'js', code: given } } } }]);
  expect(JSON.stringify(await run(code))).toMatch(bounds);
  expect(await run('console.log("alive")')).toBe('alive\n');
});
