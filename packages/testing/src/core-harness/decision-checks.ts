import {
  assert,
  foldEvents,
  waitingFor,
  type Decision,
  type ExecutionState,
  type Program,
  type Recorded,
} from '@batonhq/core';
import { isDeepStrictEqual } from 'node:util';

/** A decision and what it was made on. */
export interface Decided {
  readonly program: Program;
  readonly execution: string;
  readonly before: ExecutionState | null;
  readonly decision: Decision;
}

/** A value as a journal gives it back. */
export function stored<T>(value: T): T {
  const copy: T = JSON.parse(JSON.stringify(value));
  return copy;
}

/**
 * What must hold of every decision, whatever the program and the trigger:
 *
 * 1. Its state is the fold of its events, also when state and events come back from a journal.
 * 2. Its events are numbered on from the state before, and time does not go back.
 * 3. An open execution says what it waits for (I5).
 * 4. Steps are claimed by an event, each at most once; timers change as the events say.
 */
export function checkDecision(decided: Decided): void {
  const { program, before, decision } = decided;
  checkNumbers(before, decision.events);
  checkFold(decided);
  const waiting = waitingFor(program, decision.state);
  assert(
    (waiting.length === 0) === (decision.state.endedAt !== null),
    `an execution that is ${decision.state.phase} waits for ${waiting.length} things`,
  );
  checkTimers(decision);
  const claimed = new Set(decision.steps.map(({ id }) => id));
  assert(claimed.size === decision.steps.length, 'a step is handed out twice in one decision');
}

function checkNumbers(before: ExecutionState | null, events: readonly Recorded[]): void {
  let [seq, at] = [before?.seq ?? 0, before?.at ?? 0];
  for (const recorded of events) {
    assert(recorded.seq === seq + 1, `event ${recorded.seq} follows event ${seq}`);
    assert(recorded.at >= at, `time goes back in event ${recorded.seq}`);
    [seq, at] = [recorded.seq, recorded.at];
  }
}

function checkFold({ program, execution, before, decision }: Decided): void {
  const folded = foldEvents(program, stored(before), { execution, events: stored(decision.events) });
  assert(
    isDeepStrictEqual(stored(folded), stored(decision.events.length === 0 ? before : decision.state)),
    'the state of a decision is not the fold of its events',
  );
}

function checkTimers({ events, timers }: Decision): void {
  const told = events.flatMap(({ event }) => {
    if (event.kind === 'timer.armed') return [`arm ${event.timer} ${event.due}`];
    return event.kind === 'timer.fired' || event.kind === 'timer.cancelled' ? [`disarm ${event.timer}`] : [];
  });
  const changed = timers.map(
    (change) => `${change.kind} ${change.timer}${change.kind === 'arm' ? ` ${change.due}` : ''}`,
  );
  assert(isDeepStrictEqual(told, changed), 'the timers of a decision are not those of its events');
}
