import type { ScheduleView } from '@batonhq/core';
import { ask, type Json } from '../client.ts';

export type { ScheduleView };

/** What can be done to a schedule. */
export type ScheduleVerb = 'pause' | 'resume' | 'delete';

export interface ScheduleDetails {
  readonly schedule: ScheduleView;
  readonly next: readonly { readonly instant: number; readonly cause: string }[];
}

const at = (id: string): string => `/api/schedules/${id.split('/').map(encodeURIComponent).join('/')}`;

/** Executions that start by themselves. Ids are `namespace/name`. */
export const schedules = {
  list: () => ask<{ readonly schedules: readonly ScheduleView[] }>('/api/schedules'),
  one: (id: string) => ask<ScheduleDetails>(`${at(id)}?count=10`),
  change: (id: string, verb: ScheduleVerb) => ask<null>(`${at(id)}/${verb}`, { method: 'POST' }),
  trigger: (id: string, input?: Json) =>
    ask<{ readonly id: string }>(`${at(id)}/trigger`, { method: 'POST', body: input === undefined ? {} : { input } }),
};
