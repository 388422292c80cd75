import type { EventKind, Recorded } from '@batonhq/core';
import type { StoredExecution } from '@batonhq/engine';

/** What must have happened for "nothing went wrong" to mean anything, by the event that says so. */
const counted = {
  completed: 'execution.completed',
  cancelled: 'execution.cancelled',
  probes: 'step.probing',
  ambiguous: 'step.ambiguous',
  settled: 'step.settled',
  quarantined: 'execution.suspended',
  timersFired: 'timer.fired',
  signals: 'signal.consumed',
  compensations: 'compensation.started',
  retries: 'attempt.started',
} as const satisfies Readonly<Record<string, EventKind>>;

type Counted = keyof typeof counted;

/** How often what happened in the executions of a folder. */
export type EventCounts = Readonly<
  Record<Counted | 'executions' | 'children' | 'events' | 'steps' | 'repeatedAttempts', number>
>;

/** Counts what happened. */
export function countEvents(stored: readonly StoredExecution[]): EventCounts {
  const events = stored.flatMap((execution) => execution.events);
  const of = (kind: EventKind): number => events.filter(({ event }) => event.kind === kind).length;
  const kinds = Object.entries(counted).map(([name, kind]) => [name, of(kind)] as const);
  return {
    ...(Object.fromEntries(kinds) as Record<Counted, number>),
    executions: stored.length,
    children: stored.filter(({ row }) => row?.parent !== null).length,
    events: events.length,
    steps: events.filter(isClaim).length,
    repeatedAttempts: events.filter(({ event }) => event.kind === 'step.claimed' && event.attempt > 1).length,
  };
}

function isClaim({ event }: Recorded): boolean {
  return event.kind === 'step.claimed' || (event.kind === 'task.started' && event.effect !== undefined);
}

/** Two counts together, name by name. */
export function addCounts<Name extends string>(
  one: Readonly<Record<Name, number>>,
  other: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(one) as Name[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as Record<Name, number>;
}
