import type { Recorded } from '@batonhq/core';
import { NotFoundError, openJournalReader, verifyExecution, type Finding } from '@batonhq/engine';
import { programCompiler } from './programs.ts';

/** The story of an execution, and whether it holds together. */
export interface Replayed {
  readonly events: readonly Recorded[];
  readonly findings: readonly Finding[];
}

/** Reads an execution from the journal of a folder and folds it again. */
export function replayExecution(dataDir: string, id: string): Replayed {
  const reader = openJournalReader(dataDir);
  try {
    const stored = reader.execution(id);
    const first = stored.events[0]?.event;
    if (first === undefined) throw new NotFoundError(`there is no execution ${id}`);
    const entry = first.kind === 'execution.started' ? reader.definition(first.definition.hash) : null;
    const program = entry === null ? null : programCompiler()(entry);
    return { events: stored.events, findings: verifyExecution(stored, program) };
  } finally {
    reader.close();
  }
}
