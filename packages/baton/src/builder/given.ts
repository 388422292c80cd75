import { inTask, seen, type Standing } from './scope.ts';

/** Something as it is, or made from what the task sees. */
export type Given<Seen, T> = T | ((scope: Seen) => T);

/** Calls what has to be called. */
export function resolve<Seen extends object, T extends string | object>(
  given: Given<Seen, T>,
  standing: Standing = inTask,
): T {
  return typeof given === 'function' ? given(seen<Seen>(standing)) : given;
}
