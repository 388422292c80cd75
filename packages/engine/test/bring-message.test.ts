/** A message for an execution that is full waits until there is room; anything else that goes wrong is told. */
import { ConflictError } from '@batonhq/engine';
import { expect, test } from 'vitest';
import { bringMessage } from '../src/perform/bring-message.ts';

const attempt = (signal = new AbortController().signal) => ({
  signal,
  order: {
    id: 'hear/receive',
    execution: 'e1',
    attempt: 1,
    effect: { kind: 'unavailable', what: 'a subscription' } as const,
    repeat: 'safe' as const,
    idempotencyKey: 'e1:hear/receive',
    short: false,
  },
});
const full = new ConflictError('inbox-full', 'there is no room');

test('it is brought once there is room, as what it is', async () => {
  const brought: unknown[] = [];
  let refusals = 2;
  await bringMessage(
    async (execution, event) => {
      refusals -= 1;
      if (refusals >= 0) throw full;
      brought.push([execution, event]);
    },
    attempt(),
    { id: 'm1', message: { payload: 7 } },
  );
  const event = { id: 'm1', source: '/baton/subscription', subject: 'hear', data: { payload: 7 } };
  expect(brought).toEqual([['e1', expect.objectContaining(event)]]);
});

test('it does not wait once nobody wants it, nor for what does not pass', async () => {
  const aborting = new AbortController();
  const waiting = bringMessage(() => Promise.reject(full), attempt(aborting.signal), { id: 'm1', message: null });
  aborting.abort();
  await expect(waiting).rejects.toBe(full);
  const broken = new RangeError('the journal is gone');
  await expect(bringMessage(() => Promise.reject(broken), attempt(), { id: 'm2', message: null })).rejects.toBe(broken);
});
