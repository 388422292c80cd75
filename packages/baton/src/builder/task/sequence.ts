import type { Course, ContextOf, EndsOf, OutputOf } from '../course.ts';
import type { Body } from '../flow.ts';
import type { Scope } from '../scope.ts';
import { tasksOf } from '../start-flow.ts';
import type { Task } from './task.ts';

/**
 * `do`: tasks one after the other, as one task.
 *
 * @example
 * .do('prepare', sequence((flow) => flow.do('load', call(load)).do('check', call(check))))
 */
export function sequence<S extends Scope, B extends Course>(
  body: Body<S, B>,
): Task<S, OutputOf<B>, ContextOf<B>, EndsOf<B>> {
  return { definition: { do: tasksOf(body) } };
}
