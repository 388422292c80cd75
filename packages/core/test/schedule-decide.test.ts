/** What a schedule does at every moment: what starts, what is missed, what waits, and what a person says to it. */
import { describe, expect, test } from 'vitest';
import { upcomingOccurrences, wakeAt } from '../src/schedule/upcoming-occurrences.ts';
import { programFor } from './compiled.ts';
import { FaultError, fault } from '../src/kernel/fault.ts';
import { at, iso, ScheduleTrial } from './schedule-harness.ts';

const minute = 60_000;
const hour = 60 * minute;
const hourly = { cron: { expression: '0 * * * *', zone: 'UTC' } };

describe('instants', () => {
  test('cron starts when the expression comes true, and not at the moment of activation', () => {
    const trial = new ScheduleTrial();
    expect(trial.activate('2026-01-01T10:00Z', hourly)).toEqual([]);
    expect(trial.due('2026-01-01T10:59:59.999Z')).toEqual([]);
    expect(trial.due('2026-01-01T11:00Z')).toEqual(['started cron 2026-01-01T11:00:00Z']);
    expect(trial.due('2026-01-01T11:00Z')).toEqual([]);
    expect(trial.due('2026-01-01T12:00:03Z')).toEqual(['started cron 2026-01-01T12:00:00Z']);
  });

  test('every keeps its beat however late a start is, and whatever is still open', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T10:00Z', { every: 10 * minute });
    expect(trial.due('2026-01-01T10:10:30Z')).toEqual(['started every 2026-01-01T10:10:00Z']);
    expect(trial.due('2026-01-01T10:20Z')).toEqual(['started every 2026-01-01T10:20:00Z']);
    expect(trial.state?.open).toHaveLength(2);
  });

  test.each(['completed', 'faulted', 'cancelled'] as const)('after counts from the end, %s', (phase) => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T10:00Z', { after: 5 * minute });
    expect(trial.due('2026-01-01T10:00Z')).toEqual(['started after 2026-01-01T10:00:00Z']);
    expect(trial.due('2026-01-01T10:30Z')).toEqual([]);
    expect(trial.end('2026-01-01T11:00Z', phase)).toEqual([`ended ${phase}`]);
    expect(trial.due('2026-01-01T11:04Z')).toEqual([]);
    expect(trial.due('2026-01-01T11:05Z')).toEqual(['started after 2026-01-01T11:05:00Z']);
  });

  test('an execution that cannot be started does not keep `after` from coming again', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T10:00Z', { after: 5 * minute });
    trial.due('2026-01-01T10:00Z');
    const execution = trial.state?.open[0]?.execution ?? '';
    trial.do('2026-01-01T10:01Z', { kind: 'unstartable', execution, reason: 'no such definition' });
    expect(trial.state).toMatchObject({ open: [], last: { phase: 'failed', reason: 'no such definition' } });
    expect(trial.due('2026-01-01T10:06Z')).toEqual(['started after 2026-01-01T10:06:00Z']);
  });

  test('an input that cannot be computed is said, and the next occurrence comes', () => {
    const trial = new ScheduleTrial({
      inputOf() {
        throw new FaultError(fault('expression', 'null has no keys'));
      },
    });
    trial.activate('2026-01-01T10:00Z', { after: 5 * minute });
    expect(trial.due('2026-01-01T10:00Z')).toEqual([
      'failed after 2026-01-01T10:00:00Z: its input cannot be computed: Expression error: null has no keys',
    ]);
    expect(wakeAt(trial.state ?? never())).toBe(at('2026-01-01T10:05Z'));
  });
});

