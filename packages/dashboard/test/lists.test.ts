import type { ExecutionView, ValueOrigin } from '@batonhq/core';
import { describe, expect, it } from 'vitest';
import { argumentsOf } from '../app/pages/approvals/arguments.ts';
import { daysOf, everyDay } from '../app/pages/costs/periods.ts';
import { pageLength, withNewest, withOlder } from '../app/pages/executions/rows.ts';
import { addressOf, bulkFilter, filterOf, searchIn } from '../app/pages/executions/search.ts';

/** Executions with ids as numbers, newest first. */
function views(from: number, count: number, phase: ExecutionView['phase'] = 'completed'): readonly ExecutionView[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(from - index),
    definition: { namespace: 'shop', name: 'order', version: '1.0.0', hash: 'h' },
    tenant: 'local',
    user: 'dana',
    priority: 5,
    idempotencyKey: null,
    parent: null,
    phase,
    substate: null,
    startedAt: 0,
    endedAt: null,
    output: null,
    fault: null,
  }));
}

const ids = (rows: readonly ExecutionView[]): readonly string[] => rows.map(({ id }) => id);

describe('the rows of the list', () => {
  it('take what is newer, keep what is older, and have each once', () => {
    const known = withOlder(views(1_000, pageLength, 'running'), views(1_000 - pageLength, pageLength));
    const rows = withNewest(known, views(1_003, pageLength));
    expect(ids(rows)).toEqual(ids(views(1_003, 2 * pageLength + 3)));
    expect(rows[10]?.phase).toBe('completed');
  });

  it('begin anew when more has begun than a page has, or when everything fits one page', () => {
    const known = views(1_000, 2 * pageLength);
    expect(withNewest(known, views(5_000, pageLength))).toHaveLength(pageLength);
    expect(ids(withNewest(known, views(3, 3)))).toEqual(['3', '2', '1']);
    expect(withNewest(known, [])).toEqual([]);
  });

  it('that came twice are there once', () => {
    const known = views(1_000, 300);
    expect(ids(withOlder(known, views(750, 100)))).toEqual(ids(views(1_000, 350)));
  });
});

describe('a search', () => {
  it('stands in the address, and is the filter of the server', () => {
    const search = searchIn(new URLSearchParams('phase=waiting,suspended&text=a+b&since=1h'));
    expect(addressOf(search)).toBe('phase=waiting%2Csuspended&text=a+b&since=1h');
    const filter = filterOf(search, Date.UTC(2026, 0, 2, 12, 0, 59));
    expect(filter).toEqual({ phase: 'waiting,suspended', text: 'a b', since: Date.UTC(2026, 0, 2, 11) });
    expect(bulkFilter(filter).phase).toEqual(['waiting', 'suspended']);
  });

  it('for phases that nobody knows is an order to none, not to all', () => {
    expect(bulkFilter({ phase: 'wating' })).toEqual({ ids: [] });
    expect(bulkFilter({ phase: 'wating,running' })).toEqual({ phase: ['running'] });
  });
});

describe('days of costs', () => {
  it('are those of UTC, without a gap', () => {
    const now = Date.UTC(2026, 2, 1, 0, 30);
    expect(daysOf('yesterday', now)).toEqual({ since: '2026-02-28', until: '2026-02-28' });
    expect(everyDay(daysOf('7d', now), { known: [], now })).toEqual([
      '2026-02-23',
      '2026-02-24',
      '2026-02-25',
      '2026-02-26',
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect(everyDay({}, { known: ['2026-02-28'], now })).toEqual(['2026-02-28', '2026-03-01']);
  });
});

describe('the values of a call', () => {
  it('stand one by one beside the origin of the nearest that is told', () => {
    const origin = (path: string, text: string): ValueOrigin => ({ path, from: 'task', source: null, text });
    const call = { kind: 'function', name: 'pay', input: { to: { name: 'Yoav', ids: [7] }, total: 3, empty: {} } };
    const rows = argumentsOf(call, [
      origin('input', 'all'),
      origin('input.to', 'the contact'),
      origin('input.tot', 'no'),
    ]);
    expect(rows.map(({ path, value, origin: from }) => [path, value, from?.text ?? null])).toEqual([
      ['input.to.name', 'Yoav', 'the contact'],
      ['input.to.ids[0]', 7, 'the contact'],
      ['input.total', 3, 'all'],
      ['input.empty', {}, 'all'],
    ]);
  });
});
