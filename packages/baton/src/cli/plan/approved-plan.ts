import type { Plan } from '@batonhq/agents/planner';
import type { KeptPlans } from '../../plans/kept-plans.ts';
import { NotAllowedError } from '../argument/not-allowed-error.ts';
import { UsageError } from '../argument/usage-error.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The name and version in `NAME` or `NAME:VERSION`. */
export function planReference(text: string): { readonly name: string; readonly version?: number } {
  const [, name, version] = /^([\p{L}\p{N}_.-]+?)(?::(\d+))?$/u.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`${text} names no plan`, 'baton plan list shows the names');
  return version === undefined ? { name } : { name, version: Number(version) };
}

/** A kept plan that may be carried out. Throws {@link NotAllowedError} where somebody has to look at it first. */
export async function approvedPlan(reference: string, plans: KeptPlans, { talk }: Terminal): Promise<Plan> {
  const { name, version } = planReference(reference);
  try {
    const { plan, approval } = await plans.approved(name, version);
    talk.line(talk.paint.dim(`approved by ${approval.by} at ${approval.at}`));
    return plan;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NotAllowedError') throw error;
    const wanted = version === undefined ? name : `${name}:${version}`;
    throw new NotAllowedError(error.message, `baton plan show ${wanted}, then baton plan approve ${wanted}`);
  }
}
