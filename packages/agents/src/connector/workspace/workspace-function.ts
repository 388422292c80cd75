import type { JsonObject } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import type { PlanningFacts } from '../../planner/plan.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { Argument } from './argument.ts';

/** A function of a workspace, as its author writes it. */
interface WorkspaceFunction {
  readonly name: string;
  readonly description: string;
  readonly input: JsonObject;
  readonly output: JsonObject;
  readonly planning: PlanningFacts;
  readonly sinks?: ToolDefinition['sinks'];
  readonly trust?: ToolDefinition['trust'];
  readonly files?: readonly string[];
  readonly run: (given: Argument, context: FunctionContext) => unknown;
}

/** Makes the definition of it: version 1.0.0, and safe to repeat, which every function of a workspace is. */
export function workspaceFunction({ run, ...about }: WorkspaceFunction): ToolDefinition {
  const { risk = 'low' } = about.planning;
  return {
    version: '1.0.0',
    repeat: 'safe',
    risk,
    ...about,
    run: (context, input) => run(new Argument(input), context),
  };
}

/** Facts of a function that looks and changes nothing. */
export function looksAt(...reads: readonly string[]): PlanningFacts {
  return { risk: 'low', why: 'it changes nothing', reads };
}

/** Facts of a function that writes files of its own and touches no other. */
export function writesOwn(writes: readonly string[], reads: readonly string[] = []): PlanningFacts {
  return { risk: 'low', why: 'it writes a file of its own that can be thrown away', reads, writes };
}
