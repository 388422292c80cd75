import { expect } from 'vitest';
import type { Laws } from './law.ts';
import { commit, row, start } from './specimens.ts';

/** Timers: armed, armed again, disarmed, found by time. */
export const timerLaws: Laws = {
  'finds due timers, earliest first, at most so many': async ({ journal }) => {
    await journal.commit({ ...start('a'), timers: [arm('late', 30), arm('soon', 10)] });
    await journal.commit({ ...start('b'), timers: [arm('middle', 20), arm('far', 99)] });
    expect(await journal.dueTimers(30, 10)).toEqual([
      { execution: 'a', timer: 'soon', due: 10 },
      { execution: 'b', timer: 'middle', due: 20 },
      { execution: 'a', timer: 'late', due: 30 },
    ]);
    expect(await journal.dueTimers(30, 2)).toHaveLength(2);
    expect(await journal.dueTimers(9, 10)).toEqual([]);
    expect(await journal.nextTimer()).toBe(10);
  },

  'arming again moves a timer, disarming removes it, in the order given': async ({ journal }) => {
    await journal.commit({ ...start('a'), timers: [arm('t', 10), arm('t', 20), arm('u', 30), disarm('u')] });
    expect(await journal.dueTimers(99, 10)).toEqual([{ execution: 'a', timer: 't', due: 20 }]);
    await journal.commit({ ...commit('a', 1, []), timers: [disarm('t'), disarm('never armed')] });
    expect(await journal.dueTimers(99, 10)).toEqual([]);
    expect(await journal.nextTimer()).toBeNull();
  },

  'keeps timers of the same name apart by execution': async ({ journal }) => {
    await journal.commit({ ...start('a'), timers: [arm('t', 10)] });
    await journal.commit({ ...start('b'), timers: [arm('t', 20)] });
    await journal.commit({ ...commit('a', 1, []), timers: [disarm('t')] });
    expect(await journal.dueTimers(99, 10)).toEqual([{ execution: 'b', timer: 't', due: 20 }]);
  },

  'knows times beyond what 32 bits hold': async ({ journal }) => {
    const due = 8_640_000_000_000_000;
    await journal.commit({ ...start('a'), timers: [arm('t', due)] });
    expect(await journal.nextTimer()).toBe(due);
    expect(await journal.dueTimers(due - 1, 1)).toEqual([]);
    expect(await journal.dueTimers(due, 1)).toEqual([{ execution: 'a', timer: 't', due }]);
  },
};

/** Listens: replaced as a whole. */
export const listenLaws: Laws = {
  'finds who listens for a type, and who listens for any': async ({ journal }) => {
    await journal.commit({ ...start('a'), listens: ['paid', 'shipped'] });
    await journal.commit({ ...start('b'), listens: ['*'] });
    await journal.commit({ ...start('c'), listens: ['paid', '*', 'paid'] });
    expect((await journal.listeners('paid')).toSorted()).toEqual(['a', 'b', 'c']);
    expect((await journal.listeners('other')).toSorted()).toEqual(['b', 'c']);
    expect((await journal.listeners('*')).toSorted()).toEqual(['b', 'c']);
  },

  'replaces what an execution listens for, and leaves it when nothing is said': async ({ journal }) => {
    await journal.commit({ ...start('a'), listens: ['paid'] });
    await journal.commit(commit('a', 1, [{ kind: 'execution.resumed' }]));
    expect(await journal.listeners('paid')).toEqual(['a']);
    await journal.commit({ ...commit('a', 2, []), listens: ['shipped'] });
    expect(await journal.listeners('paid')).toEqual([]);
    await journal.commit({ ...commit('a', 2, []), listens: [] });
    expect(await journal.listeners('shipped')).toEqual([]);
  },
};

