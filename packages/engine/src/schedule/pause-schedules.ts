import { decideSchedule, toFact, toKeptState, type FactStreams } from '@batonhq/core';
import { readSchedules, streamOf } from './read-schedules.ts';

/**
 * Pauses every active schedule of a journal that nobody works on, before any of them can start something. Gives their
 * ids.
 *
 * @example
 * const paused = await pauseSchedules(journal.streams, { by: 'ada', now: Date.now() });
 */
export async function pauseSchedules(
  streams: FactStreams,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<readonly string[]> {
  const active = (await readSchedules(streams)).filter(({ phase }) => phase === 'active');
  for (const before of active) {
    const { id } = before;
    const { events, state } = decideSchedule({ id, inputOf: () => null, on: null }, before, { kind: 'pause', now, by });
    if (state === null) continue;
    const facts = events.map((event) => toFact(event));
    await streams.append({ stream: streamOf(id), expectedSeq: before.seq, facts, state: toKeptState(state) });
  }
  return active.map(({ id }) => id);
}
