import { definitionOf, smallSchemas, type DefinitionText } from '@batonhq/testing/core';
import type { Diagnostic } from '../src/definition/diagnostic.ts';
import { readDefinition, readDefinitionObject } from '../src/definition/read.ts';
import type { Scope } from '../src/expression/evaluator.ts';
import { assert } from '../src/kernel/assert.ts';
import { compileProgram } from '../src/program/compile.ts';
import type { Program } from '../src/program/program.ts';
import type { TaskKind, TaskNode } from '../src/program/task-node.ts';
import { jqEvaluator } from './jq-evaluator.ts';

/** A program, and what was said about its definition as `pointer: message`. */
export interface Compiled {
  readonly program: Program | undefined;
  readonly problems: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and compiles what a test writes: tasks, a definition without its document, or a whole text. */
export function compiled(definition: DefinitionText | string): Compiled {
  const read =
    typeof definition === 'string' ? readDefinition(definition) : readDefinitionObject(definitionOf(definition));
  if (read.definition === undefined) return { program: undefined, ...spoken(read.diagnostics) };
  const { program, diagnostics } = compileProgram(read.definition, {
    evaluator: jqEvaluator(),
    schemas: smallSchemas(),
  });
  return { program, ...spoken(diagnostics) };
}

function spoken(diagnostics: readonly Diagnostic[]) {
  return { diagnostics, problems: diagnostics.map(({ pointer, message }) => `${pointer}: ${message}`).toSorted() };
}

/** The program of a definition that has to be valid. */
export function programFor(definition: DefinitionText | string): Program {
  const { program, problems } = compiled(definition);
  assert(program, problems.join('\n'));
  return program;
}

/** The task with this path, which has to be of this kind. */
export function taskAt<K extends TaskKind>(program: Program, path: string, kind: K): TaskNode & { readonly kind: K } {
  const node = program.tasks.find((task) => task.path === path);
  assert(
    node !== undefined && isOfKind(node, kind),
    `no ${kind} at ${path}: ${program.tasks.map((task) => `${task.kind} ${task.path}`).join(', ')}`,
  );
  return node;
}

function isOfKind<K extends TaskKind>(node: TaskNode, kind: K): node is TaskNode & { readonly kind: K } {
  return node.kind === kind;
}

/** A scope in which every variable is null, save those given. */
export function scope(variables: Readonly<Record<string, ReturnType<Scope>>> = {}): Scope {
  return (name) => variables[name] ?? null;
}
