import type { Answer, Given } from '@batonhq/server/client';
import type { JsonObject } from '@batonhq/core';
import { ProblemError } from '../client.ts';
import { api } from './api.ts';

/** A version of a plan, as it stands now. */
export type PlanPage = Answer<'GET /api/plans/{name}'>;

/** A plan: what would be done for a goal, and what that takes. */
export type Plan = PlanPage['plan'];

/** One task of a plan, with what is known about it before it is done. */
export type PlannedTask = Plan['tasks'][number];

/** An estimated amount: four times of five it lies between `low` and `high`. */
export type Interval = PlannedTask['duration'];

/** One change between two versions of a plan. */
export type PlanChange = Answer<'GET /api/plans/{name}/diff'>['changes'][number];

/** What somebody wants. */
export type Wish = Given<'POST /api/plans'>['body'];

/** A published definition in a list. */
export type DefinitionRow = Answer<'GET /api/definitions'>['definitions'][number];

/** A published definition. */
export type DefinitionPage = Answer<'GET /api/definitions/{namespace}/{name}'>;

/** Who hears how a plan comes about. */
export interface PlanningEars {
  readonly signal: AbortSignal;
  /** One line about who is asked, or who has no plan. */
  readonly said: (line: string) => void;
  readonly task: (task: PlannedTask) => void;
}

/** What the start page asks of the server. */
export const planClient = {
  plans: () => api.call('GET /api/plans'),
  plan: (name: string, version: number | null) =>
    api.call('GET /api/plans/{name}', { params: { name }, query: version === null ? {} : { version } }),
  changes: (name: string, to: number) => api.call('GET /api/plans/{name}/diff', { params: { name }, query: { to } }),
  change: (name: string, yaml: string) =>
    api.call('POST /api/plans/{name}/versions', { params: { name }, body: { definition: yaml } }),
  approve: (name: string, { version, hash }: { readonly version: number; readonly hash: string }) =>
    api.call('POST /api/plans/{name}/approve', { params: { name }, body: { version, hash } }),
  revert: (name: string, version: number) =>
    api.call('POST /api/plans/{name}/revert', { params: { name }, body: { version } }),
  startPlan: (plan: string) => api.call('POST /api/orchestrate', { body: { plan } }),
  definitions: () => api.call('GET /api/definitions'),
  definition: ({ namespace, name }: { readonly namespace: string; readonly name: string }, version: string | null) =>
    api.call('GET /api/definitions/{namespace}/{name}', {
      params: { namespace, name },
      query: version === null ? {} : { version },
    }),
  publish: (text: string) => api.call('POST /api/definitions', { body: { definition: text } }),
};

/**
 * Plans for a goal, told task by task.
 *
 * @throws {ProblemError} with `questions` when the planners have to know more, with `problems` when no plan is possible.
 */
export async function planFor(wish: Wish, { signal, said, task }: PlanningEars): Promise<PlanPage> {
  let page: PlanPage | null = null;
  let problem: JsonObject | null = null;
  for await (const { event, data } of api.listen('POST /api/plans', { body: wish }, signal)) {
    const told = JSON.parse(data);
    if (event === 'asking') said(`Asking ${told.planner}`);
    if (event === 'abstained' || event === 'refused') said(`${told.planner} has no plan: ${told.why ?? ''}`);
    if (event === 'task') task(told);
    if (event === 'plan') page = told;
    if (event === 'problem') problem = told;
  }
  if (page !== null) return page;
  throw problemIn(problem);
}

function problemIn(problem: JsonObject | null): ProblemError {
  if (problem === null) return new ProblemError(0, { detail: 'the server stopped talking before there was a plan' });
  return new ProblemError(Number(problem['status'] ?? 0), problem);
}
