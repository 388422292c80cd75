import type { JsonObject } from '@batonhq/core';
import type { Scope } from '../scope.ts';
import type { Task } from './task.ts';

/**
 * A task as the language has it, for what has no function here: `call: openapi`, `grpc`, `asyncapi`, `mcp`, `a2a`. Say
 * what it puts out with `Out`, or with `output.schema`.
 *
 * @example .do('tools', plainTask<ToolList>({ call: 'mcp', with: { method: 'tools/list', transport } }))
 */
export function plainTask<Out = unknown>(definition: JsonObject): Task<Scope, Out> {
  return { definition };
}
