/** Nothing in the shared context is overwritten that its writer had not seen; what was refused is recorded until it is settled. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  contextFromJson,
  contextOf,
  contextStream,
  contextToJson,
  decideContext,
  foldContext,
  unwritten,
  type ContextState,
  type ContextWrite,
} from '@batonhq/core';

type Given = Partial<ContextWrite> & Pick<ContextWrite, 'value'>;

const write = (state: ContextState, given: Given) =>
  decideContext(state, { at: 1, expected: 0, origin: { kind: 'tool' }, by: { execution: 'a' }, ...given });

test('a write that knows what is there replaces it, any other is refused and recorded', () => {
  const first = write(unwritten, { value: 'one' });
  expect(first.answer).toEqual({ isWritten: true, number: 1 });
  const late = write(first.state, { value: 'two', by: { execution: 'b' }, expected: 0 });
  expect(late.answer).toEqual({ isWritten: false, number: 2 });
  expect(late.state).toMatchObject({
    version: 1,
    value: 'one',
    conflicts: [{ number: 2, by: { execution: 'b' }, expected: 0, found: 1, value: 'two' }],
  });
  const again = write(late.state, { value: 'both', by: { execution: 'b' }, expected: 1 });
  expect(again.state).toMatchObject({ version: 3, value: 'both', conflicts: [] });
});

test('somebody else settles a conflict by naming it; a value that was taken away is there no more', () => {
  const { state } = write(write(unwritten, { value: 1 }).state, { value: 2, by: { execution: 'b' } });
  const unsettled = write(state, { value: 3, expected: 1 });
  expect(unsettled.state.conflicts).toHaveLength(1);
  const settled = write(unsettled.state, { value: undefined, expected: 3, by: { user: 'dana' }, resolves: [2] });
  expect(settled.state).toMatchObject({ value: undefined, version: 4, conflicts: [], by: { user: 'dana' } });
});

test('the same request again gets the same answer and changes nothing', () => {
  const first = write(unwritten, { value: 'one', request: 'r' });
  const moved = write(first.state, { value: 'two', expected: 1 });
  const repeated = write(moved.state, { value: 'one', request: 'r' });
  expect(repeated).toMatchObject({ facts: [], answer: { isWritten: true, number: 1 } });
  expect(repeated.state.value).toBe('two');
});

test.each([
  { merge: 'add', there: 2, given: 3, joined: 5 },
  { merge: 'max', there: 2, given: 3, joined: 3 },
  { merge: 'min', there: 2, given: 3, joined: 2 },
  { merge: 'append', there: ['a'], given: ['a', 'b'], joined: ['a', 'a', 'b'] },
  { merge: 'append', there: ['a'], given: 'b', joined: ['a', 'b'] },
  { merge: 'union', there: [{ a: 1, b: 2 }], given: [{ b: 2, a: 1 }, 'c'], joined: [{ a: 1, b: 2 }, 'c'] },
  { merge: 'fields', there: { a: 1 }, given: { b: 2 }, joined: { a: 1, b: 2 } },
] as const)('$merge joins what is there with what is given, whoever wrote it', ({ merge, there, given, joined }) => {
  const { state } = write(unwritten, { value: there });
  expect(write(state, { value: given, merge, by: { execution: 'b' } }).state.value).toEqual(joined);
});

test.each([
  ['add', 'two', 3],
  ['append', 7, 'x'],
  ['fields', { a: 1 }, { a: 2 }],
] as const)('%s of what does not go together is a conflict', (merge, there, given) => {
  const { state } = write(write(unwritten, { value: there }).state, { value: given, merge, by: { execution: 'b' } });
  expect(state).toMatchObject({ value: there, conflicts: [{ expected: null, value: given }] });
});

test('whatever is written in whatever order, no version is replaced unseen, and the facts fold to the state', () => {
  const writes = fc.array(
    fc.record({
      value: fc.oneof(fc.integer(), fc.string(), fc.constant(undefined)),
      expected: fc.nat(12),
      by: fc.record({ execution: fc.constantFrom('a', 'b', 'c') }),
      request: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5'),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(writes, (all) => {
      let state = unwritten;
      const facts = all.flatMap((given) => {
        const decided = write(state, given);
        const changed = decided.state.version !== state.version;
        expect(changed).toBe(decided.facts.some(({ kind }) => kind !== 'context.refused'));
        expect(changed && given.expected !== state.version).toBe(false);
        state = decided.state;
        return decided.facts;
      });
      expect(foldContext(facts)).toEqual(state);
      expect(contextFromJson(contextToJson(state))).toEqual(state);
    }),
    { numRuns: 200 },
  );
});

test('a stream is named by tenant, scope and key, whatever they contain', () => {
  const name = { tenant: 'a/b', scope: 'execution:x/y', key: 'plans/2026 ü' };
  expect(contextOf(contextStream(name))).toEqual(name);
  expect(contextOf('tenant/local/lock/x')).toBeNull();
});
