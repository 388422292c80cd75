/** The same as `approval-races.test.ts`, ten thousand times. */
import { expect, test } from 'vitest';
import { playRaces } from './approval-races.ts';

test('no order of ten thousand breaks it', { timeout: 600_000 }, () => expect(playRaces(10_000)).toBeGreaterThan(500));
