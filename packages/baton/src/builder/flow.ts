import type { JsonObject } from '@batonhq/core';
import type { Beginning, Course, Next, Onward, Result, Towards, Unresolved } from './course.ts';
import type { Scope, SeesOutput } from './scope.ts';
import type { Absent, Directed, Final, Raw, Rule, TaskOptions } from './task-options.ts';
import type { Leave, Task } from './task/task.ts';
import type { WorkflowDefinition } from './workflow-definition.ts';

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

/** A workflow that is being put together. */
export interface Workflow<C extends Course> extends Flow<C>, Definable<C, ResultOf<C>> {
  /** What the workflow puts out: the output of its last task, transformed and checked. */
  output<As = Absent, Checked = Absent>(
    rule: Rule<SeesOutput<AtEnd<C>, ResultOf<C>>, As, Checked>,
  ): Definable<C, Final<ResultOf<C>, As, Checked>>;
}

/** A workflow that a definition can be made of. */
export interface Definable<C extends Course, Out> {
  /** The definition, for `define` and `submitWorkflow`. Does not compile while `then` names a task that is not there. */
  toDefinition(
    ...problem: [Unresolved<C>] extends [never]
      ? []
      : [problem: `there is no task "${Unresolved<C>}" to go to, or it takes something else`]
  ): WorkflowDefinition<TakenBy<C>, Out>;
}

type TakenBy<C extends Course> = C['root'] extends { readonly takes: infer In } ? In : never;
type ResultOf<C extends Course> = C['input'] | Towards<C['leaves'], 'exit' | 'end'>['input'];

interface AtEnd<C extends Course> {
  readonly input: TakenBy<C>;
  readonly context: C['context'] | Towards<C['leaves'], 'exit' | 'end'>['context'];
  readonly variables: object;
  readonly secrets: never;
}

/** The workflow's own flow can be made a definition, flows inside tasks cannot. */
export type FlowOn<C extends Course> = C['root'] extends false ? Flow<C> : Workflow<C>;

/** The flow that a task's inside begins with. */
export type Start<S extends Scope> = Flow<Beginning<S>>;

/** The tasks inside of a task. */
export type Body<S extends Scope, C extends Course> = (flow: Start<S>) => Flow<C> & Complete<C>;

/** Where the flow goes from inside of a task has to be inside, too. */
export type Complete<C extends Course> = [Unresolved<C>] extends [never]
  ? unknown
  : { readonly problem: `there is no task "${Unresolved<C>}" to go to, or it takes something else` };

type Unused<C extends Course, Name extends string> = Name extends keyof C['tasks']
  ? { readonly problem: `there is already a task "${Name}"` }
  : unknown;
