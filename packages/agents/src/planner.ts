/**
 * Plans: what planners propose, how it is checked, and what people agree to.
 *
 * @module
 */
export type { ToolDefinition } from './tool/tool-definition.ts';
export { agentCard } from './planner/agent-card.ts';
export { plannableFunctions } from './planner/catalog.ts';
export { planFromDefinition, planFromDraft } from './planner/make-plan.ts';
export { lostResults } from './planner/lost-results.ts';
export type { RevisedPlan } from './planner/lost-results.ts';
export { reviseDefinition } from './planner/revise-definition.ts';
export type { RevisingDefinition } from './planner/revise-definition.ts';
export type { MadePlan, PlanTerms } from './planner/make-plan.ts';
export { proposePlan } from './planner/propose-plan.ts';
export type { Planning, PlanningProgress, PlanOutcome } from './planner/propose-plan.ts';
export { comparePlans } from './planner/compare-plans.ts';
export type { PlanChange, PlanDifference } from './planner/compare-plans.ts';
export { resolveRequirements } from './planner/requirements.ts';
export type { RequirementsFound } from './planner/requirements.ts';
export { proposeByModel } from './planner/model/propose-by-model.ts';
export type { ModelPlanning } from './planner/model/propose-by-model.ts';
export { plannerFunction } from './planner/model/planner-function.ts';
export type { PlannerSurroundings } from './planner/model/planner-function.ts';
export { templatePlanner } from './planner/template/template-planner.ts';
export { usualPolicy } from './planner/policy.ts';
export type { PlanPolicy } from './planner/policy.ts';
export type { TokenPrice } from './planner/estimate.ts';
export type {
  Abstention,
  DraftTask,
  Interval,
  KnownPerson,
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
  ResolvedRequirement,
  Risk,
  WorkspaceFacts,
} from './planner/plan.ts';
export { extendHistory, fitHistory, HistoryModel } from './planner/symbolic/history/history-model.ts';
export { modelRecord, readModel } from './planner/symbolic/model-record.ts';
export { ModelRecordError } from './planner/symbolic/model-record-error.ts';
export type { LearnedNumbers } from './planner/symbolic/history/history-model.ts';
export type { PlanningHistory } from './planner/symbolic/history/memory.ts';
export { symbolicPlanner } from './planner/symbolic/symbolic-planner.ts';
export type { SymbolicOptions } from './planner/symbolic/symbolic-planner.ts';
export type { KeptModel } from './planner/symbolic/learned-planning.ts';
export { strangers } from './planner/symbolic/written/strangers.ts';
export { writtenRequests } from './planner/symbolic/written/written-requests.ts';
export { coldModel } from './planner/symbolic/cold/cold-model.ts';
export type { ColdModel } from './planner/symbolic/cold/cold-model.ts';
export { fitGraphWeights } from './planner/symbolic/cold/graph-model.ts';
export type { GraphCatalog, GraphWeights } from './planner/symbolic/cold/graph-model.ts';
export { fitStatementWeights } from './planner/symbolic/cold/statement-model.ts';
export type { StatementWeights } from './planner/symbolic/cold/statement-model.ts';
export type { Chosen } from './planner/symbolic/choose.ts';
export type { Chain, ParameterCard, PlanExample, ToolCard, ToolLink } from './planner/symbolic/example.ts';
