import type { ExecutionEvent, Recorded } from '../event/event.ts';
import { isOperation, lastName, taskOfStep } from '../execution/task-key.ts';
import type { Fault } from '../kernel/fault.ts';
import type { TaskView } from './task-view.ts';

/**
 * The task instances of an execution in the order they started, folded from its events. What was done before an
 * execution was branched off counts as done; what was open there is entered anew.
 */
export function tasksOf(events: readonly Recorded[]): readonly TaskView[] {
  const fold = new TaskFold();
  fold.add(events);
  return fold.tasks();
}

/**
 * The same, events at a time: of an execution with very many, nobody has to hold them all, or to wait for all of them.
 *
 * @example
 * const fold = new TaskFold();
 * for (const page of pages) fold.add(page);
 * console.log(fold.tasks().length);
 */
export class TaskFold {
  readonly #tasks = new Map<string, TaskView>();

  /** Takes in the next events, oldest first. */
  add(events: readonly Recorded[]): void {
    for (const { event, at } of events) {
      if (event.kind !== 'execution.started') apply(this.#tasks, event, at);
      else this.add(event.past?.events ?? []);
    }
  }

  /** The task instances so far, in the order they started. */
  tasks(): readonly TaskView[] {
    return [...this.#tasks.values()];
  }
}

function apply(tasks: Map<string, TaskView>, event: ExecutionEvent, at: number): void {
  switch (event.kind) {
    case 'task.started':
      tasks.set(event.task, { ...fresh(event.task, at), ...(event.due !== undefined && { phase: 'waiting' }) });
      break;
    case 'task.completed':
      end(tasks, event.task, { at, phase: 'completed' });
      break;
    case 'task.skipped':
      end(tasks, event.task, { at, phase: 'skipped' });
      break;
    case 'task.faulted':
      end(tasks, event.task, { at, phase: 'faulted', fault: event.fault });
      break;
    case 'task.cancelled':
      cancelInside(tasks, event.task, at);
      break;
    default:
      applyAttempts(tasks, event);
  }
}

function applyAttempts(tasks: Map<string, TaskView>, event: ExecutionEvent): void {
  if (event.kind === 'attempt.started') change(tasks, event.task, { phase: 'running', attempts: event.attempt + 1 });
  else if (event.kind === 'attempt.failed') change(tasks, event.task, { phase: 'waiting', fault: event.fault });
  else if (event.kind === 'step.claimed' && !isOperation(event.step))
    change(tasks, event.step, { phase: 'running', attempts: event.attempt });
  else if (event.kind === 'step.ambiguous') change(tasks, taskOfStep(event.step), { phase: 'waiting' });
}

function fresh(reference: string, at: number): TaskView {
  return {
    reference,
    name: unescaped(lastName(reference)),
    phase: 'running',
    startedAt: at,
    endedAt: null,
    attempts: 1,
    fault: null,
  };
}

function unescaped(name: string): string {
  return name
    .replaceAll('~6', ']')
    .replaceAll('~5', '|')
    .replaceAll('~4', ':')
    .replaceAll('~3', '#')
    .replaceAll('~2', '[')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

interface End {
  readonly at: number;
  readonly phase: TaskView['phase'];
  readonly fault?: Fault;
}

function end(tasks: Map<string, TaskView>, reference: string, { at, phase, fault }: End): void {
  const before = tasks.get(reference) ?? fresh(reference, at);
  tasks.set(reference, { ...before, phase, endedAt: at, fault: fault ?? null });
}

/** One event stands for a task and everything open inside it. */
function cancelInside(tasks: Map<string, TaskView>, reference: string, at: number): void {
  for (const task of tasks.values()) {
    const inside =
      task.reference === reference ||
      (task.reference.startsWith(reference) && /[/[:]/.test(task.reference.charAt(reference.length)));
    if (inside && task.endedAt === null) end(tasks, task.reference, { at, phase: 'cancelled' });
  }
}

function change(tasks: Map<string, TaskView>, reference: string, part: Partial<TaskView>): void {
  const before = tasks.get(reference);
  if (before !== undefined) tasks.set(reference, { ...before, ...part });
}
