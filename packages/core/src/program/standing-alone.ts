import type { Task } from '../definition/schema/task.ts';

/** A task that stands alone (a branch, the body of a function) ends when it does, whichever word says so. */
export function standingAlone(task: Task): Task {
  return task.then === 'exit' || task.then === 'end' ? { ...task, then: 'continue' } : task;
}
