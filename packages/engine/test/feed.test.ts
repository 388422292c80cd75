/** Whoever follows an execution hears each event once and in order, however slow it is and however events come. */
import type { Recorded } from '@batonhq/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Feed } from '../src/live/feed.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Events become durable first and are told of some turns later, in order; reading takes a turn. */
function journalOf(feed: () => Feed) {
  const durable: Recorded[] = [];
  const reads = { count: 0 };
  return {
    reads,
    async read(_execution: string, { seq, limit = Infinity }: { readonly seq: number; readonly limit?: number }) {
      reads.count += 1;
      await turn();
      const found = durable.slice(seq, seq + limit);
      await turn();
      return found;
    },
    async commit(count: number, turns: number): Promise<void> {
      const events = Array.from({ length: count }, (_, index): Recorded => {
        const seq = durable.length + index + 1;
        return { seq, at: seq, event: { kind: 'execution.resumed' } };
      });
      durable.push(...events);
      for (let waited = 0; waited < turns; waited++) await turn();
      feed().publish('one', events);
    },
  };
}

const pause = fc.nat(3);

it('gives every follower every event once, in order', async () => {
  const commits = fc.array(fc.record({ count: fc.integer({ min: 1, max: 300 }), turns: pause, after: pause }), {
    minLength: 1,
    maxLength: 25,
  });
  const readers = fc.array(fc.record({ from: fc.nat(200), pauses: fc.array(pause, { minLength: 1, maxLength: 5 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(commits, readers, async (made, followers) => {
      const feed: Feed = new Feed({ read: (...request) => journal.read(...request) });
      const journal = journalOf(() => feed);
      const total = made.reduce((sum, { count }) => sum + count, 0);
      const heard = followers.map(async ({ from, pauses }) => {
        const seen: number[] = [];
        if (from >= total) return seen;
        for await (const events of feed.follow('one', { seq: from })) {
          seen.push(...events.map(({ seq }) => seq));
          for (let waited = 0; waited < (pauses[seen.length % pauses.length] ?? 0); waited++) await turn();
          if (seen.at(-1) === total) break;
        }
        return seen;
      });
      for (const { count, turns, after } of made) {
        await journal.commit(count, turns);
        for (let waited = 0; waited < after; waited++) await turn();
      }
      for (const [index, seen] of (await Promise.all(heard)).entries()) {
        const from = followers[index]?.from ?? 0;
        expect(seen).toEqual(Array.from({ length: Math.max(0, total - from) }, (_, at) => from + at + 1));
      }
    }),
    { numRuns: 60 },
  );
});

it('reads the journal once for a follower that keeps up, and ends it when it leaves', async () => {
  const feed: Feed = new Feed({ read: (...request) => journal.read(...request) });
  const journal = journalOf(() => feed);
  const leave = new AbortController();
  const following = feed.follow('one', { seq: 0, signal: leave.signal });
  for (let index = 1; index <= 50; index++) {
    const next = following.next();
    await turn();
    await turn();
    await turn();
    await journal.commit(1, 0);
    expect((await next).value?.map(({ seq }) => seq)).toEqual([index]);
  }
  expect(journal.reads.count).toBe(1);
  const last = following.next();
  leave.abort();
  expect(await last).toEqual({ done: true, value: undefined });
});
