import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { BuilderError } from '../builder-error.ts';
import type { Value } from '../expression/value.ts';
import { toTemplate } from '../expression/write.ts';
import { inTask, seen, type Scope, type Sees } from '../scope.ts';
import type { WorkflowDefinition } from '../workflow-definition.ts';
import type { Task } from './task.ts';

/** How to run another workflow. */
export interface ChildOptions<Await extends boolean> {
  /** With `false` the flow goes on at once, with what the child was given. */
  readonly await?: Await;
}

/**
 * `run: workflow`: another workflow as a task; it has to be published too.
 *
 * @example .do('invoice', runWorkflow(invoicing, ({ input }) => ({ order: input.id })))
 */
export function runWorkflow<S extends Scope, In, Out, const Await extends boolean = true>(
  child: WorkflowDefinition<In, Out>,
  given: (scope: Sees<S>) => Value<In>,
  options: ChildOptions<Await> = {},
): Task<S, Await extends false ? In : Out> {
  const workflow = { ...namesOf(child), input: toTemplate(given(seen<Sees<S>>(inTask))) };
  return { definition: { run: { workflow, ...(options.await === false && { await: false }) } } };
}

function namesOf({ document }: JsonObject): JsonObject {
  const { namespace, name, version } = isJsonObject(document) ? document : {};
  return { namespace: given(namespace), name: given(name), version: given(version) };
}

function given(name: Json | undefined): Json {
  if (name === undefined) throw new BuilderError('a workflow has a namespace, a name and a version');
  return name;
}
