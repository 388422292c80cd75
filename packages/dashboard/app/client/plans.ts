import type { Json, JsonObject } from '@batonhq/core';
import { ask, ProblemError } from '../client.ts';
import { textAt } from '../part/text-at.ts';
import { listen } from './stream.ts';

/** An estimated amount: four times of five it lies between `low` and `high`. */
export interface Interval {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** One task of a plan, with what is known about it before it is done. */
export interface PlannedTask {
  readonly name: string;
  readonly function: string;
  readonly purpose: string;
  readonly after: readonly string[];
  readonly level: number;
  readonly risk: string;
  readonly why: string;
  readonly isIrreversible: boolean;
  readonly undo: string | null;
  readonly needsApproval: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly duration: Interval;
  readonly tokens: Interval | null;
}

/** A plan: what would be done for a goal, and what that takes. */
export interface Plan {
  readonly goal: string;
  readonly title: string;
  readonly tasks: readonly PlannedTask[];
  readonly estimate: {
    readonly duration: Interval;
    readonly criticalPath: readonly string[];
    readonly tokens: Interval;
    readonly money: Interval | null;
    readonly currency: string;
  };
  readonly assumptions: readonly string[];
  /** What has to be known before it can be carried out as it is meant. */
  readonly questions: readonly { readonly name: string; readonly text: string; readonly choices?: readonly string[] }[];
  readonly origin: { readonly planner: string; readonly confidence: number; readonly why: string };
  readonly hash: string;
  readonly requirements: readonly { readonly requirement: string; readonly tasks: readonly string[] }[];
  readonly touches: { readonly reads: readonly string[]; readonly writes: readonly string[] };
}

/** A version of a plan, as it stands now. */
export interface PlanPage {
  readonly name: string;
  readonly version: number;
  readonly versions: readonly number[];
  readonly plan: Plan;
  readonly yaml: string;
  readonly approval: { readonly version: number; readonly by: string; readonly at: string } | null;
  readonly isApproved: boolean;
}

/** A plan in the list of those that are kept. */
export interface PlanRow {
  readonly name: string;
  readonly title: string;
  readonly goal: string;
  readonly versions: readonly number[];
  readonly approved: number | null;
  readonly changedAt: number;
}

/** One change between two versions of a plan. */
export interface PlanChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly task: string;
  readonly risk: string;
  readonly members?: readonly { readonly name: string; readonly before?: Json; readonly after?: Json }[];
}

/** What somebody wants. */
export interface Wish {
  readonly goal: string;
  readonly requirements?: readonly string[];
  readonly businessContext?: JsonObject;
}

/** A published definition in a list. */
export interface DefinitionRow {
  readonly namespace: string;
  readonly name: string;
  readonly versions: readonly string[];
  readonly newest?: string;
  readonly title?: string;
  readonly summary?: string;
}

/** A published definition. */
export interface DefinitionPage extends DefinitionRow {
  readonly version: string;
  readonly definition: JsonObject;
  readonly yaml: string;
}

/** Who hears how a plan comes about. */
export interface PlanningEars {
  readonly signal: AbortSignal;
  /** One line about who is asked, or who has no plan. */
  readonly said: (line: string) => void;
  readonly task: (task: PlannedTask) => void;
}

const of = (name: string): string => `/api/plans/${encodeURIComponent(name)}`;

/** What the start page asks of the server. */
export const planClient = {
  plans: () => ask<{ readonly plans: readonly PlanRow[] }>('/api/plans'),
  plan: (name: string, version: number | null) =>
    ask<PlanPage>(`${of(name)}${version === null ? '' : `?version=${version}`}`),
  changes: (name: string, to: number) =>
    ask<{ readonly from: number; readonly to: number; readonly changes: readonly PlanChange[] }>(
      `${of(name)}/diff?to=${to}`,
    ),
  change: (name: string, yaml: string) =>
    ask<PlanPage>(`${of(name)}/versions`, { method: 'POST', body: { definition: yaml } }),
  approve: (name: string, { version, hash }: { readonly version: number; readonly hash: string }) =>
    ask<PlanPage>(`${of(name)}/approve`, { method: 'POST', body: { version, hash } }),
  revert: (name: string, version: number) => ask<PlanPage>(`${of(name)}/revert`, { method: 'POST', body: { version } }),
  startPlan: (plan: string) => ask<{ readonly id: string }>('/api/orchestrate', { method: 'POST', body: { plan } }),
  definitions: () => ask<{ readonly definitions: readonly DefinitionRow[] }>('/api/definitions'),
  definition: ({ namespace, name }: { readonly namespace: string; readonly name: string }, version: string | null) =>
    ask<DefinitionPage>(
      `/api/definitions/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}${version === null ? '' : `?version=${encodeURIComponent(version)}`}`,
    ),
  publish: (text: string) =>
    ask<{ readonly namespace: string; readonly name: string; readonly version: string }>('/api/definitions', {
      method: 'POST',
      body: { definition: text },
    }),
};

/**
 * Plans for a goal, told task by task.
 *
 * @throws {ProblemError} with `questions` when the planners have to know more, with `problems` when no plan is possible.
 */
export async function planFor(wish: Wish, { signal, said, task }: PlanningEars): Promise<PlanPage> {
  let page: PlanPage | null = null;
  let problem: JsonObject | null = null;
  await listen('/api/plans', {
    signal,
    body: wish,
    hear: ({ event, data }) => {
      const told = JSON.parse(data);
      if (event === 'asking') said(`Asking ${told.planner}`);
      if (event === 'abstained' || event === 'refused') said(`${told.planner} has no plan: ${told.why ?? ''}`);
      if (event === 'task') task(told);
      if (event === 'plan') page = told;
      if (event === 'problem') problem = told;
    },
  });
  if (page !== null) return page;
  throw problemIn(problem);
}

function problemIn(problem: JsonObject | null): ProblemError {
  if (problem === null) return new ProblemError(0, 'the server stopped talking before there was a plan');
  const said = textAt(problem, 'detail') || textAt(problem, 'title');
  return new ProblemError(Number(problem['status'] ?? 0), said, problem);
}
