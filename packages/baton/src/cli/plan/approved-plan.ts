import type { Plan } from '@batonhq/agents/planner';
import type { PlanStore } from '../../plans/plan-store.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { NotAllowedError } from '../argument/not-allowed-error.ts';
import { UsageError } from '../argument/usage-error.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Where kept plans are found and checked. */
export interface KeptPlans {
  readonly store: PlanStore;
  readonly system: Pick<OrchestrationSystem, 'checkPlan'>;
  readonly terminal: Terminal;
}

/** The name and version in `NAME` or `NAME:VERSION`. */
export function planReference(text: string): { readonly name: string; readonly version?: number } {
  const [, name, version] = /^([\w.-]+?)(?::(\d+))?$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`${text} names no plan`, 'baton plan list shows the names');
  return version === undefined ? { name } : { name, version: Number(version) };
}

/**
 * A kept plan that may be carried out: its hash, made anew with the functions, budgets and policy of now, is the one that
 * was agreed to. Throws {@link NotAllowedError} where it is not: then somebody has to look at it again.
 */
export async function approvedPlan(reference: string, { store, system, terminal }: KeptPlans): Promise<Plan> {
  const { name, version } = planReference(reference);
  const approval = await store.approval(name);
  const kept = await store.read(name, version ?? approval?.version);
  const plan = await system.checkPlan(kept.definition);
  const hint = `baton plan show ${name}:${kept.version}, then baton plan approve ${name}:${kept.version}`;
  if (approval === null || approval.version !== kept.version)
    throw new NotAllowedError(`version ${kept.version} of ${name} was not approved`, hint);
  if (approval.hash !== plan.hash)
    throw new NotAllowedError(
      `${name} is not what ${approval.by} approved at ${approval.at}: a function, a budget or the policy changed since`,
      hint,
    );
  terminal.talk.line(terminal.talk.paint.dim(`approved by ${approval.by} at ${approval.at}`));
  return plan;
}
