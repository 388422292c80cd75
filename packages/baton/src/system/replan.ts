import type { Plan } from '@batonhq/agents/planner';
import { faultTypes, isJsonObject, type Fault, type JsonObject, type PolicyMode } from '@batonhq/core';
import type { FailedPlan, ProposedRevision, Replan } from '@batonhq/engine';
import type { PlanStore } from '../plans/plan-store.ts';
import { PlanRefusedError } from './plan-refused-error.ts';
import type { SystemPlanning } from './planning.ts';

/** Proposals for one execution, all in all: a plan that keeps failing needs a person, not another plan. */
const mostRevisions = 3;

/** Statuses of faults that may be over by the time somebody says yes: time-outs, too many requests, a service that is down. */
const passing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** Who looks for another way. */
export interface Replanning {
  readonly planning: () => Pick<SystemPlanning, 'propose' | 'check' | 'functions'>;
  /** Where proposals are kept, as versions of the plan. */
  readonly plans: Pick<PlanStore, 'keep'>;
  /** Where nobody is there to ask nothing is proposed, and the plan fails. */
  readonly mode: PolicyMode | undefined;
}

/**
 * Looks for another way when a task of a plan failed, the surest first: the same call of the function as it is now, when the one it
 * was planned with is gone; a plan for the same goal without the functions that failed; the same again, once, when what was wrong may
 * be over. What has started stays as it is, and what the plan is for stays in it. Nothing is done before people agreed to it.
 */
export function replanWith({ planning, plans, mode }: Replanning): Replan {
  return async (failed) => {
    const { document } = failed.definition;
    const isPlan = isJsonObject(document) && document['namespace'] === 'plans';
    if (mode === 'unattended' || failed.revisions >= mostRevisions) return null;
    // Whoever wrote the definition by hand asked for people to know another way.
    if (!isPlan) return 'wait';
    const call = callOf(failed);
    // An expression that failed came before the call: what the plan rests on is missing, and no other function finds it.
    if (call === null || failed.fault.type === faultTypes.expression.type) return null;
    const other = (await sameOfNow(failed, call, planning())) ?? (await anotherPlan(failed, call, planning()));
    if (other === null) return sameAgain(failed, call);
    await plans.keep(other.definition);
    return other;
  };
}

type Planning = ReturnType<Replanning['planning']>;

/** The function that the failed task calls. */
interface Called {
  readonly name: string;
  readonly version: string | undefined;
}

function callOf({ definition, name }: FailedPlan): Called | null {
  return calledIn(branchOf(definition, name) ?? {});
}

function calledIn({ call }: JsonObject): Called | null {
  const [, called, version] = typeof call === 'string' ? (/^([^:@]+)(?::([^@]+))?/.exec(call) ?? []) : [];
  return called === undefined ? null : { name: called, version };
}

/** The version that was planned with is there no more, and another one is: the same call of that. */
async function sameOfNow(
  failed: FailedPlan,
  { name, version }: Called,
  planning: Planning,
): Promise<ProposedRevision | null> {
  const functions = (await planning.functions(failed.tenant)).filter((one) => one.name === name);
  const newest = functions.at(-1);
  if (newest === undefined || functions.some((one) => one.version === version)) return null;
  const task = branchOf(failed.definition, failed.name) ?? {};
  const { reviseDefinition } = await import('@batonhq/agents/planner');
  const { definition: before, begun: kept } = failed;
  const proposed = withBranch(before, failed.name, { ...task, call: `${name}:${newest.version}@default` });
  const definition = reviseDefinition({ before, proposed, kept });
  const plan = await checked(definition, failed, planning);
  const because = `${name}:${version} is there no more, and ${name}:${newest.version} is`;
  return plan === null ? null : { definition, because, by: 'the catalog' };
}

async function anotherPlan(failed: FailedPlan, { name }: Called, planning: Planning): Promise<ProposedRevision | null> {
  const { definition: before, begun, failures, fault, tenant, user } = failed;
  const document = isJsonObject(before['document']) ? before['document'] : {};
  const goal = document['summary'];
  if (typeof goal !== 'string') return null;
  const context = { failed: { task: failed.name, function: name, why: whyOf(fault) } };
  // What failed before, too: whatever replaced it would otherwise be replaced by it, and so on in a ring.
  const without = [...new Set([...failures.flatMap(({ task }) => calledIn(task)?.name ?? []), name])];
  const outcome = await planning.propose(goal, { without, context, tenant, user });
  if (outcome.kind !== 'plan') return null;
  const { lostResults, reviseDefinition } = await import('@batonhq/agents/planner');
  const definition = reviseDefinition({ before, proposed: outcome.plan.definition, kept: begun });
  const functions = await planning.functions(tenant);
  if (lostResults({ before, after: definition, functions }).length > 0) return null;
  const plan = await checked(definition, failed, planning);
  const because = `${failed.name} failed: ${whyOf(fault)}; this plan does without ${without.join(' and ')}`;
  return plan === null ? null : { definition, because, by: plan.origin.planner };
}

/** A plan that passes the checks of all plans; null when it does not. */
async function checked(definition: JsonObject, { tenant }: FailedPlan, planning: Planning): Promise<Plan | null> {
  try {
    return await planning.check(definition, { tenant });
  } catch (error) {
    if (error instanceof PlanRefusedError) return null;
    throw error;
  }
}

function sameAgain({ definition, fault, task, name }: FailedPlan, called: Called): ProposedRevision | null {
  // A task that was put in place of one that failed had its second try.
  if (!passing(fault.status) || task.includes('#')) return null;
  const because = `${name} failed: ${whyOf(fault)}; that may be over, and ${called.name} is called again`;
  return { definition, because, by: 'a second try' };
}

function whyOf({ detail, title, type }: Fault): string {
  return detail ?? title ?? type;
}

function branchOf(definition: JsonObject, name: string): JsonObject | null {
  const found = branchesIn(definition).find((branch) => Object.hasOwn(branch, name))?.[name];
  return isJsonObject(found) ? found : null;
}

function branchesIn(definition: JsonObject): readonly JsonObject[] {
  const [only] = Array.isArray(definition['do']) ? definition['do'] : [];
  const [task] = isJsonObject(only) ? Object.values(only) : [];
  const fork = isJsonObject(task) ? task['fork'] : undefined;
  const branches = isJsonObject(fork) ? fork['branches'] : undefined;
  return Array.isArray(branches) ? branches.filter((branch) => isJsonObject(branch)) : [];
}

function withBranch(definition: JsonObject, name: string, task: JsonObject): JsonObject {
  const [only] = Array.isArray(definition['do']) ? definition['do'] : [];
  const [first] = isJsonObject(only) ? Object.entries(only) : [];
  const [work = 'work', around = null] = first ?? [];
  const members = isJsonObject(around) ? around : {};
  const fork = isJsonObject(members['fork']) ? members['fork'] : {};
  const branches = branchesIn(definition).map((branch) => (Object.hasOwn(branch, name) ? { [name]: task } : branch));
  return { ...definition, do: [{ [work]: { ...members, fork: { ...fork, branches } } }] };
}
