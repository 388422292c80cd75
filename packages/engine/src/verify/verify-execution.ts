import { type ExecutionState, foldEvents, type Program } from '@batonhq/core';
import { cancelEndsEverything } from './cancel-ends-everything.ts';
import type { Check, Finding, StoredExecution } from './examined.ts';
import { gatesBeforeClaims } from './gates-before-claims.ts';
import { noOrphan } from './no-orphan.ts';
import { noStepTwice } from './no-step-twice.ts';
import { oneWriter } from './one-writer.ts';
import { sameDecisions } from './same-decisions.ts';
import { sequenceWithoutGaps } from './sequence-without-gaps.ts';
import { tablesAreFolds } from './tables-are-folds.ts';
import { timersOnceAndNotEarly } from './timers-once-and-not-early.ts';

/** Checks that read the events only. */
const ofEvents: readonly Check<StoredExecution>[] = [
  sequenceWithoutGaps,
  noStepTwice,
  oneWriter,
  timersOnceAndNotEarly,
  cancelEndsEverything,
  gatesBeforeClaims,
];

/** Checks that also need what the events fold to. */
const ofState: readonly Check[] = [tablesAreFolds, noOrphan, sameDecisions];

/** Every invariant that can be checked on one execution. Pure: the same record gives the same findings. */
export function verifyExecution(stored: StoredExecution, program: Program | null): readonly Finding[] {
  const found = ofEvents.flatMap((check) => check(stored));
  if (found.some(({ invariant }) => invariant === 'I3')) return found;
  if (program === null)
    return [...found, unreadable(stored, 'its definition is not in the catalog, or does not compile')];
  try {
    const state = foldEvents(program, null, { execution: stored.id, events: stored.events });
    return [...found, ...(state === null ? [] : checkState(stored, program, state))];
  } catch (error) {
    return [...found, unreadable(stored, error instanceof Error ? error.message : String(error))];
  }
}

function checkState(stored: StoredExecution, program: Program, state: ExecutionState): readonly Finding[] {
  return ofState.flatMap((check) => check({ ...stored, program, state }));
}

function unreadable({ id }: StoredExecution, why: string): Finding {
  return {
    invariant: 'I4',
    execution: id,
    what: `its events do not fold: ${why}`,
    fix: 'use the version of Baton that wrote it, or report this journal',
  };
}
