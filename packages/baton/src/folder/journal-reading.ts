import { foldEvents, type Program, type Recorded, type StreamJournal } from '@batonhq/core';
import {
  approvalReading,
  budgetReading,
  detailsOf,
  explainDetails,
  explainLimits,
  familyIn,
  limitReading,
  NotFoundError,
  programCompiler,
  readPublishedEvents,
  scheduleReading,
  type ExecutionDetails,
} from '@batonhq/engine';
import type { Reading } from './doors.ts';

/** What is read of a journal. */
type ReadJournal = Pick<StreamJournal, 'read' | 'load' | 'list' | 'listeners' | 'view' | 'definition' | 'streams'>;

/** Answers from a journal alone, while nobody executes. Its events end where the journal ends. */
export function journalReading(journal: ReadJournal): Reading {
  const compile = programCompiler();

  async function details(id: string): Promise<ExecutionDetails> {
    const events = await read(id, 0);
    const program = await familyIn({ journal, compile }, { events });
    const state = program === null ? null : foldEvents(program, null, { execution: id, events });
    if (program === null || state === null) throw new NotFoundError(`there is no execution ${id}`);
    return explainLimits(journal.streams, await explainDetails(journal.streams, detailsOf(program, state, events)));
  }

  async function read(id: string, seq: number): Promise<readonly Recorded[]> {
    const events = await journal.read(id, { seq });
    if (events.length === 0 && seq === 0) throw new NotFoundError(`there is no execution ${id}`);
    return events;
  }

  async function programOf(hash: string): Promise<Program> {
    const entry = await journal.definition(hash);
    if (entry === null) throw new NotFoundError(`there is no definition ${hash}`);
    return compile(entry);
  }

  return {
    details,
    list: (filter = {}) => journal.list(filter),
    publishedEvents: (filter) => readPublishedEvents(journal.streams, filter),
    approvals: approvalReading({ journal, programOf }),
    budgets: budgetReading(journal.streams),
    limits: limitReading(journal.streams),
    schedules: scheduleReading(journal.streams),
    async *events(id, { seq = 0, signal } = {}) {
      for (const recorded of await read(id, seq)) {
        if (signal?.aborted === true) return;
        yield recorded;
      }
    },
  };
}
