/** What a durable function has open is found and kept in order, however much that is and in whatever order it ends. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allOperations,
  hasOperations,
  noOperations,
  openOperation,
  withOperation,
  withoutOperation,
} from '../src/execution/operations.ts';
import type { OpenOperation, Operations } from '../src/execution/state.ts';

function open(step: string, since: number, due = 0): OpenOperation {
  return { step, since, state: { kind: 'sleeping', due } };
}

function manyOpen(count: number): Operations {
  let operations = noOperations;
  for (let index = 0; index < count; index += 1)
    operations = withOperation(operations, open(`a|all#0.${index}/s#0`, index + 1));
  return operations;
}

describe('open operations', () => {
  it('are those that were added and not taken out, oldest first', () => {
    const change = fc.record({ step: fc.nat({ max: 200 }), due: fc.nat(), isEnd: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 600 }), (changes) => {
        const expected = new Map<string, OpenOperation>();
        let operations = noOperations;
        for (const [index, { step, due, isEnd }] of changes.entries()) {
          const name = `a|step#${step}`;
          const changed = open(name, expected.get(name)?.since ?? index, due);
          operations = isEnd ? withoutOperation(operations, name) : withOperation(operations, changed);
          if (isEnd) expected.delete(name);
          else expected.set(name, changed);
          expect(openOperation(operations, name)).toEqual(expected.get(name));
        }
        expect(allOperations(operations)).toEqual([...expected.values()].toSorted((a, b) => a.since - b.since));
        expect(hasOperations(operations)).toBe(expected.size > 0);
      }),
      { numRuns: 50 },
    );
  });

  it('change without changing what was there before', () => {
    const before = manyOpen(100);
    const copy = structuredClone(before);
    withoutOperation(withOperation(before, open('a|all#0.7/s#0', 8, 99)), 'a|all#0.8/s#0');
    expect(before).toEqual(copy);
  });

  it('stay in small buckets, and leave nothing when all have ended', () => {
    let operations = manyOpen(5_000);
    expect(Math.max(...operations.map((bucket) => bucket.length))).toBeLessThan(64);
    for (const { step } of allOperations(operations)) operations = withoutOperation(operations, step);
    expect(operations).toEqual([]);
  });
});
