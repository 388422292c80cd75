/**
 * The differences from the oracle that are meant. Each has its reason in docs/jq.md under the same name; a test holds
 * the two lists together.
 */
import type { Case, Outcome } from './oracle.ts';

export interface Comparison {
  readonly item: Case;
  readonly ours: Outcome;
  readonly theirs: Outcome;
}

export interface Rule {
  readonly id: string;
  readonly explains: (comparison: Comparison) => boolean;
}

export const RULES: readonly Rule[] = [];
