import { expect, describe, onTestFinished, test } from 'vitest';
import { InvariantError, JournalFailedError, StaleCommitError, type Fact, type FactCommit } from '@batonhq/core';
import type { FactStreamPlace } from './fact-stream-place.ts';

/** One test for each law, each in a place of its own. */
export function declareStreamLaws(name: string, makePlace: () => Promise<FactStreamPlace>): void {
  describe(`${name}: streams of facts`, () => {
    test('numbers the facts of each stream from 1, and gives back what was written', async () => {
      const { streams } = await opened(makePlace);
      await streams.append(commit('schedule/a', 0, ['one', 'two']));
      await streams.append(commit('schedule/b', 0, ['other']));
      await streams.append(commit('schedule/a', 2, ['three']));
      expect(await streams.facts('schedule/a', { seq: 1 })).toEqual([fact(2, 'two'), fact(3, 'three')]);
      expect(await streams.facts('schedule/a', { seq: 0, limit: 1 })).toEqual([fact(1, 'one')]);
      expect(await streams.facts('schedule/none', { seq: 0 })).toEqual([]);
    });

    test('refuses a commit on anything but the last fact, and changes nothing', async () => {
      const { streams } = await opened(makePlace);
      await streams.append(commit('schedule/a', 0, ['one']));
      for (const seq of [0, 2])
        await expect(streams.append(commit('schedule/a', seq, ['late']))).rejects.toBeInstanceOf(StaleCommitError);
      const skipping = { ...commit('schedule/a', 1, []), facts: [fact(3, 'far')] };
      await expect(streams.append(skipping)).rejects.toBeInstanceOf(InvariantError);
      expect(await streams.standing('schedule/')).toEqual([
        { stream: 'schedule/a', seq: 1, state: { last: 'one', seq: 1 } },
      ]);
    });

    test('commits of one turn stand in their order, and one that is refused takes no other with it', async () => {
      const { streams } = await opened(makePlace);
      const outcomes = await Promise.allSettled([
        streams.append(commit('schedule/a', 0, ['one'])),
        streams.append(commit('schedule/a', 0, ['again'])),
        streams.append(commit('schedule/b', 0, ['other'])),
        streams.append(commit('schedule/a', 1, ['two'])),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
      expect((await streams.facts('schedule/a', { seq: 0 })).map(({ kind }) => kind)).toEqual(['one', 'two']);
    });
  });
  declareLasting(name, makePlace);
}

/** What is found again. */
function declareLasting(name: string, makePlace: () => Promise<FactStreamPlace>): void {
  describe(`${name}: streams of facts that last`, () => {
    test('lists the streams that begin like this, by name, each with its state', async () => {
      const { streams } = await opened(makePlace);
      for (const stream of ['schedule/b', 'tenant/x', 'schedule/a', 'schedule/é', 'scheduled'])
        await streams.append(commit(stream, 0, ['one']));
      const found = await streams.standing('schedule/');
      expect(found.map(({ stream }) => stream)).toEqual(['schedule/a', 'schedule/b', 'schedule/é']);
      expect(found[0]).toEqual({ stream: 'schedule/a', seq: 1, state: { last: 'one', seq: 1 } });
    });

    test('forgets a stream that is dropped, and lets another of its name begin anew', async () => {
      const { streams } = await opened(makePlace);
      await streams.append(commit('events/1', 0, ['one', 'two']));
      await streams.append(commit('events/2', 0, ['other']));
      await streams.drop('events/1');
      await streams.drop('events/none');
      expect(await streams.facts('events/1', { seq: 0 })).toEqual([]);
      expect((await streams.standing('events/')).map(({ stream }) => stream)).toEqual(['events/2']);
      await streams.append(commit('events/1', 0, ['anew']));
      expect(await streams.facts('events/1', { seq: 0 })).toEqual([fact(1, 'anew')]);
    });

    test('finds everything again after closing, and takes nothing more once closed', async () => {
      const place = await makePlace();
      onTestFinished(() => place.remove());
      const first = await place.open();
      const last = first.streams.append(commit('schedule/a', 0, ['one', 'two']));
      await first.close();
      await last;
      await expect(first.streams.append(commit('schedule/a', 2, ['late']))).rejects.toBeInstanceOf(JournalFailedError);
      const again = await place.open();
      expect(await again.streams.facts('schedule/a', { seq: 0 })).toEqual([fact(1, 'one'), fact(2, 'two')]);
      await again.streams.append(commit('schedule/a', 2, ['three']));
      await again.close();
    });
  });
}

async function opened(makePlace: () => Promise<FactStreamPlace>) {
  const place = await makePlace();
  const journal = await place.open();
  onTestFinished(async () => {
    await journal.close();
    await place.remove();
  });
  return journal;
}

function commit(stream: string, expectedSeq: number, kinds: readonly string[]): FactCommit {
  const facts = kinds.map((kind, index) => fact(expectedSeq + index + 1, kind));
  return { stream, expectedSeq, facts, state: { last: kinds.at(-1) ?? '', seq: expectedSeq + kinds.length } };
}

function fact(seq: number, kind: string): Fact {
  return { seq, at: 1_000 + seq, kind, version: 1, fields: { said: `“${kind}”`, seq } };
}
