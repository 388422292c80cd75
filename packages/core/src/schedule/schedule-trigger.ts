import type { ScheduleRule } from '../calendar/schedule-rule.ts';
import type { TerminalPhase } from '../execution/state.ts';
import type { Json } from '../kernel/json.ts';
import type { DefinitionReference } from '../program/program.ts';
import type { CloudEvent } from '../step/effect.ts';
import type { ScheduleOrigin } from './schedule-event.ts';

/** What moves a schedule. `now` is the wall clock, as it is: it may have gone back since the last trigger. */
export type ScheduleTrigger = { readonly now: number } & (
  | {
      readonly kind: 'activate';
      readonly definition: DefinitionReference;
      readonly rule: ScheduleRule;
      readonly origin: ScheduleOrigin;
    }
  /** An instant may have come. */
  | { readonly kind: 'due' }
  /** A process took over: what the one before left behind is looked at anew. */
  | { readonly kind: 'recover' }
  /** The wall clock was set by so many milliseconds. */
  | { readonly kind: 'moved'; readonly by: number }
  /** A CloudEvent came. */
  | { readonly kind: 'event'; readonly event: CloudEvent }
  | { readonly kind: 'ended'; readonly execution: string; readonly phase: TerminalPhase; readonly endedAt: number }
  /** The execution of an occurrence cannot be started, now or ever. */
  | { readonly kind: 'unstartable'; readonly execution: string; readonly reason: string }
  | { readonly kind: 'pause'; readonly by?: string }
  | { readonly kind: 'resume'; readonly by?: string }
  | { readonly kind: 'delete'; readonly by?: string; readonly reason?: string }
  /** A person wants an execution now. `request` tells this order from every other one. */
  | { readonly kind: 'order'; readonly request: string; readonly input?: Json }
);

/** A command that makes no sense now. */
export interface ScheduleRefusal {
  readonly code: 'not-active' | 'not-paused' | 'deleted';
  readonly message: string;
}