/** Rows of executions, and finding them. */
export const viewLaws: Laws = {
  'gives back the row that was written last': async ({ journal }) => {
    const ended = row('a', {
      phase: 'faulted',
      substate: 'compensating',
      parent: 'p',
      idempotencyKey: 'k',
      endedAt: 5,
      output: { ok: [1, 'two', null] },
      fault: { type: 'x', status: 500, detail: 'why' },
    });
    await journal.commit({ ...start('a'), view: row('a') });
    await journal.commit({ ...commit('a', 1, []), view: ended });
    expect(await journal.view('a')).toEqual(ended);
  },

  'names the unfinished: pending, running and suspended': async ({ journal }) => {
    const phases = ['pending', 'running', 'waiting', 'suspended', 'cancelled', 'faulted', 'completed'] as const;
    for (const phase of phases) await journal.commit({ ...start(phase), view: row(phase, { phase }) });
    expect((await journal.unfinished()).toSorted()).toEqual(['pending', 'running', 'suspended']);
    await journal.commit({ ...commit('pending', 1, []), view: row('pending', { phase: 'completed' }) });
    expect((await journal.unfinished()).toSorted()).toEqual(['running', 'suspended']);
    expect(await journal.countByPhase()).toEqual({
      ...Object.fromEntries(phases.slice(1).map((phase) => [phase, 1])),
      completed: 2,
    });
  },

  'lists the newest first, page by page': async ({ journal }) => {
    const ids = Array.from({ length: 7 }, (_, index) => `id-${(index * 3) % 7}`);
    await Promise.all(ids.map((id) => journal.commit({ ...start(id), view: row(id) })));
    const listed: string[] = [];
    for (let page = await journal.list({ limit: 3 }); page.length > 0;) {
      listed.push(...page.map(({ id }) => id));
      page = await journal.list({ limit: 3, before: listed.at(-1) ?? '' });
    }
    expect(listed).toEqual(ids.toReversed());
    expect(await journal.list({ before: 'nobody' })).toEqual([]);
  },

  'lists at most 100 unless asked for more': async ({ journal }) => {
    const ids = Array.from({ length: 105 }, (_, index) => `id-${index}`);
    await Promise.all(ids.map((id) => journal.commit({ ...start(id), view: row(id) })));
    expect(await journal.list({})).toHaveLength(100);
    expect(await journal.list({ limit: 200 })).toHaveLength(105);
  },

  'filters by phase, definition, tenant and parent': async ({ journal }) => {
    const definition = { namespace: 'other', name: 'ship', version: '1.0.0', hash: 'h' };
    await journal.commit({ ...start('a'), view: row('a', { phase: 'waiting', tenant: 'one' }) });
    await journal.commit({ ...start('b'), view: row('b', { definition, parent: 'a', tenant: 'two' }) });
    const ids = async (filter: Parameters<typeof journal.list>[0]) => (await journal.list(filter)).map(({ id }) => id);
    expect(await ids({ phases: ['waiting', 'faulted'] })).toEqual(['a']);
    expect(await ids({ phases: [] })).toEqual([]);
    expect(await ids({ namespace: 'other' })).toEqual(['b']);
    expect(await ids({ name: 'ship' })).toEqual(['b']);
    expect(await ids({ tenant: 'one' })).toEqual(['a']);
    expect(await ids({ parent: 'a' })).toEqual(['b']);
    expect(await ids({ tenant: 'one', parent: 'a' })).toEqual([]);
    expect(await ids({ name: 'ship', version: '1.0.0' })).toEqual(['b']);
    expect(await ids({ name: 'ship', version: '2.0.0' })).toEqual([]);
  },

  'filters by when an execution started': async ({ journal }) => {
    for (const startedAt of [1_000, 2_000, 3_000]) {
      const id = `at-${startedAt}`;
      await journal.commit({ ...start(id), view: row(id, { startedAt }) });
    }
    const ids = async (filter: Parameters<typeof journal.list>[0]) => (await journal.list(filter)).map(({ id }) => id);
    expect(await ids({ since: 2_000 })).toEqual(['at-3000', 'at-2000']);
    expect(await ids({ until: 2_000 })).toEqual(['at-1000']);
    expect(await ids({ since: 2_000, until: 3_000 })).toEqual(['at-2000']);
  },

  'finds a text in names, input, output and fault': async ({ journal }) => {
    const definition = { namespace: 'other', name: 'Ship', version: '1.0.0', hash: 'h' };
    const fault = { type: 'about:blank', status: 500, detail: 'No "tea" at 100%_' };
    await journal.commit({ ...start('a', {}, { who: 'Ada Ünal' }), view: row('a', { output: { sum: 417 } }) });
    await journal.commit({ ...start('b'), view: row('b', { definition, user: 'grace', fault }) });
    const ids = async (text: string) => (await journal.list({ text })).map(({ id }) => id);
    expect(await ids('ada Ünal')).toEqual(['a']);
    expect(await ids('417')).toEqual(['a']);
    expect(await ids('other/ship:1')).toEqual(['b']);
    expect(await ids('GRACE')).toEqual(['b']);
    expect(await ids('100%_')).toEqual(['b']);
    expect(await ids('%')).toEqual(['b']);
    expect(await ids("' OR 1=1 --")).toEqual([]);
    expect(await ids('')).toEqual(['b', 'a']);
  },
};

function arm(timer: string, due: number) {
  return { kind: 'arm', timer, due } as const;
}

function disarm(timer: string) {
  return { kind: 'disarm', timer } as const;
}