describe('misfires', () => {
  const down = (says: object) => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:30Z', { ...hourly, ...says });
    return trial;
  };

  test('skip starts none of them', () => {
    const trial = down({ misfire: 'skip' });
    expect(trial.due('2026-01-01T05:30Z')).toEqual([
      'missed 5 from 2026-01-01T01:00:00Z to 2026-01-01T05:00:00Z: late',
    ]);
    expect(trial.due('2026-01-01T06:00Z')).toEqual(['started cron 2026-01-01T06:00:00Z']);
  });

  test('one starts the newest', () => {
    expect(down({ misfire: 'one' }).due('2026-01-01T05:30Z')).toEqual([
      'missed 4 from 2026-01-01T01:00:00Z to 2026-01-01T04:00:00Z: late',
      'started cron 2026-01-01T05:00:00Z',
    ]);
  });

  test('one starts no late one beside one that is on time', () => {
    for (const misfire of ['one', 'skip'])
      expect(down({ misfire }).due('2026-01-01T05:00:20Z')).toEqual([
        'missed 4 from 2026-01-01T01:00:00Z to 2026-01-01T04:00:00Z: late',
        'started cron 2026-01-01T05:00:00Z',
      ]);
  });

  test('all starts all of them in order, but never more than the catch-up allows, the newest', () => {
    expect(down({ misfire: 'all' }).due('2026-01-01T03:30Z')).toEqual(
      [1, 2, 3].map((each) => `started cron 2026-01-01T0${each}:00:00Z`),
    );
    expect(down({ misfire: 'all', catchUp: 2 }).due('2026-01-01T05:30Z')).toEqual([
      'missed 3 from 2026-01-01T01:00:00Z to 2026-01-01T03:00:00Z: late',
      'started cron 2026-01-01T04:00:00Z',
      'started cron 2026-01-01T05:00:00Z',
    ]);
  });

  test('ten years of seconds are not counted one by one', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:00Z', {
      cron: { expression: '* * * * * *', zone: 'UTC' },
      misfire: 'all',
      catchUp: 3,
      tolerance: 0,
    });
    expect(trial.due('2036-01-01T00:00Z')).toEqual([
      'missed at least 998 from 2026-01-01T00:00:01Z to 2035-12-31T23:59:57Z: late',
      'started cron 2035-12-31T23:59:58Z',
      'started cron 2035-12-31T23:59:59Z',
      'started cron 2036-01-01T00:00:00Z',
    ]);
    const beat = new ScheduleTrial();
    beat.activate('2026-01-01T00:00Z', { every: 1_000, misfire: 'one' });
    expect(beat.due('2036-01-01T00:02:00.500Z').slice(0, 1)).toEqual([
      'missed 315532860 from 2026-01-01T00:00:01Z to 2036-01-01T00:01:00Z: late',
    ]);
    expect(beat.state?.counts).toMatchObject({ started: 60 });
  });

  test('an interval after the end always comes, however late', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:00Z', { after: minute, misfire: 'skip' });
    expect(trial.due('2026-01-05T00:00Z')).toEqual(['started after 2026-01-01T00:00:00Z']);
  });
});

describe('overlap', () => {
  const busy = (overlap: 'allow' | 'skip' | 'wait' | 'replace') => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:00Z', { every: 10 * minute, overlap });
    trial.due('2026-01-01T00:10Z');
    return trial;
  };

  test('skip leaves out what comes while one is open', () => {
    const trial = busy('skip');
    expect(trial.due('2026-01-01T00:20Z')).toEqual(['skipped every 2026-01-01T00:20:00Z: overlap']);
    trial.end('2026-01-01T00:25Z');
    expect(trial.due('2026-01-01T00:30Z')).toEqual(['started every 2026-01-01T00:30:00Z']);
  });

  test.each(['wait', 'replace'] as const)('%s starts the newest one when the open one has ended', (overlap) => {
    const trial = busy(overlap);
    expect(trial.due('2026-01-01T00:20Z')).toEqual(['held every 2026-01-01T00:20:00Z']);
    expect(trial.due('2026-01-01T00:30Z')).toEqual([
      'skipped every 2026-01-01T00:20:00Z: superseded',
      'held every 2026-01-01T00:30:00Z',
    ]);
    expect(trial.end('2026-01-01T00:35Z')).toEqual(['ended completed', 'started every 2026-01-01T00:30:00Z']);
    expect(trial.state?.held).toBeNull();
  });

  test('a thousand open executions are an accident, and no more are started', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:00Z', { every: 1_000, misfire: 'all', catchUp: 1_000 });
    trial.due('2026-01-01T00:16:40Z');
    expect(trial.state?.open).toHaveLength(1_000);
    expect(trial.due('2026-01-01T00:16:41Z')).toEqual(['skipped every 2026-01-01T00:16:41Z: limit']);
  });
});

