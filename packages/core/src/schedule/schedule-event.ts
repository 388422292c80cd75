import type { ScheduleRule } from '../calendar/schedule-rule.ts';
import type { Span } from '../calendar/due-instants.ts';
import type { ScheduleLink } from '../event/event.ts';
import type { TerminalPhase } from '../execution/state.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { CloudEvent } from '../step/effect.ts';

/** What made an occurrence: a rule of the schedule, an event, or the order of a person. */
export type OccurrenceCause = ScheduleLink['cause'];

/** One time at which a schedule starts an execution. */
export interface Occurrence {
  /** Unlike that of every other occurrence of the schedule, and the same however often it is computed. */
  readonly key: string;
  readonly cause: OccurrenceCause;
  /** When it was to start, milliseconds since 1970. */
  readonly instant: number;
  /** The id of the execution, which follows from the key: starting it twice starts it once. */
  readonly execution: string;
}

/** On whose behalf a schedule starts executions. */
export interface ScheduleOrigin {
  readonly tenant: string;
  readonly user: string;
  readonly priority: number;
}

/** The instants to come; null for what the schedule does not have, or cannot know yet. */
export interface Upcoming {
  readonly every: number | null;
  readonly cron: number | null;
  readonly after: number | null;
  /** Everything up to here has been dealt with. */
  readonly since: number;
}

/** Why an occurrence started no execution. */
export type SkipReason = 'overlap' | 'limit' | 'superseded';

/** One immutable, past-tense fact of a schedule. Instants are in the events, so that folding evaluates no calendar. */
export type ScheduleEvent =
  /** A definition with a `schedule` was published: from now on executions start by themselves. */
  | {
      readonly kind: 'schedule.activated';
      readonly definition: DefinitionReference;
      readonly rule: ScheduleRule;
      readonly origin: ScheduleOrigin;
      readonly next: Upcoming;
    }
  | { readonly kind: 'schedule.paused'; readonly by?: string }
  | { readonly kind: 'schedule.resumed'; readonly by?: string; readonly next: Upcoming }
  | { readonly kind: 'schedule.deleted'; readonly by?: string; readonly reason?: string }
  /** The instants to come are others now. */
  | { readonly kind: 'schedule.planned'; readonly next: Upcoming }
  /** Somebody set the clock by so many milliseconds; intervals take as long as they say all the same. */
  | { readonly kind: 'schedule.shifted'; readonly by: number; readonly next: Upcoming }
  /** The execution is claimed: it is started, and started again after a crash until it exists. */
  | { readonly kind: 'occurrence.started'; readonly occurrence: Occurrence; readonly input: Json }
  /** It waits for the executions before it to end. */
  | { readonly kind: 'occurrence.held'; readonly occurrence: Occurrence; readonly input: Json }
  | { readonly kind: 'occurrence.skipped'; readonly occurrence: Occurrence; readonly reason: SkipReason }
  /** No execution could be started for it. */
  | { readonly kind: 'occurrence.failed'; readonly occurrence: Occurrence; readonly reason: string }
  | { readonly kind: 'occurrence.ended'; readonly key: string; readonly phase: TerminalPhase; readonly endedAt: number }
  /** Their time passed while nobody could start them, or while the schedule was paused. */
  | {
      readonly kind: 'occurrences.missed';
      readonly cause: OccurrenceCause;
      readonly span: Span;
      readonly reason: 'late' | 'paused';
    }
  /** One of several events that an execution needs together has come. */
  | {
      readonly kind: 'event.collected';
      readonly event: CloudEvent;
      readonly filter?: number;
      readonly keys?: JsonObject;
      /** It is one of those that end the collecting, and not in the list. */
      readonly until?: true;
    };

/** The kind of a schedule's event. */
export type ScheduleEventKind = ScheduleEvent['kind'];
