import { tasksOf, viewOf, waitingFor, type ExecutionState, type Program, type Recorded } from '@batonhq/core';
import type { ExecutionDetails } from './engine.ts';

/** Everything there is to say about an execution, from its events and what they fold to. */
export function detailsOf(program: Program, state: ExecutionState, events: readonly Recorded[]): ExecutionDetails {
  return {
    view: viewOf(state),
    waitingFor: waitingFor(program, state),
    tasks: tasksOf(events),
    branchedFrom: state.origin.branchedFrom ?? null,
    schedule: state.origin.schedule ?? null,
    spending: null,
  };
}
