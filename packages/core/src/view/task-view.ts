import type { Fault } from '../kernel/fault.ts';

/** A task instance as people see it, folded from its events. */
export interface TaskView {
  /** The task key: unique within the execution. */
  readonly reference: string;
  readonly name: string;
  readonly phase: 'running' | 'waiting' | 'completed' | 'faulted' | 'skipped' | 'cancelled';
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** How many attempts were counted: tries of its step, or of its `try`. */
  readonly attempts: number;
  readonly fault: Fault | null;
}
