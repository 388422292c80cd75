import type { PlanBasis, Program } from '@batonhq/core';

/** A plan, and for whom it is carried out. */
export interface BasedPlan {
  readonly program: Program;
  readonly tenant: string;
  readonly user: string;
}

/** How it is found out what plans rest on. */
export interface BasisOptions {
  /** What a plan rests on now; null for a definition that rests on nothing that could be compared. */
  readonly read: (plan: BasedPlan) => Promise<PlanBasis | null>;
  /** Milliseconds after which it is compared again before a call; an hour by default. */
  readonly compareAfter?: number;
}

/** An hour. */
export const usualCompareAfter = 3_600_000;
