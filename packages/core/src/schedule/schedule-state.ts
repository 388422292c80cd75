import type { ScheduleRule } from '../calendar/schedule-rule.ts';
import type { TerminalPhase } from '../execution/state.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { CloudEvent } from '../step/effect.ts';
import type { Occurrence, ScheduleOrigin, Upcoming } from './schedule-event.ts';

/** An occurrence whose execution has not ended. */
export interface OpenOccurrence extends Occurrence {
  /** Number of the fact that claims it; its input is there. */
  readonly seq: number;
  readonly startedAt: number;
}

/** An occurrence that waits for the executions before it. */
export interface HeldOccurrence extends Occurrence {
  readonly input: Json;
}

/** The occurrence that started last, and what became of it. */
export interface LastOccurrence extends Occurrence {
  readonly startedAt: number;
  readonly phase: TerminalPhase | 'open' | 'failed';
  readonly reason?: string;
}

/** How often what happened. */
export interface ScheduleCounts {
  readonly started: number;
  readonly skipped: number;
  readonly missed: number;
  readonly failed: number;
}

/** Events that wait for others to start an execution together. */
export interface CollectedEvents {
  readonly events: readonly CloudEvent[];
  /** Positions of the filters that they answer. */
  readonly met: readonly number[];
  /** Positions of the filters of `until` that events have answered. */
  readonly untilMet: readonly number[];
  /** What they have in common. */
  readonly keys: JsonObject;
}

/** A schedule as it stands: the fold of its stream. Its size depends on what is open, not on how long it has existed. */
export interface ScheduleState {
  /** `namespace/name` of the definition. */
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly phase: 'active' | 'paused' | 'deleted';
  readonly changedBy: string | null;
  readonly activatedAt: number;
  readonly definition: DefinitionReference;
  readonly rule: ScheduleRule;
  readonly origin: ScheduleOrigin;
  readonly next: Upcoming;
  /** How often the instants to come were set anew: by a version of the definition, or because the clock was set. */
  readonly generation: number;
  readonly open: readonly OpenOccurrence[];
  readonly held: HeldOccurrence | null;
  readonly last: LastOccurrence | null;
  readonly collected: CollectedEvents;
  readonly counts: ScheduleCounts;
}
