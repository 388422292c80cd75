/** Whatever happens to a question in the same instant, there is one decision, and the call is made by it or not at all. */
import { expect, test } from 'vitest';
import { playRaces } from './approval-races.ts';

test('approve, deny, change, expire, pause, crash and cancel, in any order', () =>
  expect(playRaces(400)).toBeGreaterThan(20));
