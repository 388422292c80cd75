/**
 * Baton: workflows that survive crashes. `createOrchestrationSystem` is the way in.
 *
 * @module
 */
export { createOrchestrationSystem } from './system/create-orchestration-system.ts';
export { NotAvailableError } from './system/not-available-error.ts';
export { RequestError } from './system/request-error.ts';
export type { ExecutionHandle, OrchestrationSystem } from './system/orchestration-system.ts';
export type { SubmitRequest } from './system/submit-request.ts';
export type { SystemMetrics } from './system/system-metrics.ts';
export type { SystemOptions } from './system/options.ts';
export type {
  CatalogEntry,
  ExecutionEvent,
  ExecutionFilter,
  ExecutionView,
  Fault,
  Json,
  JsonObject,
  Phase,
  Recorded,
  RepeatRule,
  Settlement,
  TaskView,
  WaitingFor,
} from '@batonhq/core';
export { FaultError, VersionTakenError } from '@batonhq/core';
export type {
  CallTarget,
  ExecutionDetails,
  ExecutionResult,
  FunctionContext,
  FunctionDefinition,
  LogEntry,
  StepOptions,
  StepScope,
} from '@batonhq/engine';
export {
  ConflictError,
  DefinitionError,
  EngineClosedError,
  EngineUnavailableError,
  FolderInUseError,
  NotFoundError,
  OverloadedError,
  PayloadError,
  RegistrationError,
} from '@batonhq/engine';
