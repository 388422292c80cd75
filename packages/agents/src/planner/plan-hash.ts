import { canonicalJson, sha256, type JsonObject } from '@batonhq/core';
import type { PlannableFunction } from './plan.ts';
import type { PlanPolicy } from './policy.ts';

/** All that an approval of a plan is for. */
export interface ApprovedParts {
  readonly definition: JsonObject;
  readonly functions: readonly PlannableFunction[];
  readonly policy: PlanPolicy;
  /** Caps the plan runs under, as far as any are set. */
  readonly budgets: JsonObject;
}

/**
 * The hash an approval holds for: SHA-256 over the canonical form (RFC 8785) of the definition, the functions it uses
 * with their versions and hashes, the budgets and the policy. Any of them changed, and it is another plan.
 */
export function planHash({ definition, functions, policy, budgets }: ApprovedParts): string {
  const used = functions
    .map(({ name, version, hash }) => ({ name, version, hash }))
    .toSorted((left, right) => (`${left.name}:${left.version}` < `${right.name}:${right.version}` ? -1 : 1));
  return sha256(canonicalJson({ definition, functions: used, policy, budgets }));
}
