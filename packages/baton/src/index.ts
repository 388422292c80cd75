/**
 * Baton: workflows that survive crashes. `createOrchestrationSystem` is the way in.
 *
 * @module
 */
export { createOrchestrationSystem } from './system/create-orchestration-system.ts';
export type { ServeOptions, Serving } from './system/serve-api.ts';
export { PlanAbstainedError } from './system/plan-abstained-error.ts';
export { PlanRefusedError } from './system/plan-refused-error.ts';
export type { PlanOptions } from './system/planning.ts';
export type { ToolSource } from './system/discover-tools.ts';
export { RequestError } from './system/request-error.ts';
export type { ExecutionHandle } from './system/execution-handle.ts';
export type { SharedWrite, SystemContext, SystemMessage, SystemMessages } from './system/system-together.ts';
export type { OrchestrationSystem } from './system/orchestration-system.ts';
export type { SubmitRequest } from './system/submit-request.ts';
export type { CostTotals, RecentWork, SystemMetrics } from './system/system-metrics.ts';
export type { Bottleneck } from './system/health/bottlenecks.ts';
export { defaultThresholds } from './system/health/health-level.ts';
export type {
  HealthLevel,
  HealthMeasure,
  HealthSign,
  HealthThreshold,
  HealthThresholds,
} from './system/health/health-level.ts';
export type { HealthOptions } from './system/health/health-options.ts';
export type { Recommendation } from './system/health/recommendations.ts';
export type { SystemSchedules } from './system/system-schedules.ts';
export type { SystemOptions } from './system/options.ts';
export type {
  Amounts,
  Budget,
  CatalogEntry,
  CostEntry,
  ExecutionEvent,
  ExecutionFilter,
  ExecutionView,
  Fault,
  Json,
  JsonObject,
  Phase,
  Recorded,
  RepeatRule,
  ScheduleLink,
  ScheduleRule,
  ScheduleView,
  Settlement,
  TaskView,
  UpcomingOccurrence,
  WaitingFor,
} from '@batonhq/core';
export { FaultError, VersionTakenError } from '@batonhq/core';
export type {
  AccountView,
  BranchRequest,
  BudgetDoor,
  BudgetOptions,
  BudgetOrder,
  BudgetView,
  CallApproval,
  CallTarget,
  CostFilter,
  ExecutionDetails,
  ExecutionResult,
  FunctionContext,
  FunctionDefinition,
  LimitedResource,
  LimitDoor,
  LimitOrder,
  LimitReading,
  LimitSetting,
  LimitView,
  GrantedLock,
  LockOptions,
  LogEntry,
  QuotaSetting,
  Spending,
  StepCost,
  StepOptions,
  StepReply,
  StepScope,
} from '@batonhq/engine';
export {
  ConflictError,
  DefinitionError,
  EngineClosedError,
  EngineUnavailableError,
  ExecutionDroppedError,
  FolderInUseError,
  LimitSettingError,
  NotFoundError,
  OverloadedError,
  PayloadError,
  RegistrationError,
} from '@batonhq/engine';

export type { Plan, PlannedTask, PlanPolicy, PlanProblem, Question, Risk } from '@batonhq/agents/planner';
export { AgentRegistrationError, PriceTableError, usualPrices } from '@batonhq/agents';
export type { ModelPrice, PriceTable } from '@batonhq/agents';
export type {
  Agent,
  AgentDefinition,
  AgentHealth,
  AgentLimits,
  AgentResult,
  HandOff,
  Spent,
  StopReason,
  Tool,
  ToolDefinition,
} from '@batonhq/agents';

// Workflows in TypeScript.
export { BuilderError } from './builder/builder-error.ts';
export { correlating, defineEvent, matching } from './builder/define-event.ts';
export type { Correlation, EventType, Matching } from './builder/define-event.ts';
export { defineFunction } from './builder/define-function.ts';
export type { FunctionOptions, TypedFunction } from './builder/define-function.ts';
export { eq, gt, gte, lt, lte, ne } from './builder/expression/comparison.ts';
export type { Expression } from './builder/expression/expression.ts';
export { jq, text } from './builder/expression/jq.ts';
export { at, count, filter, map } from './builder/expression/list.ts';
export { and, not, or, orElse } from './builder/expression/logic.ts';
export type { Condition } from './builder/expression/logic.ts';
export type { Ref } from './builder/expression/reference.ts';
export type { Computed, Value } from './builder/expression/value.ts';
export type { Definable, Flow, Workflow } from './builder/flow.ts';
export { jsonSchema } from './builder/schema.ts';
export type { Schema } from './builder/schema.ts';
export { call } from './builder/task/call.ts';
export { choose } from './builder/task/choose.ts';
export { emit } from './builder/task/emit.ts';
export { forEach, keepInput } from './builder/task/for-each.ts';
export { fork, plan, race } from './builder/task/fork.ts';
export { http } from './builder/task/http.ts';
export type { HttpRequest, HttpResponse } from './builder/task/http.ts';
export { listen } from './builder/task/listen.ts';
export { plainTask } from './builder/task/plain-task.ts';
export { raise } from './builder/task/raise.ts';
export { runProcess } from './builder/task/run-process.ts';
export type { Process, ProcessResult } from './builder/task/run-process.ts';
export { runWorkflow } from './builder/task/run-workflow.ts';
export { sequence } from './builder/task/sequence.ts';
export { set } from './builder/task/set.ts';
export { switchTo } from './builder/task/switch-to.ts';
export type { Task } from './builder/task/task.ts';
export { tryCatch } from './builder/task/try-catch.ts';
export { wait } from './builder/task/wait.ts';
export { withInput } from './builder/task/with-input.ts';
export { workflow } from './builder/workflow.ts';
export type { Uses, WorkflowHeader } from './builder/workflow.ts';
export type { InputOf, OutputOf, WorkflowDefinition } from './builder/workflow-definition.ts';
