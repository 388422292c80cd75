/**
 * Workflows written in TypeScript: the types of what flows follow the tasks, and the result is a definition like any
 * other.
 *
 * @module
 */
export { BuilderError } from './builder-error.ts';
export { defineEvent, matching } from './define-event.ts';
export type { EventType, Matching } from './define-event.ts';
export { defineFunction } from './define-function.ts';
export type { FunctionOptions, TypedFunction } from './define-function.ts';
export { eq, gt, gte, lt, lte, ne } from './expression/comparison.ts';
export type { Expression } from './expression/expression.ts';
export { jq, text } from './expression/jq.ts';
export { at, count, filter, map } from './expression/list.ts';
export { and, not, or, orElse } from './expression/logic.ts';
export type { Condition } from './expression/logic.ts';
export type { Ref } from './expression/reference.ts';
export type { Computed, Value } from './expression/value.ts';
export type { Definable, Flow, Workflow } from './flow.ts';
export { jsonSchema } from './schema.ts';
export type { Schema } from './schema.ts';
export { call } from './task/call.ts';
export { choose } from './task/choose.ts';
export { emit } from './task/emit.ts';
export { forEach, keepInput } from './task/for-each.ts';
export { fork, plan, race } from './task/fork.ts';
export { http } from './task/http.ts';
export type { HttpRequest, HttpResponse } from './task/http.ts';
export { listen } from './task/listen.ts';
export { plainTask } from './task/plain-task.ts';
export { raise } from './task/raise.ts';
export { runProcess } from './task/run-process.ts';
export type { Process, ProcessResult } from './task/run-process.ts';
export { runWorkflow } from './task/run-workflow.ts';
export { sequence } from './task/sequence.ts';
export { set } from './task/set.ts';
export { switchTo } from './task/switch-to.ts';
export type { Task } from './task/task.ts';
export { tryCatch } from './task/try-catch.ts';
export { wait } from './task/wait.ts';
export { withInput } from './task/with-input.ts';
export { workflow } from './workflow.ts';
export type { Uses, WorkflowHeader } from './workflow.ts';
export type { InputOf, OutputOf, WorkflowDefinition } from './workflow-definition.ts';
