import type { Task } from '../../definition/schema/task.ts';
import type { Compilation, NamedTask, Surroundings, TaskBody } from '../compilation.ts';
import type { TaskMetadata } from '../metadata.ts';

/** A task of one kind, and all that its compiler may look at. */
export interface Compiling<T extends Task> {
  readonly task: T;
  readonly compilation: Compilation;
  /** Inside the task: its own path, the variables and names around it. */
  readonly around: Surroundings;
  readonly named: NamedTask;
  readonly metadata: TaskMetadata;
}

/** Compiles what is particular to one kind. */
export type KindCompiler<T extends Task> = (compiling: Compiling<T>) => TaskBody;
