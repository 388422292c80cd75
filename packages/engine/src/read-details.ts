import {
  foldEvents,
  TaskFold,
  withRevisions,
  type ExecutionState,
  type Program,
  type StreamJournal,
} from '@batonhq/core';
import { familyOf } from './catalog/program-family.ts';
import type { Programs } from './catalog/programs.ts';
import { detailsOf } from './details.ts';
import type { ExecutionDetails } from './engine.ts';
import { NotFoundError } from './errors.ts';
import { explainDetails } from './explain-details.ts';
import { eventPages } from './live/event-pages.ts';

/** Where executions and their programs are found. */
interface Shelf {
  readonly journal: StreamJournal;
  readonly programs: Pick<Programs, 'byHash'>;
}

/** Everything that the journal says of an execution. Throws `NotFoundError`. */
export async function readDetails({ journal, programs }: Shelf, id: string): Promise<ExecutionDetails> {
  const fold = new TaskFold();
  let program: Program | null = null;
  let state: ExecutionState | null = null;
  for await (const page of eventPages(journal, id)) {
    const told = await familyOf({ events: page }, (hash) => programs.byHash(hash));
    if (program === null) program = told;
    else if (told !== null) program = withRevisions(program, [told, ...(told.revisions?.values() ?? [])]);
    if (program !== null) state = foldEvents(program, state, { execution: id, events: page });
    fold.add(page);
  }
  if (program === null || state === null) throw new NotFoundError(`there is no execution ${id}`);
  return explainDetails(journal.streams, { ...detailsOf(program, state, []), tasks: fold.tasks() });
}
