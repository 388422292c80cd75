import { foldEvents, type Recorded, type StreamJournal } from '@batonhq/core';
import {
  budgetReading,
  detailsOf,
  explainDetails,
  NotFoundError,
  readPublishedEvents,
  scheduleReading,
  type ExecutionDetails,
} from '@batonhq/engine';
import type { Reading } from './doors.ts';
import { programCompiler } from './programs.ts';

/** Answers from a journal alone, while nobody executes. Its events end where the journal ends. */
export function journalReading(journal: Pick<StreamJournal, 'read' | 'list' | 'definition' | 'streams'>): Reading {
  const compile = programCompiler();

  async function details(id: string): Promise<ExecutionDetails> {
    const events = await read(id, 0);
    const first = events[0]?.event;
    const entry = first?.kind === 'execution.started' ? await journal.definition(first.definition.hash) : null;
    const program = entry === null ? null : compile(entry);
    const state = program === null ? null : foldEvents(program, null, { execution: id, events });
    if (program === null || state === null) throw new NotFoundError(`there is no execution ${id}`);
    return explainDetails(journal.streams, detailsOf(program, state, events));
  }

  async function read(id: string, seq: number): Promise<readonly Recorded[]> {
    const events = await journal.read(id, { seq });
    if (events.length === 0 && seq === 0) throw new NotFoundError(`there is no execution ${id}`);
    return events;
  }

  return {
    details,
    list: (filter = {}) => journal.list(filter),
    publishedEvents: (filter) => readPublishedEvents(journal.streams, filter),
    budgets: budgetReading(journal.streams),
    schedules: scheduleReading(journal.streams),
    async *events(id, { seq = 0, signal } = {}) {
      for (const recorded of await read(id, seq)) {
        if (signal?.aborted === true) return;
        yield recorded;
      }
    },
  };
}
