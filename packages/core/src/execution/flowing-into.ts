import type { Json } from '../kernel/json.ts';
import { branchAt } from './branches.ts';
import { branchIndex, chainTo, forkNodeOf, type Running } from './frames.ts';
import { lastName, parentOf } from './task-key.ts';
import type { TaskKey } from '../step/step.ts';

/** The value that flows into a task that is about to begin, before its own `input.from`. */
export function flowingInto(running: Running, task: TaskKey): Json {
  const around = chainTo(running, parentOf(task))?.at(-1);
  if (around === undefined) return running.state.sequence.value;
  switch (around.kind) {
    case 'fork': {
      const branch = branchAt(around.branches, branchIndex(forkNodeOf(running.program, around), lastName(task)));
      return branch?.kind === 'blocked' && branch.input !== undefined ? branch.input : around.input;
    }
    case 'do':
    case 'for':
    case 'try':
      return around.sequence.value;
    case 'wait':
    case 'listen':
    case 'call':
      return around.input;
  }
}
