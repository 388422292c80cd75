import type { JsonObject } from '@batonhq/core';
import type { Beginning, Course } from './course.ts';
import type { FlowOn, Start } from './flow.ts';
import type { Scope } from './scope.ts';
import type { AnyOptions } from './with-options.ts';
import { withOptions } from './with-options.ts';

/** What a flow can do beside `do`, by the tasks it has come to. */
export type Closing = (tasks: readonly JsonObject[]) => object;

/** The inside of a task, whatever its types. */
export type AnyBody = (flow: Start<Scope>) => { readonly tasks: readonly JsonObject[] };

/** An empty flow. */
export function startFlow<C extends Course>(closing?: Closing): FlowOn<C>;
export function startFlow(closing: Closing = () => ({})): object {
  return flowOf([], closing);
}

/** The tasks of the list that a task has inside. */
export function tasksOf<S extends Scope>(
  body: (flow: Start<S>) => { readonly tasks: readonly JsonObject[] },
): readonly JsonObject[] {
  return body(startFlow<Beginning<S>>()).tasks;
}

function flowOf(tasks: readonly JsonObject[], closing: Closing): object {
  return {
    tasks,
    do: (name: string, { definition }: { readonly definition: JsonObject }, options: AnyOptions = {}) =>
      flowOf([...tasks, { [name]: withOptions(definition, options) }], closing),
    ...closing(tasks),
  };
}
