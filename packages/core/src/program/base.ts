import type { Expression } from '../expression/evaluator.ts';
import { jsonPointer } from '../kernel/json-pointer.ts';
import type { JsonObject } from '../kernel/json.ts';
import { argumentRules, over } from './arguments.ts';
import { siteIn, type Compilation, type NamedTask, type Surroundings } from './compilation.ts';
import type { TaskMetadata } from './metadata.ts';
import { taskMetadata } from './task-metadata.ts';
import { inputRules, outputRules } from './rules.ts';
import type { TaskBase } from './task-node.ts';
import { taskPath } from './task-path.ts';
import { compileThen } from './then.ts';
import { compileTimeout } from './timeouts.ts';

/** What the members shared by all tasks are compiled from. */
export interface BaseParts {
  readonly named: NamedTask;
  readonly around: Surroundings;
  readonly index: number;
  /** The task as written. */
  readonly definition: JsonObject;
}

/** Compiles the members that every task has. */
export function compileBase(compilation: Compilation, { named, around, index, definition }: BaseParts): TaskBase {
  const { name, task } = named;
  const condition =
    task.if === undefined ? undefined : compilation.computed(task.if, { ...siteIn(around, 'if'), stage: 'before' });
  const input = inputRules(compilation, task.input, { ...siteIn(around, 'input'), stage: 'before' });
  const metadata = { ...taskMetadata(compilation, task.metadata, siteIn(around, 'metadata')), ...named.caller };
  const asks = approvalCondition(compilation, metadata, around);
  const timeout = compileTimeout(compilation, task.timeout, siteIn(around, 'timeout'));
  return {
    index,
    ...(around.parent !== undefined && { parent: around.parent }),
    name,
    path: taskPath(around.prefix, name),
    reference: jsonPointer(around.path),
    definition,
    ...(condition !== undefined && {
      if: named.arguments === undefined ? condition : over(named.arguments, condition),
    }),
    input: named.arguments === undefined ? input : argumentRules(named.arguments, input),
    output: outputRules(compilation, task.output, { ...siteIn(around, 'output'), stage: 'output' }),
    export: outputRules(compilation, task.export, { ...siteIn(around, 'export'), stage: 'export' }),
    ...(timeout !== undefined && { timeout }),
    then: compileThen(compilation, { then: task.then, path: [...around.path, 'then'], siblings: named.siblings }),
    metadata,
    ...(asks !== undefined && { approvalWhen: asks }),
  };
}

/** Over the input of the task, which is what people are asked about. */
function approvalCondition(
  compilation: Compilation,
  { approval }: TaskMetadata,
  around: Surroundings,
): Expression | undefined {
  if (approval?.when === undefined) return undefined;
  return compilation.expression(approval.when, siteIn(around, 'metadata', 'approval', 'when'));
}
