import { expect, test } from 'vitest';
import { orderedIds } from '../src/time/ordered-ids.ts';

test('ids are UUIDs of version 7, each greater than the one before it, whatever the clock does', () => {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const newId = orderedIds(() => now);
  const ids: string[] = [];
  for (const step of [0, 1, -5_000, 0, 60_000]) {
    now += step;
    for (let index = 0; index < 5_000; index++) ids.push(newId());
  }
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  const instant = Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16);
  expect(instant).toBe(Date.parse('2026-11-21T12:00:00Z'));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
