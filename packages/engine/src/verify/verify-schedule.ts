import { isDeepStrictEqual } from 'node:util';
import { foldSchedule, fromFact, toKeptState, type Recorded, type ScheduleEvent } from '@batonhq/core';
import { idOfStream } from '../schedule/read-schedules.ts';
import type { Finding, Invariant } from './examined.ts';
import type { StoredStream } from './fact-streams.ts';

const fixes: Readonly<Partial<Record<Invariant, string>>> = {
  I2: 'look which executions it started twice, and report this journal, it is a defect of Baton',
  I4: 'the facts are right and what is kept is not: report this journal, it is a defect of Baton',
  I7: 'look whether the clock of this machine was set; if not, report this journal',
};

/**
 * What must hold of the stream of a schedule: I2, no occurrence is claimed twice; I4, what is kept is what the facts come
 * to; I7, none started before its instant. Nothing for any other stream.
 */
export function verifySchedule({ stream, facts, kept }: StoredStream): readonly Finding[] {
  const id = idOfStream(stream);
  if (id === null) return [];
  const found = (invariant: Invariant, what: string): Finding => ({
    invariant,
    execution: null,
    what: `schedule ${id}: ${what}`,
    fix: fixes[invariant] ?? '',
  });
  const events = facts.map((fact) => fromFact(fact));
  return [
    ...twice(events).map((key) => found('I2', `${key} was claimed twice`)),
    ...early(events).map((key) => found('I7', `${key} started before its instant`)),
    ...(isFolded(id, events, kept) ? [] : [found('I4', 'its kept state differs from its facts')]),
  ];
}

function twice(events: readonly Recorded<ScheduleEvent>[]): readonly string[] {
  const seen = new Set<string>();
  return events.flatMap(({ event }) => {
    if (event.kind !== 'occurrence.started') return [];
    const { key } = event.occurrence;
    const isAgain = seen.has(key);
    seen.add(key);
    return isAgain ? [key] : [];
  });
}

function early(events: readonly Recorded<ScheduleEvent>[]): readonly string[] {
  return events.flatMap(({ at, event }) =>
    event.kind === 'occurrence.started' && at < event.occurrence.instant ? [event.occurrence.key] : [],
  );
}

/** A kept state of an older form is passed over when it is read, so it says nothing here. */
function isFolded(id: string, events: readonly Recorded<ScheduleEvent>[], kept: StoredStream['kept']): boolean {
  if (kept === null || kept === 'damaged') return true;
  const state = foldSchedule(id, null, events);
  if (state === null) return false;
  const folded = toKeptState(state);
  return folded['version'] !== kept['version'] || isDeepStrictEqual(kept, folded);
}
