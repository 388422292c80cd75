/** Texts made to exhaust a parser are refused with a reason, within 100 ms and 64 MB. */
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { readDefinition } from '../src/definition/read.ts';
import { bombs } from './bombs/bombs.ts';

const megabytes = 64;
const budget = 100;

/** Whatever else the machine does only adds to the time: the quickest attempt is the parser's. */
const mostAttempts = 5;

/** A worker that needs more dies with `ERR_WORKER_OUT_OF_MEMORY`, and the test with it. */
const readApart = async (name: string): Promise<{ milliseconds: number; message: string }> => {
  const file = join(import.meta.dirname, 'bombs', 'read-bomb-worker.ts');
  const worker = new Worker(file, {
    workerData: name,
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 16 },
  });
  const [answer] = await once(worker, 'message');
  await worker.terminate();
  return answer;
};

describe('a bomb', () => {
  it.each(bombs)('of $name is refused', async ({ name, says }) => {
    let quickest = Infinity;
    for (let attempt = 0; attempt < mostAttempts && quickest >= budget; attempt++) {
      const { milliseconds, message } = await readApart(name);
      expect(message).toMatch(says);
      quickest = Math.min(quickest, milliseconds);
    }
    expect(quickest).toBeLessThan(budget);
  });

  it('leaves the prototypes of objects alone', () => {
    readDefinition('__proto__: { polluted: true }');
    readDefinition('{"constructor": {"prototype": {"polluted": true}}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('a large definition within the limits', () => {
  const header = 'document: { dsl: 1.0.3, namespace: test, name: large, version: 1.0.0 }\n';

  it('is read: a map of 20,000 keys', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `        k${index}: ${index}\n`).join('');
    expect(readDefinition(`${header}do:\n  - a:\n      set:\n${keys}`).diagnostics).toEqual([]);
  });

  it('reports some of 20,000 problems and counts the rest', () => {
    const tasks = '  - a: { wiat: PT1S }\n'.repeat(20_000);
    const { diagnostics } = readDefinition(`${header}do:\n${tasks}`);
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)?.message).toBe('and 19900 more problems');
  });

  it('reports some of 20,000 unknown properties', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('');
    expect(readDefinition(`${header}do: []\n${keys}`).diagnostics).toHaveLength(101);
  });
});
