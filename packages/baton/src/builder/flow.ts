import type { JsonObject } from '@batonhq/core';
import type { Beginning, Course, Next, Onward, Result } from './course.ts';
import type { Scope } from './scope.ts';
import type { Absent, Directed, Raw, TaskOptions } from './task-options.ts';
import type { Leave, Task } from './task/task.ts';
import type { Workflow } from './workflow.ts';

/** Tasks one after the other. Every `do` gives a new flow and leaves the old one as it was. */
export interface Flow<C extends Course> {
  /** The tasks so far, as a definition has them. */
  readonly tasks: readonly JsonObject[];
  /**
   * Adds a task. What it puts out is what flows into the next one, unless `options` say otherwise.
   *
   * @example
   * flow.do('charge', call(charge, ({ input }) => ({ amount: input.total })), {
   *   if: ({ input }) => gt(input.total, 0),
   *   export: { as: ({ context, output }) => ({ ...context, receipt: output.id }) },
   * })
   */
  do<
    const Name extends string,
    Out,
    Context,
    L extends Leave,
    If extends boolean | null = never,
    As = Absent,
    Checked = Absent,
    Exported = Absent,
    CheckedExport = Absent,
    const Then extends string = 'continue',
  >(
    name: Name & Unused<C, Name>,
    task: Task<Next<C, Name>, Out, Context, L>,
    options?: TaskOptions<Next<C, Name>, Raw<Next<C, Name>, Out>, If, As, Checked, Exported, CheckedExport> &
      Directed<Then>,
  ): FlowOn<
    Onward<
      C,
      Name,
      {
        readonly flowing: Result<
          Next<C, Name>,
          { readonly output: Out; readonly context: Context },
          {
            readonly if: If;
            readonly as: As;
            readonly checked: Checked;
            readonly exported: Exported;
            readonly checkedExport: CheckedExport;
          }
        >;
        readonly leaves: L;
        readonly then: Then;
      }
    >
  >;
  /** Never there: it carries the types. */
  readonly '~course'?: C;
}

/** The workflow's own flow can be made a definition, flows inside tasks cannot. */
export type FlowOn<C extends Course> = C['root'] extends false ? Flow<C> : Workflow<C>;

/** The flow that a task's inside begins with. */
export type Start<S extends Scope> = Flow<Beginning<S>>;

type Unused<C extends Course, Name extends string> = Name extends keyof C['tasks']
  ? { readonly problem: `there is already a task "${Name}"` }
  : unknown;
