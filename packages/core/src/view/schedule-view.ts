import type { ScheduleRule } from '../calendar/schedule-rule.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { Occurrence } from '../schedule/schedule-event.ts';
import type { LastOccurrence, ScheduleCounts, ScheduleState } from '../schedule/schedule-state.ts';
import { wakeAt } from '../schedule/upcoming-occurrences.ts';

/** A schedule as people see it. Times are milliseconds since 1970. */
export interface ScheduleView {
  /** `namespace/name` of its definition. */
  readonly id: string;
  readonly phase: 'active' | 'paused' | 'deleted';
  /** Who paused, resumed or deleted it, where known. */
  readonly changedBy: string | null;
  readonly activatedAt: number;
  /** The version whose executions it starts. */
  readonly definition: DefinitionReference;
  readonly rule: ScheduleRule;
  /** When it starts the next execution; null while it is paused, waits for an end or an event, or will never again. */
  readonly nextAt: number | null;
  /** Its executions that have not ended, oldest first. */
  readonly open: readonly (Occurrence & { readonly startedAt: number })[];
  /** What starts when those have ended. */
  readonly held: Occurrence | null;
  readonly last: LastOccurrence | null;
  readonly counts: ScheduleCounts;
}

/** The row of a schedule. */
export function scheduleView(state: ScheduleState): ScheduleView {
  const { id, phase, changedBy, activatedAt, definition, rule, open, held, last, counts } = state;
  return {
    id,
    phase,
    changedBy,
    activatedAt,
    definition,
    rule,
    nextAt: wakeAt(state),
    open: open.map(({ seq: _seq, ...occurrence }) => occurrence),
    held: held === null ? null : withoutInput(held),
    last,
    counts,
  };
}

function withoutInput({ input: _input, ...occurrence }: NonNullable<ScheduleState['held']>): Occurrence {
  return occurrence;
}
