import type { Json, ScheduleView, UpcomingOccurrence } from '@batonhq/core';
import type { Schedules } from '@batonhq/engine';
import type { ExecutionHandle } from './execution-handle.ts';

/**
 * Executions that start by themselves. Defining a definition with a `schedule` makes one, under `namespace/name`.
 */
export interface SystemSchedules {
  /** All schedules that exist, by id. */
  listSchedules(): Promise<readonly ScheduleView[]>;
  /** One schedule: its rule, its next instant, what of it is open. Rejects with `NotFoundError`. */
  getSchedule(id: string): Promise<ScheduleView>;
  /** When it starts executions next, earliest first; 10 unless `count` says otherwise. */
  nextOccurrences(id: string, count?: number): Promise<readonly UpcomingOccurrence[]>;
  /** Starts no more executions until it is resumed; those it has started go on. */
  pauseSchedule(id: string, by?: string): Promise<void>;
  /** Goes on with the next occurrence; what passed during the pause is not made up for. */
  resumeSchedule(id: string, by?: string): Promise<void>;
  /** Ends it, until its definition is defined again. */
  deleteSchedule(id: string, by?: string): Promise<void>;
  /** Starts an execution now, also during a pause; the same `request` starts one, however often it is sent. */
  triggerSchedule(id: string, order?: { readonly input?: Json; readonly request?: string }): Promise<ExecutionHandle>;
}

/** The schedules behind a door, as the SDK names what can be done with them. */
export function systemSchedules(schedules: Schedules, attach: (id: string) => ExecutionHandle): SystemSchedules {
  return {
    listSchedules: () => schedules.list(),
    getSchedule: (id) => schedules.get(id),
    nextOccurrences: (id, count) => schedules.next(id, count),
    pauseSchedule: (id, by) => schedules.pause(id, by),
    resumeSchedule: (id, by) => schedules.resume(id, by),
    deleteSchedule: (id, by) => schedules.delete(id, by),
    triggerSchedule: async (id, order) => attach(await schedules.trigger(id, order)),
  };
}
