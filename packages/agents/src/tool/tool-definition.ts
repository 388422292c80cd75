import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { FunctionDefinition } from '@batonhq/engine';
import type { PlanningFacts } from '../planner/plan.ts';
import { signedMember } from '../memory/signature.ts';
import type { Tool } from './tool.ts';

/** A function that is offered to agents: its name, description and input schema are what models see. */
export interface ToolDefinition extends FunctionDefinition {
  /** What it does and when to use it. */
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly input: JsonObject;
  /** What plans say about it: risk, what it reads and writes, how long it takes. */
  readonly planning?: PlanningFacts;
  /**
   * Members of its output that are paths of files it wrote into the workspace, `path` or `pieces.path` (of each in the list):
   * what an execution wrote is found by them. None by default.
   */
  readonly files?: readonly string[];
  /** As in {@link Tool}. */
  readonly sinks?: Tool['sinks'];
  readonly trust?: Tool['trust'];
  readonly repliesVary?: Tool['repliesVary'];
}

/** The tool that a function is. What the loop of an agent signs is not for models to write. */
export function toolOf({ name, description, version, input, sinks, trust, repliesVary }: ToolDefinition): Tool {
  const properties = isJsonObject(input['properties']) ? input['properties'] : {};
  const isSigned = Object.hasOwn(properties, signedMember);
  const shown = Object.fromEntries(Object.entries(properties).filter(([member]) => member !== signedMember));
  return {
    name,
    description,
    function: name,
    input: isSigned ? { ...input, properties: shown } : input,
    ...(isSigned && { isSigned }),
    ...(version !== undefined && { version }),
    ...(sinks !== undefined && { sinks }),
    ...(trust !== undefined && { trust }),
    ...(repliesVary !== undefined && { repliesVary }),
  };
}