describe('people', () => {
  test('a paused schedule starts nothing, and what passed meanwhile is not made up for', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:30Z', { ...hourly, misfire: 'all' });
    trial.do('2026-01-01T00:40Z', { kind: 'pause', by: 'ada' });
    expect(trial.due('2026-01-01T02:00Z')).toEqual([]);
    expect(trial.state).toMatchObject({ phase: 'paused', changedBy: 'ada' });
    expect(wakeAt(trial.state ?? never())).toBeNull();
    expect(trial.do('2026-01-01T03:30Z', { kind: 'resume' })).toEqual([
      'missed 3 from 2026-01-01T01:00:00Z to 2026-01-01T03:00:00Z: paused',
    ]);
    expect(trial.due('2026-01-01T04:00Z')).toEqual(['started cron 2026-01-01T04:00:00Z']);
  });

  test('what makes no sense is refused', () => {
    const trial = new ScheduleTrial();
    expect(trial.do('2026-01-01T00:30Z', { kind: 'pause' })).toEqual([]);
    expect(trial.refusal).toBe('there is no schedule test/report any more');
    trial.activate('2026-01-01T00:30Z', hourly);
    trial.do('2026-01-01T00:30Z', { kind: 'resume' });
    expect(trial.refusal).toBe('schedule test/report is active: only a paused one can be resumed');
    trial.do('2026-01-01T00:31Z', { kind: 'delete', by: 'ada' });
    expect(trial.due('2026-01-01T01:00Z')).toEqual([]);
    trial.do('2026-01-01T01:00Z', { kind: 'order', request: '1' });
    expect(trial.refusal).toBe('there is no schedule test/report any more');
  });

  test('an order starts one now, also during a pause, and once per request', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:30Z', { ...hourly, overlap: 'skip' });
    trial.do('2026-01-01T00:40Z', { kind: 'pause' });
    expect(trial.do('2026-01-01T00:41Z', { kind: 'order', request: 'a' })).toEqual([
      'started order 2026-01-01T00:41:00Z',
    ]);
    expect(trial.do('2026-01-01T00:42Z', { kind: 'order', request: 'a' })).toEqual([]);
    expect(trial.do('2026-01-01T00:42Z', { kind: 'order', request: 'b', input: 1 })).toEqual([
      'started order 2026-01-01T00:42:00Z',
    ]);
  });

  test('a new version goes on in the same beat, and a pause outlives it', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T00:00Z', { every: 10 * minute });
    trial.activate('2026-01-01T00:03Z', { every: 10 * minute }, 'h2');
    expect(iso(trial.state?.next.every ?? 0)).toBe('2026-01-01T00:10:00Z');
    trial.activate('2026-01-01T00:04Z', { every: 20 * minute }, 'h3');
    expect(iso(trial.state?.next.every ?? 0)).toBe('2026-01-01T00:24:00Z');
    trial.do('2026-01-01T00:05Z', { kind: 'pause', by: 'ada' });
    trial.activate('2026-01-01T00:06Z', { every: hour }, 'h4');
    expect(trial.state).toMatchObject({ phase: 'paused', changedBy: 'ada', definition: { hash: 'h4' } });
    expect(trial.activate('2026-01-01T00:07Z', { every: hour }, 'h4')).toEqual([]);
  });
});

describe('clocks', () => {
  test('a clock that goes back starts no instant again', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T10:30Z', hourly);
    expect(trial.due('2026-01-01T11:00Z')).toHaveLength(1);
    expect(trial.due('2026-01-01T10:00Z')).toEqual([]);
    expect(trial.due('2026-01-01T11:00Z')).toEqual([]);
    const times = trial.events.map((recorded) => recorded.at);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
  });

  test('an instant that comes again because the clock was set back is another occurrence', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T10:00Z', { every: hour });
    trial.due('2026-01-01T11:00Z');
    trial.do('2026-01-01T10:00Z', { kind: 'moved', by: -hour });
    expect(trial.due('2026-01-01T11:00Z')).toEqual(['started every 2026-01-01T11:00:00Z']);
    expect(new Set(trial.state?.open.map(({ execution }) => execution)).size).toBe(2);
  });

  test('intervals move with the clock, instants of a calendar do not', () => {
    const trial = new ScheduleTrial();
    trial.activate('2026-01-01T10:30Z', { ...hourly, every: hour });
    trial.do('2026-01-02T10:30Z', { kind: 'moved', by: 24 * hour });
    expect(trial.state?.next).toMatchObject({ every: at('2026-01-02T11:30Z'), cron: at('2026-01-01T11:00Z') });
  });
});

