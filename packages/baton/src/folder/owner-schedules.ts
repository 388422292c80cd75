import type { ScheduleReading, Schedules } from '@batonhq/engine';

/** What the schedules of an owner need of it. */
export interface ScheduleOwner {
  /** Who answers now: the engine, or the journal while nothing moves. */
  readonly reading: () => ScheduleReading;
  /** The engine's, started when nobody did before. */
  readonly begin: () => Promise<Schedules>;
}

/** The schedules of an owner, before and after its engine runs: reading starts nothing, a command does. */
export function ownerSchedules({ reading, begin }: ScheduleOwner): Schedules {
  return {
    list: () => reading().list(),
    get: (id) => reading().get(id),
    next: (id, count) => reading().next(id, count),
    history: (id, limit) => reading().history(id, limit),
    pause: async (id, by) => (await begin()).pause(id, by),
    resume: async (id, by) => (await begin()).resume(id, by),
    delete: async (id, by) => (await begin()).delete(id, by),
    trigger: async (id, order) => (await begin()).trigger(id, order),
  };
}
