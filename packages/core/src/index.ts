/**
 * The pure heart of Baton: definitions, programs, events and the two functions that move an execution.
 *
 * @module
 */
export type { Json, JsonObject } from './kernel/json.ts';
export { isJsonObject, jsonEquals } from './kernel/json.ts';
export { assert, InvariantError, unreachable } from './kernel/assert.ts';
export type { Fault, FaultName } from './kernel/fault.ts';
export { fault, FaultError, faultFrom, faultToJson, faultTypes, faultWords } from './kernel/fault.ts';
export type { Computed, Evaluator, Expression, Scope } from './expression/evaluator.ts';
export { ExpressionSyntaxError, triggerTime } from './expression/evaluator.ts';
export { scanVariables } from './expression/scan.ts';
export type { ScannedVariables } from './expression/scan.ts';
export type { DefinitionReference, Program } from './program/program.ts';
export type { SchemaCheck } from './program/data-rules.ts';
export type { Authentications, ProcessKind, ProcessReturn, Protocol, TaskKind, TaskNode } from './program/task-node.ts';
export type { Definition } from './definition/definition.ts';
export type { Diagnostic } from './definition/diagnostic.ts';
export { formatDiagnostic, formatDiagnostics, hasErrors } from './definition/diagnostic.ts';
export type { ReadDocumentResult, ReadOptions, ReadResult } from './definition/read.ts';
export { readDefinition, readDefinitionObject, readDocument } from './definition/read.ts';
export { definitionText } from './definition/source/definition-text.ts';
export type { Workflow } from './definition/schema/workflow.ts';
export type { DefinitionLimits } from './definition/source/limits.ts';
export { defaultLimits } from './definition/source/limits.ts';
export { closest, didYouMean } from './definition/closest.ts';
export { readDefinitionName } from './definition/definition-name.ts';
export type { DefinitionName } from './definition/definition-name.ts';
export { newestVersion } from './definition/newest-version.ts';
export type { CompileOptions, CompileResult } from './program/compile.ts';
export { compileProgram } from './program/compile.ts';
export { levelsOf } from './program/levels.ts';
export type { Level } from './program/levels.ts';
export { upwardRanks } from './program/upward-ranks.ts';
export type { ExpectedDuration } from './program/upward-ranks.ts';
export type { SchemaCompiler } from './program/schema-compiler.ts';
export { SchemaSyntaxError } from './program/schema-compiler.ts';
export { formatIsoDuration, parseDuration } from './kernel/duration.ts';
export { sha256 } from './kernel/sha256.ts';
export { canonicalJson } from './kernel/canonical-json.ts';
export type { EncodedEvent, StoredEvent } from './event/codec.ts';
export { decodeEvent, encodeEvent, endsExecution, snapshotVersion } from './event/codec.ts';
export { messageName } from './event/message-name.ts';
export { NewerEventError } from './event/newer-event-error.ts';
export type { ApprovalRule, Budget, Pin, RepeatRule, Risk, TaskMetadata } from './program/metadata.ts';
export type { CloudEvent, DeferredArguments, Effect, EffectKind, Outcome } from './step/effect.ts';
export type { Operation, OperationState } from './step/operation.ts';
export type { ClaimedStep, StepId, StepOrder, TaskKey, TimerId } from './step/step.ts';
export type {
  EventKind,
  ExecutionEvent,
  ExecutionOrigin,
  ParentLink,
  Past,
  Recorded,
  ScheduleLink,
  SuspensionCause,
} from './event/event.ts';
export type { Decision, Refusal, TimerChange } from './execution/decision.ts';
export type { ExecutionState, Frame, Phase, TerminalPhase } from './execution/state.ts';
export { decide } from './execution/decide.ts';
export type { Deciding } from './execution/decide.ts';
export { evolve, foldEvents } from './execution/evolve.ts';
export { programAt, programHashes, withBase, withRevisions } from './execution/program-at.ts';
export type { Told } from './execution/program-at.ts';
export { revisionProblems } from './execution/revision/revision-problems.ts';
export { basisDifferences } from './event/plan-basis.ts';
export type { ApprovedPlan, BasisDifference, PlanBasis } from './event/plan-basis.ts';
export { supervisionOf } from './execution/evolve-supervision.ts';
export type { OpenQuestion, PlanChange, Question, QuestionKind, Supervision } from './event/question.ts';
export type { Folded } from './execution/evolve.ts';
export { quarantineAfter } from './execution/claims.ts';
export { identityOf } from './execution/identity.ts';
export { orderFor } from './execution/orders.ts';
export { walkFrames } from './execution/frames.ts';
export { allOperations, lockTimerSuffix, openOperation } from './execution/operations.ts';
export { subscriptionMessage } from './execution/subscription.ts';
export { isOperation, parentOf, readTimerId, rootKey, taskOfStep, timerId } from './execution/task-key.ts';
export { retryPoint, tasksBegun, tasksNamed } from './execution/branch-point.ts';
export { cutBefore } from './execution/past.ts';
export type { Cut } from './execution/past.ts';
export type { Amendment, Answer, Settlement, Trigger, TriggerKind } from './execution/trigger.ts';
export type { ExecutionView, WaitingFor } from './view/execution-view.ts';
export type { HistoryWish } from './view/views.ts';
export { approvalType, filterTypes, historyWishes, listensOf, phaseOf, revisionType, viewOf } from './view/views.ts';
export { describe, waitingFor } from './view/waiting-for.ts';
export type { ScheduleView } from './view/schedule-view.ts';
export { scheduleView } from './view/schedule-view.ts';
export { TaskFold, tasksOf } from './view/tasks.ts';
export { writtenFiles } from './view/written-files.ts';
export type { FileWriters, WrittenFile } from './view/written-files.ts';
export { effectsAmong, previewBranch } from './view/branch-preview.ts';
export type { BranchPreview, RepeatedEffect } from './view/branch-preview.ts';
export { fractionFrom, idFrom } from './kernel/entropy.ts';
export type { TaskView } from './view/task-view.ts';
export type {
  CatalogEntry,
  Commit,
  DueTimer,
  ExecutionFilter,
  Journal,
  Loaded,
  Positioned,
  PublishedName,
} from './port/journal.ts';
export { nextInstant } from './calendar/cron.ts';
export type { CronTime } from './calendar/cron.ts';
export type { Misfire, Overlap, ScheduleRule } from './calendar/schedule-rule.ts';
export type { ProgramSchedule } from './program/schedule.ts';
export type { Occurrence, OccurrenceCause, ScheduleEvent, ScheduleOrigin } from './schedule/schedule-event.ts';
export type { LastOccurrence, OpenOccurrence, ScheduleCounts, ScheduleState } from './schedule/schedule-state.ts';
export type { ScheduleRefusal, ScheduleTrigger } from './schedule/schedule-trigger.ts';
export type { ScheduleDecision } from './schedule/schedule-transition.ts';
export { decideSchedule } from './schedule/decide-schedule.ts';
export type { ScheduleDeciding } from './schedule/decide-schedule.ts';
export { foldSchedule } from './schedule/evolve-schedule.ts';
export { fromFact, fromKeptState, toFact, toKeptState } from './schedule/schedule-codec.ts';
export { occurrenceInput } from './schedule/occurrence-input.ts';
export { eventsName, occurrenceKey, occurrenceOf } from './schedule/occurrence.ts';
export { upcomingOccurrences, wakeAt } from './schedule/upcoming-occurrences.ts';
export type { UpcomingOccurrence } from './schedule/upcoming-occurrences.ts';
export type { Fact } from './event/fact.ts';
export type { FactCommit, FactStreams, StandingStream, StreamJournal } from './port/fact-streams.ts';
export { decideContext } from './shared-context/decide-context.ts';
export type { ContextDecision, ContextWrite } from './shared-context/decide-context.ts';
export { evolveContext, foldContext } from './shared-context/evolve-context.ts';
export {
  contextFromJson,
  contextOf,
  contextStream,
  contextStreams,
  contextToJson,
  unwritten,
} from './shared-context/context-state.ts';
export type {
  ContextConflict,
  ContextName,
  ContextState,
  ContextWriter,
  ContextOrigin,
} from './shared-context/context-state.ts';
export { mergeRules } from './shared-context/merge-values.ts';
export type { MergeRule } from './shared-context/merge-values.ts';
export { decideMailbox } from './mailbox/decide-mailbox.ts';
export type { MailboxDecision, MailboxTrigger, MessageFilter } from './mailbox/decide-mailbox.ts';
export { evolveMailbox, foldMailbox } from './mailbox/evolve-mailbox.ts';
export {
  emptyMailbox,
  holdersIn,
  mailboxOf,
  mailboxStream,
  mailboxStreams,
  mailboxToJson,
  messageIn,
} from './mailbox/mailbox-state.ts';
export type { AgentMessage, MailboxState, WaitingMessage } from './mailbox/mailbox-state.ts';
export { decideLock } from './lock/decide-lock.ts';
export type { LockDecision, LockTrigger } from './lock/decide-lock.ts';
export { foldLock } from './lock/evolve-lock.ts';
export { freeLock, lockFromJson, lockOf, lockStream, lockToJson } from './lock/lock-state.ts';
export type { LockClaim, LockState } from './lock/lock-state.ts';
export { decideLimit, longestHold } from './limit/decide-limit.ts';
export type { LimitDecision, LimitTrigger, Verdict } from './limit/decide-limit.ts';
export { evolveLimit, foldLimit } from './limit/evolve-limit.ts';
export { countsCalls, defaultBreaker, noRules, quotaWindows } from './limit/limit-rules.ts';
export type { BreakerRule, LimitRules, QuotaRule, QuotaWindow, RateRule } from './limit/limit-rules.ts';
export {
  isUnused,
  limitFromJson,
  limitOf,
  limitStream,
  limitStreams,
  limitToJson,
  unusedLimit,
} from './limit/limit-state.ts';
export type { LimitClaim, LimitState } from './limit/limit-state.ts';
export { obstacleOf } from './limit/obstacle.ts';
export type { Obstacle } from './limit/obstacle.ts';
export { gateNames } from './gate/wish.ts';
export type { GateName, GateWish, StepCode } from './gate/wish.ts';
export type { GatedCall, Gates } from './execution/gated-call.ts';
export type { GatedState } from './gate/gated-state.ts';
export { openApprovals, usedApproval } from './execution/open-approvals.ts';
export { pendingApprovals } from './view/pending-approvals.ts';
export { describeQuestion } from './view/describe-question.ts';
export { planChanges } from './view/plan-changes.ts';
export type { PendingApproval } from './view/pending-approvals.ts';
export type { OriginKind, ValueOrigin } from './view/value-origin.ts';
export { defaultPolicy, judge } from './approval/policy.ts';
export type { ArgumentPattern, JudgedCall, Policy, PolicyMode, PolicyRule, PolicyVerdict } from './approval/policy.ts';
export { approvalAsks, callHash, readAsks } from './approval/approval-asks.ts';
export type { ApprovalAsks } from './approval/approval-asks.ts';
export type { OpenApproval, UsedApproval, Vote } from './gate/open-approval.ts';
export { JournalFailedError, StaleCommitError, VersionTakenError } from './port/errors.ts';
export type { Perform } from './port/perform.ts';
export { amountsFromJson, amountsToJson, areAmounts, capsFromJson, lower, measures, plus } from './budget/amounts.ts';
export type { Amounts, Excess, Measure } from './budget/amounts.ts';
export {
  accountText,
  executionAccount,
  executionOfAccount,
  namedAccount,
  partAccount,
  tenantAccount,
  userAccount,
} from './budget/account-name.ts';
export { budgetFromJson, budgetOf, budgetStream, budgetToJson, noBudget, openAccount } from './budget/budget-state.ts';
export type { Account, BudgetState, Reservation } from './budget/budget-state.ts';
export type { BudgetRefusal, BudgetTrigger, CallCost, Payer } from './budget/budget-trigger.ts';
export { capsOfBudget, microUnits } from './budget/caps.ts';
export { costParts, CostTable } from './budget/cost-table.ts';
export type { CostEntry, CostPage, CostPart, CostRows, CostSum, CostSums } from './budget/cost-table.ts';
export { decideBudget } from './budget/decide-budget.ts';
export type { BudgetDecision, Granted } from './budget/decide-budget.ts';
export type { Period } from './budget/period.ts';
export { evolveBudget, foldBudget } from './budget/evolve-budget.ts';
