import { FaultError } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import { isBusy } from './plan.ts';
import type { Occurrence } from './schedule-event.ts';
import type { ScheduleTransition } from './schedule-transition.ts';

/** Executions of one schedule that may be open at the same time; more than that is an accident, not a plan. */
const mostOpen = 1_000;

/** What flows into the execution of an occurrence; throws a fault when it cannot be computed. */
export type InputOf = (occurrence: Occurrence) => Json;

/** Starts the execution of an occurrence, or does what the schedule says when others are open. */
export function startOrHold(tx: ScheduleTransition, occurrence: Occurrence, inputOf: InputOf): void {
  const { open, held, rule } = tx.state;
  const isFree = open.length === 0 && held === null;
  if (isFree || rule.overlap === 'allow') start(tx, occurrence, inputOf);
  else if (rule.overlap === 'skip') tx.emit({ kind: 'occurrence.skipped', occurrence, reason: 'overlap' });
  else hold(tx, occurrence, inputOf);
}

/** Starts the execution of an occurrence whatever is open. */
export function start(tx: ScheduleTransition, occurrence: Occurrence, inputOf: InputOf): void {
  if (tx.state.open.length >= mostOpen) {
    tx.emit({ kind: 'occurrence.skipped', occurrence, reason: 'limit' });
    return;
  }
  const input = computed(tx, occurrence, inputOf);
  if (input !== undefined) tx.emit({ kind: 'occurrence.started', occurrence, input });
}

/** Starts what waited, when nothing is open any more. */
export function startHeld(tx: ScheduleTransition): void {
  const { open, held, phase } = tx.state;
  if (held === null || open.length > 0 || phase !== 'active') return;
  const { input, ...occurrence } = held;
  tx.emit({ kind: 'occurrence.started', occurrence, input });
}

/** `after` counts from here when nothing is open, and nothing is about to start. */
export function waitAfter(tx: ScheduleTransition, from: number): void {
  const { rule, next, phase } = tx.state;
  if (rule.after === null || next.after !== null || phase === 'deleted' || isBusy(tx.state)) return;
  tx.plan({ after: from + rule.after });
}

/** One waits at most: a newer one takes its place, so that nothing piles up. */
function hold(tx: ScheduleTransition, occurrence: Occurrence, inputOf: InputOf): void {
  const input = computed(tx, occurrence, inputOf);
  if (input === undefined) return;
  const { held } = tx.state;
  if (held !== null) {
    const { input: _input, ...before } = held;
    tx.emit({ kind: 'occurrence.skipped', occurrence: before, reason: 'superseded' });
  }
  tx.emit({ kind: 'occurrence.held', occurrence, input });
}

function computed(tx: ScheduleTransition, occurrence: Occurrence, inputOf: InputOf): Json | undefined {
  try {
    return inputOf(occurrence);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    tx.emit({ kind: 'occurrence.failed', occurrence, reason: `its input cannot be computed: ${error.message}` });
    return undefined;
  }
}
