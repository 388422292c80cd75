/**
 * Plans: what planners propose, how it is checked, and what people agree to.
 *
 * @module
 */
export type {
  Abstention,
  DraftTask,
  Interval,
  PlannableFunction,
  PlannedTask,
  Planner,
  PlanDraft,
  PlanEstimate,
  PlanningFacts,
  PlanOrigin,
  PlanProblem,
  PlanRequest,
  Plan,
  Proposal,
  Question,
  Risk,
  WorkspaceFacts,
} from './planner/plan.ts';
