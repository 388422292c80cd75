import { assert } from '../kernel/assert.ts';
import type { Recorded } from '../event/event.ts';
import type { Occurrence, ScheduleEvent } from './schedule-event.ts';
import type { CollectedEvents, ScheduleCounts, ScheduleState } from './schedule-state.ts';

type EventOf<K extends ScheduleEvent['kind']> = ScheduleEvent & { readonly kind: K };

/** The state of a schedule after an event. Evaluates nothing: every instant and every input is in its event. */
export function evolveSchedule(
  id: string,
  state: ScheduleState | null,
  { seq, at, event }: Recorded<ScheduleEvent>,
): ScheduleState {
  if (event.kind === 'schedule.activated') return activated(id, state, { seq, at, event });
  assert(state, `the first event of schedule ${id} is ${event.kind}`);
  return { ...changed(state, event, { seq, at }), seq, at };
}

/** The state that events come to, after one that is known or from the first. */
export function foldSchedule(
  id: string,
  state: ScheduleState | null,
  events: readonly Recorded<ScheduleEvent>[],
): ScheduleState | null {
  return events.reduce<ScheduleState | null>((before, recorded) => evolveSchedule(id, before, recorded), state);
}

const nothingCollected: CollectedEvents = { events: [], met: [], untilMet: [], keys: {} };

const nothingYet: ScheduleCounts = { started: 0, skipped: 0, missed: 0, failed: 0 };

function activated(
  id: string,
  state: ScheduleState | null,
  { seq, at, event }: Recorded<EventOf<'schedule.activated'>>,
): ScheduleState {
  const { definition, rule, origin, next } = event;
  const { open = [], held = null, last = null, counts = nothingYet, generation = 0 } = state ?? {};
  const before = { open, held, last, counts, generation: generation + 1 };
  return {
    id,
    seq,
    at,
    phase: 'active',
    changedBy: null,
    activatedAt: at,
    definition,
    rule,
    origin,
    next,
    ...before,
    collected: nothingCollected,
  };
}

interface Place {
  readonly seq: number;
  readonly at: number;
}

function changed(
  state: ScheduleState,
  event: Exclude<ScheduleEvent, EventOf<'schedule.activated'>>,
  place: Place,
): ScheduleState {
  switch (event.kind) {
    case 'schedule.paused':
      return { ...state, phase: 'paused', changedBy: event.by ?? null };
    case 'schedule.resumed':
      return { ...state, phase: 'active', changedBy: event.by ?? null, next: event.next };
    case 'schedule.deleted':
      return { ...state, phase: 'deleted', changedBy: event.by ?? null, held: null, collected: nothingCollected };
    case 'schedule.planned':
      return { ...state, next: event.next };
    case 'schedule.shifted':
      return { ...state, next: event.next, generation: state.generation + 1 };
    case 'occurrence.started':
      return started(state, event, place);
    case 'occurrence.held':
      return {
        ...state,
        held: { ...event.occurrence, input: event.input },
        collected: leftBy(state, event.occurrence),
      };
    case 'occurrence.skipped':
      return {
        ...withoutHeld(state, event.occurrence.key),
        collected: leftBy(state, event.occurrence),
        counts: plus(state, 'skipped', 1),
      };
    case 'occurrence.failed':
      return failed(state, event, place);
    case 'occurrence.ended':
      return { ...state, ...closed(state, event.key), last: lastWith(state, event) };
    case 'occurrences.missed':
      return { ...state, counts: plus(state, 'missed', event.span.count) };
    case 'event.collected':
      return { ...state, collected: collectedWith(state.collected, event) };
  }
}

function collectedWith(
  { events, met, untilMet, keys: before }: CollectedEvents,
  { event, filter, keys: settled, until }: EventOf<'event.collected'>,
): CollectedEvents {
  const keys = { ...before, ...settled };
  const answered = filter === undefined ? [] : [filter];
  if (until === true) return { events, met, untilMet: [...untilMet, ...answered], keys };
  return { events: [...events, event], met: [...met, ...answered], untilMet, keys };
}

function started(
  state: ScheduleState,
  { occurrence }: EventOf<'occurrence.started'>,
  { seq, at }: Place,
): ScheduleState {
  return {
    ...withoutHeld(state, occurrence.key),
    open: [...state.open, { ...occurrence, seq, startedAt: at }],
    last: { ...occurrence, startedAt: at, phase: 'open' },
    collected: leftBy(state, occurrence),
    next: { ...state.next, after: null },
    counts: plus(state, 'started', 1),
  };
}

/** Events that brought an occurrence are used, whatever became of it. */
function leftBy({ collected }: ScheduleState, { cause }: Occurrence): CollectedEvents {
  return cause === 'event' ? nothingCollected : collected;
}

function failed(
  state: ScheduleState,
  { occurrence, reason }: EventOf<'occurrence.failed'>,
  { at }: Place,
): ScheduleState {
  const last = { ...occurrence, startedAt: at, phase: 'failed', reason } as const;
  const rest = { ...withoutHeld(state, occurrence.key), ...closed(state, occurrence.key) };
  return { ...rest, last, counts: plus(state, 'failed', 1) };
}

function withoutHeld(state: ScheduleState, key: string): ScheduleState {
  return state.held?.key === key ? { ...state, held: null } : state;
}

function closed({ open }: ScheduleState, key: string): Pick<ScheduleState, 'open'> {
  return { open: open.filter((occurrence) => occurrence.key !== key) };
}

function lastWith({ last }: ScheduleState, { key, phase }: EventOf<'occurrence.ended'>): ScheduleState['last'] {
  return last?.key === key ? { ...last, phase } : last;
}

function plus({ counts }: ScheduleState, which: keyof ScheduleCounts, by: number): ScheduleCounts {
  return { ...counts, [which]: counts[which] + by };
}