describe('events', () => {
  const event = (id: string, type = 'order') => ({
    specversion: '1.0',
    id,
    source: 'test',
    type,
    data: { customer: id[0] ?? '' },
  });
  const listening = (on: object) => {
    const program = programFor({ schedule: { on }, do: [] });
    const trial = new ScheduleTrial({ on: program.schedule?.on ?? null });
    trial.activate('2026-01-01T00:00Z', { on: true });
    return trial;
  };
  const hear = (trial: ScheduleTrial, message: ReturnType<typeof event>) =>
    trial.do('2026-01-01T00:01Z', { kind: 'event', event: message });
  const begun = ['started event 2026-01-01T00:01:00Z'];

  test('one event starts one execution, once', () => {
    const trial = listening({ one: { with: { type: 'order' } } });
    expect(hear(trial, event('1', 'other'))).toEqual([]);
    expect(hear(trial, event('1'))).toEqual(begun);
    expect(hear(trial, event('1'))).toEqual([]);
    expect(trial.events.at(-1)?.event).toMatchObject({ kind: 'occurrence.started', input: [event('1')] });
    expect(hear(trial, event('2'))).toEqual(begun);
  });

  test('all of them together start one execution, in the order they came', () => {
    const trial = listening({ all: [{ with: { type: 'order' } }, { with: { type: 'payment' } }] });
    const heard = [event('1'), event('1'), event('2'), event('3', 'payment')].map((message) => hear(trial, message));
    expect(heard).toEqual([[], [], [], begun]);
    expect(trial.events.at(-1)?.event).toMatchObject({ input: [event('1'), event('3', 'payment')] });
    expect(trial.state?.collected.events).toEqual([]);
    expect(trial.replayed()).toEqual(trial.state);
  });

  test('those that belong together by correlation', () => {
    const correlate = { customer: { from: '.data.customer' } };
    const trial = listening({ all: ['order', 'payment'].map((type) => ({ with: { type }, correlate })) });
    const heard = [event('a1'), event('b2', 'payment'), event('a3', 'payment')].map((message) => hear(trial, message));
    expect(heard).toEqual([[], [], begun]);
  });

  test('until enough of them have come, by a condition over all that flow in', () => {
    const trial = listening({ any: [{ with: { type: 'order' } }], until: '(. | length) == 3' });
    const heard = ['1', '2', '2', '3', '4'].map((id) => hear(trial, event(id)));
    expect(heard).toEqual([[], [], [], begun, []]);
    expect(trial.events.findLast(({ event: { kind } }) => kind === 'occurrence.started')?.event).toMatchObject({
      input: [event('1'), event('2'), event('3')],
    });
    expect(trial.state?.collected.events).toEqual([event('4')]);
    expect(trial.replayed()).toEqual(trial.state);
  });

  test('until other events come, which are not among those that flow in, and end nothing when there are none', () => {
    const until = { all: [{ with: { type: 'closed' } }, { with: { type: 'counted' } }] };
    const trial = listening({ any: [{ with: { type: 'order' } }], until });
    const messages = [event('0', 'closed'), event('1'), event('2', 'counted'), event('3', 'counted'), event('4')];
    expect(messages.flatMap((message) => hear(trial, message))).toEqual([]);
    expect(trial.replayed()).toEqual(trial.state);
    expect(hear(trial, event('5', 'closed'))).toEqual(begun);
    expect(trial.events.at(-1)?.event).toMatchObject({ input: [event('1'), event('4')] });
    expect(trial.state?.collected).toEqual({ events: [], met: [], untilMet: [], keys: {} });
  });

  test('until a condition that cannot cope with the events: it does not hold, and a thousand are enough', () => {
    const trial = listening({ any: [], until: '.[0].data.missing.deep | keys | length > 0' });
    for (let index = 1; index < 1_000; index += 1) expect(hear(trial, event(`${index}`))).toEqual([]);
    expect(hear(trial, event('1000'))).toEqual(begun);
    expect(trial.state?.last?.key.length).toBeLessThan(200);
    expect(trial.replayed()).toEqual(trial.state);
  });

  test('a paused schedule does not listen', () => {
    const trial = listening({ any: [] });
    trial.do('2026-01-01T00:00Z', { kind: 'pause' });
    expect(hear(trial, event('1'))).toEqual([]);
  });
});

test('what is to come', () => {
  const trial = new ScheduleTrial();
  trial.activate('2026-01-01T10:30Z', { ...hourly, every: 20 * minute });
  const soon = upcomingOccurrences(trial.state ?? never(), 4);
  expect(soon.map(({ instant, cause }) => `${cause} ${iso(instant)}`)).toEqual([
    'every 2026-01-01T10:50:00Z',
    'cron 2026-01-01T11:00:00Z',
    'every 2026-01-01T11:10:00Z',
    'every 2026-01-01T11:30:00Z',
  ]);
});

test('the rules of a zone may change with the machine: the next instant is computed anew', () => {
  const trial = new ScheduleTrial();
  trial.activate('2026-01-01T10:30Z', hourly);
  const before = trial.state ?? never();
  trial.state = { ...before, next: { ...before.next, cron: at('2026-01-01T11:30Z') } };
  trial.do('2026-01-01T10:40Z', { kind: 'recover' });
  expect(trial.state.next.cron).toBe(at('2026-01-01T11:00Z'));
});

function never(): never {
  throw new TypeError('there is no state');
}
