import type { Final, Raw } from './task-options.ts';
import type { Scope } from './scope.ts';
import type { Leave, Unchanged } from './task/task.ts';

/** The types of what a list of tasks has come to. */
export interface Course {
  /** What flows to the next task; `never` when nothing does. */
  readonly input: unknown;
  readonly context: unknown;
  readonly variables: object;
  readonly secrets: string;
  /** The tasks so far, with what each of them takes. */
  readonly tasks: object;
  /** What flows elsewhere and has not arrived. */
  readonly leaves: Leave;
  /** What the workflow takes, when the list is the workflow's own. */
  readonly root: { readonly takes: unknown } | false;
}

/** The beginning of a list of tasks that stands where `S` is seen. */
export interface Beginning<S extends Scope, Root extends Course['root'] = false> {
  readonly input: S['input'];
  readonly context: S['context'];
  readonly variables: S['variables'];
  readonly secrets: S['secrets'];
  readonly tasks: object;
  readonly leaves: never;
  readonly root: Root;
}

/** What goes to a task or out, of what leaves. */
export type Towards<L extends Leave, To extends string> = Extract<L, { readonly to: To }>;

/** What the expressions of the next task see, which may also be reached from elsewhere. */
export interface Next<C extends Course, Name extends string> {
  readonly input: C['input'] | Towards<C['leaves'], Name>['input'];
  readonly context: C['context'] | Towards<C['leaves'], Name>['context'];
  readonly variables: C['variables'];
  readonly secrets: C['secrets'];
}

/** The same with more variables: those of a loop, or of a catch. */
export interface Within<S extends Scope, Variables extends object> {
  readonly input: S['input'];
  readonly context: S['context'];
  readonly variables: S['variables'] & Variables;
  readonly secrets: S['secrets'];
}

/** The same with something else that flows in. */
export interface Given<S extends Scope, In> {
  readonly input: In;
  readonly context: S['context'];
  readonly variables: S['variables'];
  readonly secrets: S['secrets'];
}

/** What flows on after a task, and the context then. */
export interface Flowing {
  readonly input: unknown;
  readonly context: unknown;
}

/** What a task and its options let flow on. */
export interface Result<
  S extends Scope,
  Task extends { readonly output: unknown; readonly context: unknown },
  Options extends {
    readonly if: unknown;
    readonly as: unknown;
    readonly checked: unknown;
    readonly exported: unknown;
    readonly checkedExport: unknown;
  },
> {
  readonly input: Final<Raw<S, Task['output']>, Options['as'], Options['checked']> | Skipped<Options['if'], S['input']>;
  readonly context:
    | Final<Kept<S, Task['context']>, Options['exported'], Options['checkedExport']>
    | Skipped<Options['if'], S['context']>;
}

type Skipped<If, T> = [If] extends [never] ? never : T;
type Kept<S extends Scope, Context> = [Context] extends [Unchanged] ? S['context'] : Context;

/** The course after one more task. */
export interface Onward<
  C extends Course,
  Name extends string,
  After extends { readonly flowing: Flowing; readonly leaves: Leave; readonly then: string },
> {
  readonly input: GoesOn<After> extends true ? After['flowing']['input'] : never;
  readonly context: GoesOn<After> extends true ? After['flowing']['context'] : never;
  readonly variables: C['variables'];
  readonly secrets: C['secrets'];
  readonly tasks: C['tasks'] & { readonly [N in Name]: Pick<Next<C, Name>, 'input' | 'context'> };
  readonly leaves: Open<
    C['tasks'] & { readonly [N in Name]: Pick<Next<C, Name>, 'input' | 'context'> },
    | Exclude<C['leaves'], { readonly to: Name }>
    | Carrying<After['leaves'], After['flowing']>
    | Sent<After['then'], After['flowing']>
  >;
  readonly root: C['root'];
}

type GoesOn<After extends { readonly leaves: Leave; readonly then: string }> = After['then'] extends 'continue'
  ? [Towards<After['leaves'], 'nowhere'>] extends [never]
    ? true
    : false
  : false;

/** A `switch` sends on what flows in; what leaves tasks inside brings its own. */
type Carrying<L extends Leave, F extends Flowing> =
  L extends Leave<infer To, infer In, infer Context>
    ? To extends 'nowhere'
      ? never
      : Leave<To, [In] extends [Unchanged] ? F['input'] : In, [Context] extends [Unchanged] ? F['context'] : Context>
    : never;

type Sent<To extends string, F extends Flowing> = To extends 'continue' ? never : Leave<To, F['input'], F['context']>;

/** What leaves for a task that is there already and takes it has arrived. */
type Open<Tasks, L extends Leave> =
  L extends Leave<infer To, infer In, infer Context>
    ? To extends keyof Tasks
      ? [{ readonly input: In; readonly context: Context }] extends [Tasks[To]]
        ? never
        : L
      : L
    : never;

/** What a whole list puts out. */
export type OutputOf<C extends Course> = C['input'] | Towards<C['leaves'], 'exit'>['input'];

/** The context after a whole list. */
export type ContextOf<C extends Course> = C['context'] | Towards<C['leaves'], 'exit'>['context'];

/** What ends the workflow from inside a list. */
export type EndsOf<C extends Course> = Towards<C['leaves'], 'end'>;

/** Names that something leaves for without arriving: there is no such task, or it takes something else. */
export type Unresolved<C extends Course> = Exclude<C['leaves']['to'], 'exit' | 'end'>;
