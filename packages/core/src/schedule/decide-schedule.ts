import { unreachable } from '../kernel/assert.ts';
import type { Json } from '../kernel/json.ts';
import type { Waiting } from '../program/task-node.ts';
import { startDue, passOver } from './due.ts';
import { collect } from './collect-events.ts';
import { occurrenceOf } from './occurrence.ts';
import { firstPlan, replanned, shifted } from './plan.ts';
import type { ScheduleState } from './schedule-state.ts';
import { ScheduleTransition, type ScheduleDecision } from './schedule-transition.ts';
import type { ScheduleRefusal, ScheduleTrigger } from './schedule-trigger.ts';
import { start, startHeld, waitAfter, type InputOf } from './start-occurrence.ts';

/** What deciding about a schedule needs beside its state. */
export interface ScheduleDeciding {
  /** `namespace/name` of its definition. */
  readonly id: string;
  readonly inputOf: InputOf;
  /** The CloudEvents that start executions; null for none. */
  readonly on: Waiting | null;
}

type TriggerOf<K extends ScheduleTrigger['kind']> = ScheduleTrigger & { readonly kind: K };

/** What follows from a trigger. Pure: the same state and trigger always give the same events. */
export function decideSchedule(
  deciding: ScheduleDeciding,
  state: ScheduleState | null,
  trigger: ScheduleTrigger,
): ScheduleDecision {
  const tx = new ScheduleTransition(deciding.id, state, trigger.now);
  if (trigger.kind === 'activate') {
    activate(tx, state, trigger);
    return tx.decision();
  }
  if (state === null || (state.phase === 'deleted' && !concludes(trigger)))
    return tx.decision({ code: 'deleted', message: `there is no schedule ${deciding.id} any more` });
  return tx.decision(apply(tx, trigger, deciding));
}

/** A deleted schedule still hears of the executions that it started. */
function concludes({ kind }: ScheduleTrigger): boolean {
  return kind === 'ended' || kind === 'unstartable' || kind === 'recover';
}

function activate(
  tx: ScheduleTransition,
  state: ScheduleState | null,
  { definition, rule, origin, now }: TriggerOf<'activate'>,
): void {
  const isSame = state !== null && state.phase !== 'deleted' && state.definition.hash === definition.hash;
  if (isSame) return;
  const isPaused = state?.phase === 'paused';
  tx.emit({ kind: 'schedule.activated', definition, rule, origin, next: firstPlan(state, rule, now) });
  // What a person stopped, a new version does not set going.
  if (isPaused) tx.emit({ kind: 'schedule.paused', ...(state.changedBy !== null && { by: state.changedBy }) });
}

function apply(
  tx: ScheduleTransition,
  trigger: Exclude<ScheduleTrigger, TriggerOf<'activate'>>,
  { inputOf, on }: ScheduleDeciding,
): ScheduleRefusal | undefined {
  switch (trigger.kind) {
    case 'due':
      if (tx.state.phase === 'active') startDue(tx, inputOf);
      return undefined;
    case 'recover':
      if (tx.state.phase === 'active') tx.plan(replanned(tx.state));
      return undefined;
    case 'moved':
      tx.emit({ kind: 'schedule.shifted', by: trigger.by, next: shifted(tx.state.next, trigger.by) });
      return undefined;
    case 'event':
      if (tx.state.phase === 'active' && on !== null) collect(tx, trigger.event, on);
      return undefined;
    case 'ended':
    case 'unstartable':
      conclude(tx, trigger);
      return undefined;
    case 'pause':
      return pause(tx, trigger);
    case 'resume':
      return resume(tx, trigger);
    case 'delete':
      tx.emit({
        kind: 'schedule.deleted',
        ...byWhom(trigger),
        ...(trigger.reason !== undefined && { reason: trigger.reason }),
      });
      return undefined;
    case 'order':
      order(tx, trigger, inputOf);
      return undefined;
    default:
      return unreachable(trigger);
  }
}

/** An execution has ended, however it did: what waited for it starts, and `after` counts from here. */
function conclude(tx: ScheduleTransition, trigger: TriggerOf<'ended'> | TriggerOf<'unstartable'>): void {
  const found = tx.state.open.find(({ execution }) => execution === trigger.execution);
  if (found === undefined) return;
  const { seq: _seq, startedAt: _startedAt, ...occurrence } = found;
  const ended = trigger.kind === 'ended';
  if (ended) tx.emit({ kind: 'occurrence.ended', key: found.key, phase: trigger.phase, endedAt: trigger.endedAt });
  else tx.emit({ kind: 'occurrence.failed', occurrence, reason: trigger.reason });
  startHeld(tx);
  waitAfter(tx, ended ? trigger.endedAt : tx.now);
}

function pause(tx: ScheduleTransition, trigger: TriggerOf<'pause'>): ScheduleRefusal | undefined {
  if (tx.state.phase !== 'active')
    return { code: 'not-active', message: `schedule ${tx.id} is ${tx.state.phase}: only an active one can be paused` };
  tx.emit({ kind: 'schedule.paused', ...byWhom(trigger) });
  return undefined;
}

/** What would have started during the pause is not made up for; the next occurrence is the next. */
function resume(tx: ScheduleTransition, trigger: TriggerOf<'resume'>): ScheduleRefusal | undefined {
  if (tx.state.phase !== 'paused')
    return { code: 'not-paused', message: `schedule ${tx.id} is ${tx.state.phase}: only a paused one can be resumed` };
  passOver(tx);
  tx.emit({ kind: 'schedule.resumed', ...byWhom(trigger), next: { ...tx.state.next, since: tx.now } });
  startHeld(tx);
  waitAfter(tx, tx.now);
  return undefined;
}

/** A person wants it now: neither a pause nor other executions stand in the way. */
function order(tx: ScheduleTransition, { request, input, now }: TriggerOf<'order'>, inputOf: InputOf): void {
  const occurrence = occurrenceOf(tx.state, request, { cause: 'order', instant: now });
  if (tx.state.open.some(({ key }) => key === occurrence.key)) return;
  start(tx, occurrence, input === undefined ? inputOf : (): Json => input);
  waitAfter(tx, tx.now);
}

function byWhom({ by }: { readonly by?: string }): { readonly by?: string } {
  return by === undefined ? {} : { by };
}
