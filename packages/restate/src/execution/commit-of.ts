import { listensOf, viewOf, type Commit, type Decision, type ExecutionView } from '@batonhq/core';
import type { Standing } from './standing.ts';

/** Events between two snapshots. */
const eventsBetween = 64;

/** What to write for a decision: the row, the listens and the snapshot only when they changed or are due. */
export function commitOf(
  before: Standing | null,
  { program, decision }: { readonly program: Standing['program']; readonly decision: Decision },
): Commit {
  const { state, events, timers } = decision;
  const view = viewOf(state);
  const listens = listensOf(program, state);
  const listened = before === null ? [] : listensOf(program, before.state);
  const expectedSeq = before?.state.seq ?? 0;
  const isDue = Math.floor(state.seq / eventsBetween) > Math.floor(expectedSeq / eventsBetween);
  return {
    execution: state.id,
    expectedSeq,
    events,
    timers,
    ...(!(before !== null && sameView(viewOf(before.state), view)) && { view }),
    ...(!sameTypes(listened, listens) && { listens }),
    ...(isDue && state.endedAt === null && { snapshot: state }),
  };
}

/** Everything else in the row never changes. */
function sameView(left: ExecutionView, right: ExecutionView): boolean {
  return left.phase === right.phase && left.substate === right.substate && left.endedAt === right.endedAt;
}

function sameTypes(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((type, index) => type === right[index]);
}
