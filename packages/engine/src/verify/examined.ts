import type { DueTimer, ExecutionState, ExecutionView, Phase, Program, Recorded } from '@batonhq/core';

/** The invariants of FAULTS: what must hold of a journal whatever happened to the processes that wrote it. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10';

/** Something in a journal that should not be possible, and what to do about it. */
export interface Finding {
  readonly invariant: Invariant;
  /** The execution it is about; null when it is about the whole journal. */
  readonly execution: string | null;
  readonly what: string;
  readonly fix: string;
}

/** Everything that is stored about one execution. */
export interface StoredExecution {
  readonly id: string;
  readonly events: readonly Recorded[];
  readonly row: ExecutionView | null;
  readonly timers: readonly Pick<DueTimer, 'timer' | 'due'>[];
  readonly listens: readonly string[];
  readonly snapshot: ExecutionState | null;
  /** Executions that have this one as their parent. */
  readonly children: readonly { readonly id: string; readonly phase: Phase }[];
}

/** A stored execution together with what its events fold to. */
export interface Examined extends StoredExecution {
  readonly program: Program;
  readonly state: ExecutionState;
}

/** Checks one invariant on one execution. */
export type Check<Subject extends StoredExecution = Examined> = (subject: Subject) => readonly Finding[];

/** Builds the findings of one invariant. */
export function findings(invariant: Invariant, fix: string) {
  return (execution: string, what: string): Finding => ({ invariant, execution, what, fix });
}
