/** Proves that no program and no text keeps the host busy or takes its memory: each ends in a JqError, soon. */
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { compile, JqError, JqLimitError } from '../src/index.ts';
import type { Json } from '../src/index.ts';
import { HOSTILE } from './hostile-programs.ts';

/** Processor time that a run may take, in milliseconds; it does not depend on what else the machine does. */
const MAX_MILLISECONDS = 200;
/** Memory that the worker below may use, in MiB: its own start and the run together. */
const MAX_MEMORY = 64;

function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe.each(HOSTILE)('$program', ({ program, input = () => null, limit }) => {
  test(`ends by the limit on ${limit}`, () => {
    const value = input();
    let caught: unknown;
    const attempt = (): void => {
      try {
        compile(program).all(value);
      } catch (error) {
        caught = error;
      }
    };
    // The best of three: garbage of other tests is collected in whatever run it hits.
    const times = [0, 1, 2].map(() => cpuMilliseconds(attempt));
    expect(JqLimitError.isInstance(caught) ? caught.limit : caught).toBe(limit);
    expect(Math.min(...times)).toBeLessThan(MAX_MILLISECONDS);
  });
});

test(`all of them run within ${MAX_MEMORY} MiB`, async () => {
  const worker = new Worker(new URL('hostile-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY, maxYoungGenerationSizeMb: 16 },
  });
  const answer = await new Promise<unknown>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', resolve);
  });
  await worker.terminate();
  expect(answer).toEqual({ ended: HOSTILE.length, others: [] });
});

test('the language cannot catch a limit', () => {
  expect(() => compile('try [range(infinite)] catch "caught"').all(null)).toThrow(JqLimitError);
  expect(() => compile('[range(infinite)]? // "caught"').all(null)).toThrow(JqLimitError);
});

test('a stack that the caller has nearly used up ends in a JqError, too', () => {
  const program = compile('def f: 1 + f; f', { limits: { depth: 1e9 } });
  const sink = (depth: number): Json | undefined => (depth === 0 ? program.first(null) : sink(depth - 1));
  expect(() => sink(3000)).toThrow(JqError);
});
