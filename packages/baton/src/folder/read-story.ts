import { programHashes, withRevisions, type Program, type Recorded } from '@batonhq/core';
import { NotFoundError, openJournalReader, programCompiler, verifyExecution, type Finding } from '@batonhq/engine';

/** What the journal of a folder tells about one execution. */
export interface Story {
  readonly id: string;
  readonly events: readonly Recorded[];
  /** What it executes; null when its definition is gone. */
  readonly program: Program | null;
  /** Where the journal contradicts itself. */
  readonly findings: readonly Finding[];
}

/**
 * Reads an execution from the journal of a folder, whoever owns that, and folds it again.
 *
 * @throws {NotFoundError} when there is no such execution.
 */
export function readStory(dataDir: string, id: string): Story {
  const reader = openJournalReader(dataDir);
  try {
    const stored = reader.execution(id);
    const first = stored.events[0]?.event;
    if (first === undefined) throw new NotFoundError(`there is no execution ${id}`);
    const compile = programCompiler();
    const programs = programHashes({ events: stored.events }).map((hash) => {
      const entry = reader.definition(hash);
      return entry === null ? null : compile(entry);
    });
    const [base = null, ...others] = programs;
    const program =
      base === null
        ? null
        : withRevisions(
            base,
            others.filter((one) => one !== null),
          );
    return { id, events: stored.events, program, findings: verifyExecution(stored, program) };
  } finally {
    reader.close();
  }
}
