import type { Answer, Given } from '@batonhq/server/client';
import type { Json, JsonObject } from '@batonhq/core';
import { api } from './client/api.ts';

export { ProblemError } from '@batonhq/server/client';
export type { Json, JsonObject };

/** Who is signed in. */
export type Who = Answer<'GET /api/session'>;

/** One execution with all that there is to say about it. */
export type Details = Answer<'GET /api/orchestrate/{id}'>;

/** An execution as a list shows it. */
export type ExecutionView = Answer<'GET /api/executions'>['executions'][number];

/** What an open execution waits for. */
export type WaitingFor = Details['waitingFor'][number];

type Filter = NonNullable<Given<'GET /api/executions'>['query']>;
type Workflow = NonNullable<Given<'POST /api/orchestrate'>['body']['workflow']>;

/** Everything that pages ask of the server. */
export const client = {
  who: () => api.call('GET /api/session'),
  signIn: (token: string) => api.call('POST /api/session', { body: { token } }),
  signOut: () => api.call('DELETE /api/session'),
  executions: (query: Filter) => api.call('GET /api/executions', { query }),
  execution: (id: string) => api.call('GET /api/orchestrate/{id}', { params: { id } }),
  definition: (id: string) => api.call('GET /api/executions/{id}/definition', { params: { id } }),
  start: (workflow: Workflow, input: Json) => api.call('POST /api/orchestrate', { body: { workflow, input } }),
  steer: (id: string, verb: 'pause' | 'resume' | 'cancel') =>
    api.call(`POST /api/orchestrate/{id}/${verb}`, { params: { id } }),
};

/** True for what JSON writes in braces. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
