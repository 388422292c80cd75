import fc from 'fast-check';
import { expect } from 'vitest';
import type { Json } from '@batonhq/core';
import type { Laws } from './law.ts';
import { commit, note, origin, record, row, start, state } from './specimens.ts';

/** Strings that stores are known to change, cut off, or take for something else. */
const naughty = [
  '', ' ', '\0', 'a\0b', '\u0001', '\u0001"x"', '\u001b[31m', '\r\n', '\u007f', '\u0085', '\u2028\u2029', '\ufeff', '\ufffd', '\uffff',
  '\ud800', '\udc00x', 'x\udbff', '\udfff\ud800', '😀', '👩‍👩‍👧‍👦', 'é', 'e\u0301', 'שלום', 'مرحبا', '\u202edcba', '＇', "'; DROP TABLE events; --", '%s%n',
  '"', '\\', '\\u0000', '`', '${x}', '{{x}}', '$blob', '__proto__', 'constructor', 'NaN', 'null', 'true', '1e400', '0x10', '-0', '*', 'a/b[0]#1|c:d',
]; // prettier-ignore

const numbers = [0, -1, 0.1, 1e21, 5e-324, Number.MAX_VALUE, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1_763_700_000_123.5];

/** Values come back exactly as JSON has them, whatever they are and however large. */
export const valueLaws: Laws = {
  'gives values back exactly': async ({ journal }) => {
    const input: Json = {
      strings: naughty,
      numbers,
      rest: [null, true, false, [], {}, [[]]],
      keys: Object.fromEntries(naughty.map((key, index) => [key, index])),
    };
    await journal.commit(start('a', {}, input));
    const [first] = await journal.read('a', { seq: 0 });
    expect(first?.event).toStrictEqual({
      kind: 'execution.started',
      definition: row('a').definition,
      input,
      origin: origin(),
    });
  },

  'has one zero, as JSON does': async ({ journal }) => {
    await journal.commit(start('a', {}, [-0]));
    const [first] = await journal.read('a', { seq: 0 });
    expect(first?.event).toMatchObject({ input: [0] });
  },

  'keeps the members of __proto__ and constructor as data': async ({ journal }) => {
    const input: Json = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
    await journal.commit({
      ...start('a', {}, input),
      view: row('a', { output: input }),
      snapshot: state('a', 1, input),
    });
    const loaded = await journal.load('a');
    expect(JSON.stringify(loaded?.snapshot?.input)).toBe(JSON.stringify(input));
    expect(JSON.stringify((await journal.view('a'))?.output)).toBe(JSON.stringify(input));
  },

  'tells names apart that differ in a single character': async ({ journal }) => {
    const ids = [...new Set(naughty)].filter((id) => id !== '*');
    for (const id of ids) {
      await journal.commit({
        ...start(id, { tenant: id, idempotencyKey: id }),
        timers: [{ kind: 'arm', timer: id, due: 5 }],
        listens: [id],
        view: row(id, { tenant: id, idempotencyKey: id, parent: id }),
      });
      const ends = ids.map((task) => ({ kind: 'task.completed', task }) as const);
      await journal.commit(commit(id, 1, ends));
    }
    for (const id of ids) {
      expect(await journal.findByIdempotencyKey(id, id)).toBe(id);
      expect(await journal.listeners(id)).toEqual([id]);
      expect(await journal.list({ parent: id })).toEqual([row(id, { tenant: id, idempotencyKey: id, parent: id })]);
      const tasks = (await journal.read(id, { seq: 1 })).map(({ event }) => event);
      expect(tasks).toEqual(ids.map((task) => ({ kind: 'task.completed', task })));
    }
    const timers = await journal.dueTimers(5, 1_000);
    expect(new Set(timers.map(({ execution }) => execution))).toEqual(new Set(ids));
    expect(timers.every(({ execution, timer }) => execution === timer)).toBe(true);
  },

  'gives back large values wherever they are': async ({ journal, reopen }) => {
    const large = { text: '\ud800"é'.repeat(20_000), list: Array.from({ length: 5_000 }, (_, index) => index) };
    const effect = { kind: 'function', name: 'f', input: large } as const;
    const events = [
      { kind: 'task.started', task: 'a', input: large, effect, items: [large, large] },
      { kind: 'task.completed', task: 'a', output: large, context: large },
      { kind: 'signal.received', event: { id: '1', source: 's', type: 't', data: large } },
      { kind: 'step.claimed', step: 'b', attempt: 1, operation: { kind: 'call', effect, repeat: 'safe' } },
      note('x'.repeat(100_000)),
    ] as const;
    await journal.commit({
      ...start('a', {}, large),
      snapshot: state('a', 1, large),
      view: row('a', { output: large }),
    });
    await journal.commit(commit('a', 1, events));
    const again = await reopen();
    expect(await again.load('a')).toEqual({ snapshot: state('a', 1, large), events: record(1, events) });
    expect(await again.view('a')).toEqual(row('a', { output: large }));
  },

  'keeps large values of tenants apart': async ({ journal }) => {
    const large = 'x'.repeat(50_000);
    await journal.commit(start('a', { tenant: 'one' }, large));
    await journal.commit(start('b', { tenant: 'two' }, large));
    const all = await journal.readAll({ position: 0 });
    expect(all.map(({ recorded }) => recorded.event)).toMatchObject([{ input: large }, { input: large }]);
  },

  'gives back whatever is JSON': async ({ journal }) => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    const text = fc.string({ unit });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), text, text, async (value, task, reason) => {
        const input: Json = JSON.parse(JSON.stringify(value));
        const id = `${++count} ${task}`;
        const skipped = { kind: 'task.skipped', task, reason } as const;
        await journal.commit({ ...start(id, {}, input), snapshot: state(id, 1, input) });
        await journal.commit(commit(id, 1, [skipped]));
        expect(await journal.load(id)).toEqual({ snapshot: state(id, 1, input), events: record(1, [skipped]) });
        expect((await journal.read(id, { seq: 0 }))[0]?.event).toMatchObject({ input });
      }),
      { numRuns: 100 },
    );
  },
};
