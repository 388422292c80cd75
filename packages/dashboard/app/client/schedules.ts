import type { Answer } from '@batonhq/server/client';
import type { Json } from '../client.ts';
import { api } from './api.ts';

/** A schedule and its next occurrences. */
export type ScheduleDetails = Answer<'GET /api/schedules/{namespace}/{name}'>;

/** A schedule, how it stands, and what came of it. */
export type ScheduleView = ScheduleDetails['schedule'];

/** What can be done to a schedule. */
export type ScheduleVerb = 'pause' | 'resume' | 'delete';

/** Executions that start by themselves. Ids are `namespace/name`. */
export const schedules = {
  list: () => api.call('GET /api/schedules'),
  one: (id: string) => api.call('GET /api/schedules/{namespace}/{name}', { params: partsOf(id), query: { count: 10 } }),
  change: (id: string, verb: ScheduleVerb) =>
    api.call(`POST /api/schedules/{namespace}/{name}/${verb}`, { params: partsOf(id) }),
  trigger: (id: string, input?: Json) =>
    api.call('POST /api/schedules/{namespace}/{name}/trigger', {
      params: partsOf(id),
      body: input === undefined ? {} : { input },
    }),
};

function partsOf(id: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', name = ''] = id.split('/');
  return { namespace, name };
}
