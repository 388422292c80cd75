import type { Definition } from '../definition/definition.ts';
import { sortDiagnostics, type Diagnostic } from '../definition/diagnostic.ts';
import type { Task, TaskItem, TaskList } from '../definition/schema/task.ts';
import type { Evaluator } from '../expression/evaluator.ts';
import { assert } from '../kernel/assert.ts';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { jsonPointer, valueAt } from '../kernel/json-pointer.ts';
import { compileBase } from './base.ts';
import {
  inside,
  type Compilation,
  type NamedTask,
  type Path,
  type Surroundings,
  type TaskBody,
} from './compilation.ts';
import { createExpressions } from './expressions.ts';
import { extendTask, extensionsOf } from './extensions.ts';
import type { Sequence } from './flow.ts';
import { compileBody } from './kinds/by-keyword.ts';
import { lockVariable } from './lock.ts';
import { SchemaSyntaxError, type SchemaCompiler } from './schema-compiler.ts';
import type { TaskBase, TaskNode } from './task-node.ts';

/** What a compilation works with. */
export interface CompilationOptions {
  readonly evaluator: Evaluator;
  readonly schemas: SchemaCompiler;
}

/** A compilation under way. */
export interface StartedCompilation {
  readonly compilation: Compilation;
  /** All tasks in the order of their indexes, and all that was reported in the order of the text. */
  finish(): { readonly tasks: readonly TaskNode[]; readonly diagnostics: readonly Diagnostic[] };
}

/** Functions that call functions multiply; this many tasks are more than anybody wrote. */
const mostTasks = 100_000;

/** Begins to compile a definition. */
export function createCompilation(
  definition: Definition,
  { evaluator, schemas }: CompilationOptions,
): StartedCompilation {
  const tasks: (TaskNode | undefined)[] = [];
  const diagnostics = new Map<string, Diagnostic>();
  const report: Compilation['report'] = (
    path,
    problem,
    { severity = 'error', aspect = 'value', inside: within } = {},
  ) => {
    const pointer = jsonPointer(path);
    const position = definition.source.position(path, aspect, within) ?? { line: 0, column: 0 };
    const { file } = definition.source;
    diagnostics.set(`${pointer} ${problem.message}`, {
      severity,
      ...(file !== undefined && { file }),
      ...position,
      pointer,
      ...problem,
    });
  };
  const { workflow } = definition;
  const compilation: Compilation = {
    workflow,
    written: (path) => valueAt(definition.json, path),
    report,
    ...createExpressions(evaluator, { report, workflow }),
    schema(schema, path) {
      try {
        return schemas.compile(schema);
      } catch (error) {
        if (!(error instanceof SchemaSyntaxError)) throw error;
        report(path, { message: `this is no JSON Schema: ${error.message}` });
        return undefined;
      }
    },
    sequence: (list, around) => compileSequence(compilation, list, around),
    task: (named, around) => compilation.place((index) => compileTask(compilation, named, { around, index })),
    place(build) {
      const index = tasks.push(undefined) - 1;
      if (index === mostTasks)
        report([], { message: `functions and extensions of this definition unfold to more than ${mostTasks} tasks` });
      if (index < mostTasks) tasks[index] = build(index);
      return index;
    },
  };
  return {
    compilation,
    finish: () => ({
      tasks: tasks.flatMap((task) => task ?? []),
      diagnostics: sortDiagnostics([...diagnostics.values()]),
    }),
  };
}

interface TaskPlace {
  readonly around: Surroundings;
  readonly index: number;
}

function compileTask(compilation: Compilation, named: NamedTask, { around, index }: TaskPlace): TaskNode {
  const definition = writtenTask(compilation, around.path);
  const base = compileBase(compilation, { named, around, index, definition });
  if (base.metadata.after !== undefined && named.branch !== true) {
    const problem = {
      message: 'only branches of a fork come after others',
      hint: 'tasks of a list follow one another as they are written',
    };
    compilation.report([...around.path, 'metadata', 'after'], problem, { aspect: 'key' });
  }
  checkApproval(compilation, named.task, { base, around });
  const { lock } = base.metadata;
  const variables = lock === undefined ? around.variables : new Set([...around.variables, lockVariable]);
  const bodyIn = (place: Pick<TaskNode, 'index' | 'path'>): TaskBody => {
    const within = { ...around, variables, parent: place.index, prefix: place.path };
    return compileBody({ task: named.task, compilation, around: within, named, metadata: base.metadata });
  };
  const extensions = extensionsOf(compilation.workflow, named.task, around);
  if (extensions.length === 0 && lock === undefined) return { ...base, ...bodyIn(base) };
  return extendTask(compilation, { base, around, extensions, bodyIn });
}

/** People are asked about a call with its arguments: other tasks have nothing that an approval could be about. */
function checkApproval(
  compilation: Compilation,
  task: Task,
  { base, around }: { readonly base: TaskBase; readonly around: Surroundings },
): void {
  if (base.metadata.approval === undefined || 'call' in task || 'run' in task || 'emit' in task) return;
  const problem = {
    message: 'only tasks that call, run or emit something wait for approval',
    hint: 'put metadata.approval on the calls inside it',
  };
  compilation.report([...around.path, 'metadata', 'approval'], problem, { aspect: 'key' });
}

function writtenTask(compilation: Compilation, path: Path): JsonObject {
  const value = compilation.written(path);
  assert(isJsonObject(value), `no task at ${jsonPointer(path)}`);
  return value;
}

function compileSequence(compilation: Compilation, list: TaskList, around: Surroundings): Sequence {
  const siblings = list.flatMap((item: TaskItem) => Object.keys(item));
  const seen = new Set<string>();
  const tasks = list.flatMap((item, index) =>
    Object.entries(item).map(([name, task]) => {
      const path = [...around.path, index, name];
      if (seen.has(name)) compilation.report(path, duplicate(name), { aspect: 'key' });
      seen.add(name);
      if (directives.has(name)) compilation.report(path, unreachableName(name), { severity: 'warning', aspect: 'key' });
      return compilation.task({ name, task, siblings }, inside(around, [index, name]));
    }),
  );
  return { tasks };
}

const directives = new Set(['continue', 'exit', 'end']);

function unreachableName(name: string) {
  return { message: `no "then" can go to a task named "${name}": there it means something else` };
}

function duplicate(name: string) {
  return {
    message: `there is already a task "${name}" in this list`,
    hint: 'the tasks of a list need different names',
  };
}
