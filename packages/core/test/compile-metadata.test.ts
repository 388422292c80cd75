/** What `metadata` means to Baton: read, checked, durations in milliseconds; the rest is kept as it is. */
import { describe, expect, it } from 'vitest';
import { compiled, programFor } from './compiled.ts';

/** All that is known of the task: with a lock, where it stands is known of the `do` around it. */
const metadataOf = (metadata: object, use: object = {}) => {
  const { tasks } = programFor({ use, do: [{ a: { call: 'f@default', metadata } }] });
  return Object.assign({}, ...tasks.filter(({ name }) => name === 'a').map((task) => task.metadata));
};
const problems = (metadata: object) => compiled([{ a: { call: 'f@default', metadata } }]).problems;

describe('metadata', () => {
  it('is read', () => {
    const use = { functions: { undo: { call: 'undo@default' }, ask: { call: 'ask@default' } } };
    const metadata = {
      requires: true,
      risk: 'high',
      approval: { when: '.amount > 100', roles: ['finance'], quorum: 2, expires: 'P1D' },
      compensate: 'undo',
      repeat: 'probe',
      probe: 'ask',
      budget: { money: 1.5, tokens: 1000, calls: 3, time: { minutes: 5 } },
      lock: { key: 'account', ttl: 'PT30S' },
      priority: 9,
      short: true,
    };
    expect(metadataOf(metadata, use)).toEqual({
      ...metadata,
      approval: { ...metadata.approval, expires: 86_400_000 },
      budget: { ...metadata.budget, time: 300_000 },
      lock: { key: 'account', ttl: 30_000 },
      other: {},
    });
  });

  it.each<[string, object, string | null]>([
    ['calls', { call: 'ask@default' }, null],
    ['runs', { run: { workflow: { namespace: 'n', name: 'w', version: '1.0.0' } } }, null],
    ['computes', { set: { happened: true } }, 'the probe "ask" is not one call'],
    ['does several things', { do: [{ a: { call: 'x@default' } }] }, 'the probe "ask" is not one call'],
    ['is a function of the definition', { call: 'other' }, 'the probe "ask" is not one call'],
    ['is locked', { call: 'x@default', metadata: { lock: { key: 'k' } } }, 'the probe "ask" waits for a lock'],
  ])('takes a probe that calls something: one that %s', (_what, ask, problem) => {
    const use = { functions: { ask, other: { call: 'x@default' } } };
    const { problems: found } = compiled({ use, do: [{ a: { call: 'b@default', metadata: { probe: 'ask' } } }] });
    expect(found).toEqual(problem === null ? [] : [`/do/0/a/metadata/probe: ${problem}`]);
  });

  it('takes milliseconds for durations', () =>
    expect(metadataOf({ lock: { key: 'k', ttl: 250 } })).toMatchObject({ lock: { ttl: 250 } }));

  it('keeps what it does not know', () => {
    expect(metadataOf({ owner: 'team', tags: [1] })).toEqual({ other: { owner: 'team', tags: [1] } });
    expect(programFor({ document: undefined, do: [] }).metadata).toEqual({ other: {} });
  });

  it.each<[object, string]>([
    [{ risk: 'extreme' }, '/risk: "risk" has no such value'],
    [{ priority: 0 }, '/priority: "priority" is not valid'],
    [{ priority: 1.5 }, '/priority: "priority" is not valid'],
    [{ repeat: 'probe' }, '/repeat: repeat: probe needs a probe'],
    [{ repeat: 'twice' }, '/repeat: "repeat" has no such value'],
    [{ lock: {} }, '/lock/key: "key" is missing'],
    [{ lock: { key: '' } }, '/lock/key: "key" is not valid'],
    [{ budget: { time: 'soon' } }, '/budget/time: "time" is not valid'],
    [{ budget: { money: -1 } }, '/budget/money: "money" is not valid'],
    [{ budget: { dollars: 1 } }, '/budget/dollars: unknown property "dollars"'],
    [{ approval: { quorum: 0 } }, '/approval/quorum: "quorum" is not valid'],
    [
      { approval: { when: '.x ==' } },
      '/approval/when: the expression cannot be read: unexpected end of program, expected an expression',
    ],
    [{ compensate: 'undo' }, '/compensate: there is no "undo" in use.functions'],
    [{ probe: 'ask' }, '/probe: there is no "ask" in use.functions'],
    [{ after: 'b' }, '/after: "after" is not valid'],
    [{ after: ['b'] }, '/after: only branches of a fork come after others'],
    [{ short: 'yes' }, '/short: "short" is not valid'],
  ])('%j is refused', (metadata, problem) => expect(problems(metadata)).toEqual([`/do/0/a/metadata${problem}`]));

  it.each([{ wait: 'PT1S' }, { set: { a: 1 } }, { do: [{ b: { call: 'f@default' } }] }])(
    'lets only calls wait for approval, and not %j',
    (task) => {
      const { problems: found } = compiled([{ a: { ...task, metadata: { approval: {} } } }]);
      expect(found).toEqual([
        '/do/0/a/metadata/approval: only tasks that call, run or emit something wait for approval',
      ]);
    },
  );

  it('that looks misspelled is remarked upon', () => {
    const { program, diagnostics } = compiled([{ a: { wait: 'PT1S', metadata: { prioriti: 3 } } }]);
    expect(program).toBeDefined();
    expect(diagnostics).toMatchObject([{ severity: 'warning', hint: 'did you mean "priority"?' }]);
  });
});

