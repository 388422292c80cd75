import type { Fault, Json, JsonObject } from '@batonhq/core';
import type { FailedTask } from './failed-tasks.ts';

/** A plan of which a task failed for good. */
export interface FailedPlan {
  readonly execution: string;
  readonly tenant: string;
  readonly user: string;
  /** The definition by which it goes on. */
  readonly definition: JsonObject;
  /** The key of the task that failed, its name in the definition, and why. */
  readonly task: string;
  readonly name: string;
  readonly fault: Fault;
  /** What flowed in. */
  readonly input: Json;
  /** How often people have agreed to another plan before. */
  readonly revisions: number;
  /** Names of tasks of the plan that have started or ended: a revision has them as they are. */
  readonly begun: readonly string[];
  /** Every task that failed for good in this execution, under this definition and those before it; the first one first. */
  readonly failures: readonly FailedTask[];
}

/** Another way. */
export interface ProposedRevision {
  readonly definition: JsonObject;
  /** Why this one, in words that people read. */
  readonly because: string;
  /** Who proposes it: a planner, a person. */
  readonly by: string;
}

/**
 * Looks for another way than the one that failed; null when there is none that it knows, and then the plan fails; `wait` to leave it
 * to people, who may propose one. It may be asked again about the same failure,
 * after a crash.
 */
export type Replan = (failed: FailedPlan) => Promise<ProposedRevision | 'wait' | null>;
