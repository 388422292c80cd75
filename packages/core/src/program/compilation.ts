import type { Problem } from '../definition/diagnostic.ts';
import type { Workflow } from '../definition/schema/workflow.ts';
import type { Task, TaskList } from '../definition/schema/task.ts';
import type { Inside } from '../definition/source/source-map.ts';
import type { Expression, Computed } from '../expression/evaluator.ts';
import type { Json } from '../kernel/json.ts';
import type { PathSegment } from '../kernel/json-pointer.ts';
import type { SchemaCheck } from './data-rules.ts';
import type { Sequence } from './flow.ts';
import type { TaskBase, TaskNode } from './task-node.ts';

/** A path into the definition. */
export type Path = readonly PathSegment[];

/** Which of the language's variables an expression may use, by where it stands. */
export type Stage = 'workflow input' | 'workflow' | 'before' | 'task' | 'output' | 'export';

/** The branch that cannot see this name in `$context`, because it does not come after the branch of that name. */
export type Hidden = (name: string) => string | undefined;

/** Where a value with expressions stands. */
export interface Site {
  readonly path: Path;
  readonly stage: Stage;
  /** Variables of the loops and catches around it. */
  readonly variables: ReadonlySet<string>;
  readonly hidden: Hidden;
  /** The value is computed when the call is made and never recorded, so that it may mention secrets. */
  readonly secrets: boolean;
  /** `${` inside a text means something else here (a shell script, say). */
  readonly foreign?: boolean;
}

/** What surrounds a task that is being compiled. */
export interface Surroundings {
  readonly path: Path;
  readonly parent?: number;
  /** Path of the node around, in names. */
  readonly prefix: string;
  readonly variables: ReadonlySet<string>;
  readonly hidden: Hidden;
  /** Functions of `use.functions` whose bodies are around it: calling one again would never end. */
  readonly calls: readonly string[];
  /** Which extensions apply: all by default; inside one, those of extensions; inside these and around probes, none. */
  readonly extending?: 'extensions' | 'nothing';
}

/** A task with its name, and the names that its `then` may give. */
export interface NamedTask {
  readonly name: string;
  readonly task: Task;
  readonly siblings?: readonly string[];
  /** It is a branch of a fork, so that `metadata.after` means something. */
  readonly branch?: true;
  /** For the body of a function: what the call gives it. */
  readonly arguments?: Computed;
  /** Rules that the calling task sets for the function it calls. */
  readonly caller?: Pick<TaskBase['metadata'], 'repeat' | 'probe' | 'short'>;
}

/** What a kind adds to the members that every task has. */
export type TaskBody = BodyOf<TaskNode>;

type BodyOf<Node> = Node extends TaskNode ? Omit<Node, keyof TaskBase> : never;

/** More about a problem than its words. */
export interface ReportOptions {
  readonly severity?: 'error' | 'warning';
  readonly aspect?: 'key' | 'value';
  readonly inside?: Inside;
}

/** What compilers of kinds work with: they compile their own part and hand the rest back. */
export interface Compilation {
  readonly workflow: Workflow;
  /** The value at a path, as written. */
  written(path: Path): Json | undefined;
  report(path: Path, problem: Problem, options?: ReportOptions): void;
  /** An expression where the language expects one; a faulty one is reported and gives `null`. */
  expression(source: string, site: Site): Expression;
  /** The same as a value of the program. */
  computed(source: string, site: Site): Computed;
  /** A value in which texts may be `${ … }`. */
  template(value: Json, site: Site): Computed;
  schema(schema: Json, path: Path): SchemaCheck | undefined;
  sequence(list: TaskList, around: Surroundings): Sequence;
  task(named: NamedTask, around: Surroundings): number;
  /** Takes the next index and puts there what `build` makes for it. */
  place(build: (index: number) => TaskNode): number;
}

/** The site of a member inside the task itself. */
export function siteIn(around: Surroundings, ...segments: readonly PathSegment[]): Site {
  return {
    path: [...around.path, ...segments],
    stage: 'task',
    variables: around.variables,
    hidden: around.hidden,
    secrets: false,
  };
}

/** A site further in. */
export function deeper(site: Site, ...segments: readonly PathSegment[]): Site {
  return { ...site, path: [...site.path, ...segments] };
}

/** Surroundings further in, with more variables. */
export function inside(
  around: Surroundings,
  segments: readonly PathSegment[],
  variables: readonly string[] = [],
): Surroundings {
  const more = variables.length === 0 ? around.variables : new Set([...around.variables, ...variables]);
  return { ...around, path: [...around.path, ...segments], variables: more };
}
