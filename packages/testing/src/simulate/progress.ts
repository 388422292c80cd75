import { faultTypes, type Recorded } from '@batonhq/core';
import type { StoredExecution } from '@batonhq/engine';
import type { SmallWorld } from './small-world.ts';

/** What happened in a simulation, so that nobody takes "nothing went wrong" for "nothing happened". */
export type Progress = Readonly<Record<ProgressName, number>>;

const names = [
  'executions',
  'completed',
  'faulted',
  'cancelled',
  'events',
  'effects',
  'crashes',
  'jumps',
  'fullDisks',
  'failedDisks',
  'drains',
  'hangs',
  'timersFired',
  'signalsConsumed',
  'attemptsAfterCrash',
  'probes',
  'ambiguous',
  'settled',
  'compensations',
  'retries',
  'caught',
  'suspended',
  'children',
  'operations',
  'approved',
  'denied',
  'expired',
  'continuedAsNew',
  'locked',
  'waitedForLocks',
  'lockedInFunctions',
  'snapshots',
  'paid',
  'unaffordable',
] as const;

/** The name of something that is counted. */
export type ProgressName = (typeof names)[number];

/** Nothing happened. */
export const noProgress: Progress = Object.fromEntries(names.map((name) => [name, 0])) as Progress;

/** Two of them together. */
export function addProgress(one: Progress, other: Progress): Progress {
  const sum = { ...one };
  for (const name of names) sum[name] = one[name] + other[name];
  return sum;
}

/** What never happened. */
export function missingProgress(progress: Progress): readonly ProgressName[] {
  return names.filter((name) => progress[name] === 0);
}

/** Counts what is on the disk of a world in the end, and what was done to it. */
export function progressOf(world: SmallWorld, stored: readonly StoredExecution[], snapshots: number): Progress {
  const events = stored.flatMap((execution) => execution.events);
  const of = (kind: Recorded['event']['kind']): number => events.filter(({ event }) => event.kind === kind).length;
  const claims = events.flatMap(({ event }) => (event.kind === 'step.claimed' ? [event] : []));
  return {
    executions: stored.length,
    completed: of('execution.completed'),
    faulted: of('execution.faulted'),
    cancelled: of('execution.cancelled'),
    events: events.length,
    effects: world.ledger.total,
    crashes: world.lives - 1,
    ...world.done,
    snapshots,
    paid: world.ledger.charges.size,
    unaffordable: events.filter(
      ({ event }) => event.kind === 'step.failed' && event.fault.type === faultTypes.budget.type,
    ).length,
    timersFired: of('timer.fired'),
    signalsConsumed: of('signal.consumed'),
    attemptsAfterCrash: claims.filter(({ attempt }) => attempt > 1).length,
    probes: of('step.probing'),
    ambiguous: of('step.ambiguous'),
    settled: of('step.settled'),
    compensations: of('compensation.started'),
    retries: of('attempt.started'),
    caught: of('fault.caught'),
    suspended: of('execution.suspended'),
    children: stored.filter(({ row }) => row?.parent !== null).length,
    approved: events.filter(({ event }) => event.kind === 'gate.passed' && event.gate === 'approval').length,
    denied: events.filter(({ event }) => event.kind === 'approval.decided' && event.decision === 'deny').length,
    expired: events.filter(({ event }) => event.kind === 'timer.fired' && event.timer.startsWith('approval:')).length,
    operations: claims.filter(({ operation }) => operation !== undefined).length,
    locked: of('lock.acquired'),
    waitedForLocks: world.disk.durable.facts
      .standing('tenant/')
      .reduce((sum, { stream }) => sum + waits(world, stream), 0),
    lockedInFunctions: claims.filter(({ operation }) => operation?.kind === 'release').length,
    continuedAsNew: claims.filter(({ operation }) => operation?.kind === 'continueAs').length,
  };
}

/** How often somebody had to wait for a lock: it was granted in another commit than it was asked for. */
function waits({ disk }: SmallWorld, stream: string): number {
  const facts = disk.durable.facts.read(stream, { seq: 0 });
  return facts.filter(({ kind }, index) => kind === 'lock.granted' && facts[index - 1]?.kind !== 'lock.requested')
    .length;
}
