import type { Json, JsonObject } from '@batonhq/core';
import type { Beginning } from './course.ts';
import type { Duration } from './duration.ts';
import type { Workflow } from './flow.ts';
import type { Schema } from './schema.ts';
import type { Scope, SeesOutput } from './scope.ts';
import { startFlow } from './start-flow.ts';
import type { Task } from './task/task.ts';
import type { Rule } from './task-options.ts';
import { ruleWith, schemaOf, timeoutOf } from './with-options.ts';

/** What a workflow is called, what it takes, and what its tasks share. */
export interface WorkflowHeader<In, Secret extends string> {
  readonly namespace: string;
  readonly name: string;
  /** Semantic version; a published one cannot be changed. */
  readonly version: string;
  readonly title?: string;
  readonly summary?: string;
  readonly tags?: JsonObject;
  readonly metadata?: JsonObject;
  /** What it takes; checked when it starts. */
  readonly input?: Schema<In>;
  /** After how long the whole execution faults; or the name of a time-out in `use.timeouts`. */
  readonly timeout?: Duration | { readonly named: string };
  readonly schedule?: JsonObject;
  readonly use?: Uses<Secret>;
}

/** What tasks refer to by name. */
export interface Uses<Secret extends string> {
  readonly authentications?: JsonObject;
  readonly catalogs?: JsonObject;
  readonly errors?: JsonObject;
  readonly extensions?: readonly JsonObject[];
  /** Tasks to call by name, to undo others (`metadata.compensate`), or to look whether they happened. */
  readonly functions?: Readonly<Record<string, Task<never, unknown, unknown>>>;
  readonly retries?: JsonObject;
  readonly secrets?: readonly Secret[];
  readonly timeouts?: JsonObject;
}

/** What the first task sees. */
export interface AtStart<In, Secret extends string> {
  readonly input: In;
  readonly context: object;
  readonly variables: object;
  readonly secrets: Secret;
}

/**
 * Starts a workflow. Tasks are added with `do`; the types of what flows follow them.
 *
 * @example
 * const hello = workflow({ namespace: 'docs', name: 'hello', version: '1.0.0', input: z.object({ name: z.string() }) })
 *   .do('greet', set(({ input }) => ({ greeting: text`Hello ${input.name}` })))
 *   .toDefinition();
 */
export function workflow<In = unknown, const Secret extends string = never>(
  header: WorkflowHeader<In, Secret>,
): Workflow<Beginning<AtStart<In, Secret>, { readonly takes: In }>> {
  return startFlow<Beginning<AtStart<In, Secret>, { readonly takes: In }>>((tasks) => ({
    toDefinition: () => definitionOf(header, tasks, undefined),
    output: (rule: Rule<SeesOutput<Scope, unknown>, unknown, unknown>) => ({
      toDefinition: () => definitionOf(header, tasks, ruleWith(undefined, rule, { input: '$input', output: '.' })),
    }),
  }));
}

function definitionOf(
  header: WorkflowHeader<unknown, string>,
  tasks: readonly JsonObject[],
  output: JsonObject | undefined,
): JsonObject {
  const { input, use, timeout, schedule, ...document } = header;
  return {
    document: { dsl: '1.0.3', ...present(document) },
    ...(input !== undefined && { input: { schema: schemaOf(input) } }),
    ...(use !== undefined && { use: usesOf(use) }),
    do: tasks,
    ...(timeout !== undefined && { timeout: timeoutOf(timeout) }),
    ...(output !== undefined && { output }),
    ...(schedule !== undefined && { schedule }),
  };
}

function usesOf({ functions, ...rest }: Uses<string>): JsonObject {
  if (functions === undefined) return present(rest);
  const definitions = Object.entries(functions).map(([name, { definition }]) => [name, definition] as const);
  return { ...present(rest), functions: Object.fromEntries(definitions) };
}

/** Members that were given, as they are: names and policies are written as the language has them. */
function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const given = Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