describe('evaluate and schedule', () => {
  it('are checked', () => {
    const definition = {
      evaluate: { language: 'javascript' },
      schedule: { on: { one: { with: { type: '${ .a + }' } } }, every: 'PT1H' },
      do: [],
    };
    expect(compiled(definition).problems).toEqual([
      '/evaluate/language: expressions in "javascript" are not supported',
      '/schedule/on/one/with/type: the expression cannot be read: unexpected end of program, expected an expression',
    ]);
  });

  it('need a trigger that can come', () => {
    expect(compiled({ schedule: { cron: 'every day' }, do: [] }).problems).toEqual([
      '/schedule/cron: "cron" is not valid',
    ]);
    expect(compiled({ schedule: { cron: '0 6 * * 1-5' }, do: [] }).problems).toEqual([]);
  });

  const scheduled = (schedule: object, settings?: object) =>
    compiled({
      document: { dsl: '1.0.3', namespace: 'test', name: 'a', version: '1.0.0', metadata: { schedule: settings } },
      schedule,
      do: [],
    });

  it('become a rule, with the defaults for what is not said', () => {
    const { program } = scheduled({ cron: '0 6 * * 1-5', every: { hours: 1 }, after: 'PT5M' }, { zone: 'Asia/Tokyo' });
    expect(program?.schedule?.rule).toEqual({
      every: 3_600_000,
      cron: { expression: '0 6 * * 1-5', zone: 'Asia/Tokyo' },
      after: 300_000,
      on: false,
      input: false,
      misfire: 'one',
      overlap: 'allow',
      tolerance: 60_000,
      catchUp: 100,
    });
  });

  it.each([
    [{ cron: '61 6 * * *' }, {}, '/schedule/cron: the cron expression cannot be read: invalid value for minute: 61'],
    [{ cron: '0 0 30 2 *' }, {}, '/schedule/cron: the cron expression never comes true'],
    [{ every: 'PT0S' }, {}, '/schedule/every: this interval is too short'],
    [{ every: '${ .pause }' }, {}, '/schedule/every: a schedule needs a fixed duration'],
    [{ every: 'PT1H' }, { zone: 'Mars/Base' }, '/document/metadata/schedule/zone: "zone" is not valid'],
    [{ every: 'PT1H' }, { misfire: 'none' }, '/document/metadata/schedule/misfire: "misfire" has no such value'],
    [{ every: 'PT1H' }, { zona: 'UTC' }, '/document/metadata/schedule/zona: unknown property "zona"'],
    [{ every: 'PT1H' }, { input: '${ .a + }' }, '/document/metadata/schedule/input: the expression cannot be read'],
    [{ on: { any: [], until: '${ false }' } }, {}, '/schedule/on/until: this schedule would never start an execution'],
  ])('%j with %j is refused', (schedule, settings, problem) => {
    expect(scheduled(schedule, settings).problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('loose mode', () => {
  it('tries every text as an expression, strict mode only those in ${ }', () => {
    const tasks = [{ a: { set: { x: '.y', z: 'some text', v: '$nothing' } } }];
    const valueOf = (mode: string) => {
      const node = programFor({ evaluate: { mode }, do: tasks }).tasks[0];
      return node?.kind === 'set' ? node.value.evaluate({ y: 1 }, () => null) : undefined;
    };
    expect(valueOf('loose')).toEqual({ x: 1, z: 'some text', v: '$nothing' });
    expect(valueOf('strict')).toEqual({ x: '.y', z: 'some text', v: '$nothing' });
  });
});
