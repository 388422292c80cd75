import type { Plan, PlanDifference, PlanningProgress } from '@batonhq/agents/planner';
import type { Budget, JsonObject } from '@batonhq/core';

/** Whose plans: each tenant has its own. */
export interface Whose {
  readonly tenant: string;
  readonly user: string;
}

/** What is wanted: a goal in plain words, or a type of work with its description. */
export interface Wish {
  readonly goal?: string;
  readonly type?: string;
  readonly description?: string;
  /** What the plan has to do, or be refused. */
  readonly requirements?: readonly string[];
  /** Facts the plan may use, and answers to questions that were asked before. */
  readonly businessContext?: JsonObject;
  /** What the plan may spend: part of what is agreed to. */
  readonly budget?: Budget;
}

/** Somebody agreed to a version of a plan, as it was then. */
export type PlanApproval = {
  readonly version: number;
  /** The hash that was agreed to: any change since is another plan. */
  readonly hash: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
};

/** A version of a plan, read as it stands now. */
export interface PlanPage {
  readonly name: string;
  readonly version: number;
  /** All versions, the newest last. */
  readonly versions: readonly number[];
  readonly plan: Plan;
  /** The definition as text, for editors. */
  readonly yaml: string;
  /** What was agreed to last, whichever version that was. */
  readonly approval: PlanApproval | null;
  /** Whether this version may be carried out: it was agreed to, and nothing it rests on changed since. */
  readonly isApproved: boolean;
}

/** A plan in a list. */
export interface PlanRow {
  readonly name: string;
  readonly title: string;
  readonly goal: string;
  readonly versions: readonly number[];
  /** The version that was agreed to last. */
  readonly approved: number | null;
  /** When the newest version was kept, milliseconds since 1970. */
  readonly changedAt: number;
}

/** Two versions to compare; those that are not named are chosen. */
export interface VersionPair {
  readonly from?: number;
  readonly to?: number;
}

/** What changed between two versions. */
export interface VersionDifference extends PlanDifference {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Who agrees to which version, as they saw it. */
export interface Agreement {
  /** The newest by default. */
  readonly version?: number;
  /** The hash they saw; the one of now by default. */
  readonly hash?: string;
}

/**
 * Plans of one tenant. Errors: `NotFoundError`; `ConflictError`; `NotAllowedError` for what was not approved;
 * `PlanAbstainedError` with `questions`, and `PlanRefusedError` with `problems`.
 */
export interface Plans {
  /** Plans for what is wanted; nothing is kept. */
  plan(wish: Wish, heard?: (progress: PlanningProgress) => void): Promise<Plan>;
  /** Keeps a plan as the next version of its name. */
  keep(plan: Plan): Promise<PlanPage>;
  list(): Promise<readonly PlanRow[]>;
  /** A version, or the newest. */
  read(name: string, version?: number): Promise<PlanPage>;
  compare(name: string, pair?: VersionPair): Promise<VersionDifference>;
  /** Keeps a changed definition, an object or YAML, as the next version. */
  change(name: string, definition: JsonObject | string): Promise<PlanPage>;
  approve(name: string, agreement: Agreement): Promise<PlanPage>;
  /** Makes an earlier version the newest again. */
  revert(name: string, version: number): Promise<PlanPage>;
  /** The version that was agreed to, where it may be carried out. */
  approved(name: string, version?: number): Promise<PlanPage>;
}

/** Planning as the API knows it. */
export interface PlanDoor {
  of(whose: Whose): Plans;
}
