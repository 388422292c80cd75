import type { ExecutionView, Json, JsonObject, TaskView, WaitingFor } from '@batonhq/core';

/** What the server said was wrong. */
export class ProblemError extends Error {
  readonly status: number;
  /** Everything it said: what is asked, what is wrong where. */
  readonly problem: JsonObject;

  constructor(status: number, message: string, problem: JsonObject = {}) {
    super(message);
    this.status = status;
    this.problem = problem;
  }
}

/** Who is signed in. */
export interface Who {
  readonly tenant: string;
  readonly user: string;
  readonly role: string;
}

/** Amounts by what is counted: money in millionths, tokens, calls, milliseconds. */
export interface Spent {
  readonly money?: number;
  readonly tokens?: number;
  readonly calls?: number;
}

/** One execution with all that there is to say about it. */
export interface Details {
  /** What it spent; null when it paid for nothing. Money is in millionths. */
  readonly spending: { readonly currency: string | null; readonly spent: Spent } | null;
  readonly view: ExecutionView;
  readonly waitingFor: readonly WaitingFor[];
  readonly tasks: readonly TaskView[];
  readonly branchedFrom: { readonly execution: string; readonly seq: number } | null;
}

export interface Filter {
  readonly phase?: string;
  readonly text?: string;
  readonly since?: number;
  readonly before?: string;
  readonly limit?: number;
}

export type { ExecutionView, Json, JsonObject, TaskView, WaitingFor };

/** Everything that pages ask of the server. The browser sends the cookie of the session by itself. */
export const client = {
  who: () => ask<Who>('/api/session'),
  signIn: (token: string) => ask<Who>('/api/session', { method: 'POST', body: { token } }),
  signOut: () => ask<null>('/api/session', { method: 'DELETE' }),
  executions: (filter: Filter) =>
    ask<{ readonly executions: readonly ExecutionView[] }>(`/api/executions?${queryOf(filter)}`),
  execution: (id: string) => ask<Details>(`/api/orchestrate/${encodeURIComponent(id)}`),
  definition: (id: string) => ask<JsonObject>(`/api/executions/${encodeURIComponent(id)}/definition`),
  start: (workflow: Json, input: Json) =>
    ask<{ readonly id: string }>('/api/orchestrate', { method: 'POST', body: { workflow, input } }),
  steer: (id: string, verb: 'pause' | 'resume' | 'cancel') =>
    ask<null>(`/api/orchestrate/${encodeURIComponent(id)}/${verb}`, { method: 'POST' }),
};

/** True for what JSON writes in braces. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Asks the server; what it answers that is no success is thrown as a {@link ProblemError}. */
export async function ask<T>(
  path: string,
  { method = 'GET', body }: { readonly method?: string; readonly body?: unknown } = {},
): Promise<T> {
  const answer = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  const value = text === '' ? null : JSON.parse(text);
  if (!answer.ok) throw new ProblemError(answer.status, String(value?.detail ?? answer.statusText), value ?? {});
  return value;
}

/** The part of an address after `?`: of what is given. */
export function queryOf(filter: object): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
}
