/**
 * The embedded engine: durable executions on a SQLite journal.
 *
 * @module
 */
export { previewOfBranch } from './branch-off.ts';
export type { BranchRequest } from './branch-off.ts';
export { createEngine } from './create-engine.ts';
export type { EngineOptions } from './engine-options.ts';
export { detailsOf } from './details.ts';
export { explainDetails } from './explain-details.ts';
export type {
  Engine,
  EngineLoad,
  ExecutionDetails,
  ExecutionResult,
  FunctionDefinition,
  OwnEngine,
  StartRequest,
} from './engine.ts';
export {
  ConflictError,
  DefinitionError,
  EngineClosedError,
  EngineUnavailableError,
  NotAllowedError,
  NotFoundError,
  OverloadedError,
  PayloadError,
  RegistrationError,
} from './errors.ts';
export type { ApprovalAnswer, ApprovalFilter, ApprovalReading, Approvals } from './approval/approval-door.ts';
export { approvalReading } from './approval/read-approvals.ts';
export type { ApprovalReadingHost } from './approval/read-approvals.ts';
export type { RolesOf } from './approval/local-approvals.ts';
export type { GateDoor, GateHost, GateRequest, Gatekeeper, WaitingAtGate } from './gate/gatekeeper.ts';
export type { MakeGatekeeper } from './gate/keepers.ts';
export type {
  AccountView,
  BudgetDoor,
  BudgetOrder,
  BudgetReading,
  BudgetView,
  CostFilter,
  Spending,
} from './budget/budget-door.ts';
export { amountText } from './budget/budget-fault.ts';
export { budgetReading } from './budget/read-budgets.ts';
export { CostBook } from './budget/cost-book.ts';
export { setBudget } from './budget/set-budget.ts';
export type { BudgetOptions } from './budget/budget-options.ts';
export type { LimitedResource, LimitSetting, QuotaSetting } from './limit/limit-setting.ts';
export { LimitSettingError } from './limit/limit-setting-error.ts';
export { explainLimits } from './limit/explain-limits.ts';
export { checkLimits } from './limit/check-limits.ts';
export { limitReading } from './limit/read-limits.ts';
export type { LimitDoor, LimitOrder } from './limit/limit-door.ts';
export type { LimitReading, LimitView } from './limit/read-limits.ts';
export type {
  CallApproval,
  CallOptions,
  CallTarget,
  FunctionContext,
  GrantedLock,
  LockOptions,
  StepCost,
  StepOptions,
  StepReply,
  StepScope,
} from './function/context.ts';
export { InvalidEventError } from './event-bus/invalid-event-error.ts';
export type { EventDoor } from './event-bus/event-door.ts';
export type { PublishedEvent, ReplayRequest } from './event-bus/event-bus.ts';
export { readPublishedEvents } from './event-bus/event-log.ts';
export type { LifecycleLevel } from './event-bus/lifecycle-events.ts';
export type { EventFilter, EventRetention, KeptEvent } from './event-bus/kept-event.ts';
export { UnsoundHistoryError } from './event-bus/unsound-history-error.ts';
export type { LogEntry } from './function/invocation-host.ts';
export type {
  ContextAnswer,
  ContextOrder,
  ContextScope,
  ContextValue,
  SharedContextDoor,
  SharedContextReading,
} from './shared-context/context-door.ts';
export type {
  MessageDoor,
  MessageListFilter,
  MessageOrder,
  MessageRequest,
  MessageStatus,
  MessageView,
} from './mailbox/message-door.ts';
export { contextReading } from './shared-context/read-context.ts';
export { messageReading } from './mailbox/read-messages.ts';
export { MessageLoopError } from './mailbox/message-loop-error.ts';
export { serveControl } from './control/server.ts';
export type { ControlServer } from './control/server.ts';
export type { ControlOrder, OrderListener } from './control/told-order.ts';
export { controlFetch } from './control/control-fetch.ts';
export { connectControl } from './control/client.ts';
export { defaultLimits } from './limits.ts';
export type { Limits } from './limits.ts';
export type { StepOrdering } from './order/ordering.ts';
export type { EgressOptions } from './egress/egress-client.ts';
export { EgressFailedError } from './egress/egress-failed-error.ts';
export { EgressRefusedError } from './egress/egress-policy.ts';
export type { Authorizing, Egress, OutsideRequest } from './egress/egress.ts';
export type { EgressResponse, Place } from './egress/exchange.ts';
export type { ClientIdentity, Trust } from './egress/trust.ts';
export type { Caller, Callers, OutsideCall, OutsideEffect } from './perform/caller.ts';
export { LostCallError } from './perform/lost-call-error.ts';
export { UnavailableCallError } from './perform/unavailable-call-error.ts';
export type { Authorization, Credentials, TokenRequest, TokenSource } from './perform/credentials.ts';
export { environmentSecrets, secretValue } from './perform/secrets.ts';
export type { Secrets } from './perform/secrets.ts';
export { SecretStore } from './secret/secret-store.ts';
export type { ListedSecret, SecretStoreOptions } from './secret/secret-store.ts';
export type { NewKey } from './secret/key-ring.ts';
export { SecretsDamagedError } from './secret/secrets-damaged-error.ts';
export { SecretsLockedError } from './secret/secrets-locked-error.ts';
export { SecretValueError } from './secret/secret-value-error.ts';
export { systemClock } from './time/clock.ts';
export type { Clock } from './time/clock.ts';
export type { ScheduleReading, Schedules, TriggerOrder } from './schedule/schedules.ts';
export { scheduleReading } from './schedule/read-schedules.ts';
export { pauseSchedules } from './schedule/pause-schedules.ts';
export { jqEvaluator } from './catalog/evaluator.ts';
export { programCompiler } from './catalog/program-compiler.ts';
export { JsonSchemaCompiler } from './catalog/schema-compiler.ts';
export { watchedJournal } from './watch/watched-journal.ts';
export type { JournalWatcher, WatchedJournal } from './watch/watched-journal.ts';
export { openSqliteJournal } from './sqlite/open.ts';
export type { OwnedJournal, SqliteJournalOptions } from './sqlite/open.ts';
export { backupSqliteJournal } from './sqlite/backup.ts';
export type { BackupTarget } from './sqlite/backup.ts';
export { probeDurability } from './sqlite/probe-durability.ts';
export type { Durability } from './sqlite/probe-durability.ts';
export { restoreSqliteJournal } from './sqlite/restore.ts';
export type { RestoreOptions, Restored } from './sqlite/restore.ts';
export { ExecutionDroppedError } from './sqlite/execution-dropped-error.ts';
export { applyRetention } from './sqlite/retention.ts';
export type { RetentionOptions, RetentionPolicy, RetentionReport } from './sqlite/retention-policy.ts';
export { FileExistsError } from './sqlite/file-exists-error.ts';
export { rebuildFolds } from './sqlite/rebuild.ts';
export type { FoldedExecution, FoldExecution } from './sqlite/rebuild.ts';
export { DiskFullError } from './sqlite/disk-full-error.ts';
export { DurabilityRefusedError } from './sqlite/durability-refused-error.ts';
export { FolderInUseError } from './sqlite/folder-in-use-error.ts';
export { ForeignDatabaseError } from './sqlite/foreign-database-error.ts';
export { JournalBusyError } from './sqlite/journal-busy-error.ts';
export { JournalMissingError } from './sqlite/journal-missing-error.ts';
export { NewerSchemaError } from './sqlite/newer-schema-error.ts';
export { ReadOnlyJournalError } from './sqlite/read-only-journal-error.ts';
export { SqliteDamagedError } from './sqlite/sqlite-damaged-error.ts';
export type { Finding, Invariant, StoredExecution } from './verify/examined.ts';
export { openJournalReader } from './verify/journal-reader.ts';
export { verifyBudget } from './verify/verify-budget.ts';
export { verifyLimit } from './verify/verify-limit.ts';
export { verifyExecution } from './verify/verify-execution.ts';
export { verifyFolder } from './verify/verify-folder.ts';
export type { Verification, VerifyOptions } from './verify/verify-folder.ts';
export type { FailedTask } from './revision/failed-tasks.ts';
export type { FailedPlan, ProposedRevision, Replan } from './revision/replan.ts';
export type { RevisionRequest } from './revision/revisions.ts';
export { familyIn } from './catalog/program-family.ts';
export type { BasedPlan, BasisOptions } from './basis/basis-options.ts';
