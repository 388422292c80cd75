import { openJournalReader, verifyFolder } from '@batonhq/engine';
import type { Violation } from '../simulate/effect-checks.ts';
import { countEvents, type EventCounts } from './event-counts.ts';
import type { Programs } from './programs.ts';

/** What a check of a whole folder says. */
export interface FolderCheck {
  readonly violations: readonly Violation[];
  readonly counts: EventCounts;
}

/** Every invariant of everything in a folder, and what happened there. */
export function checkFolder(directory: string, programs: Programs): FolderCheck {
  try {
    const { findings } = verifyFolder({ directory, compile: (entry) => programs.compile(entry) });
    const violations = findings.map(({ invariant, execution, what }) => `${invariant} ${execution}: ${what}`);
    return { violations, counts: countFolder(directory) };
  } catch (error) {
    return { violations: [`I1 the journal cannot be read: ${String(error)}`], counts: countEvents([]) };
  }
}

function countFolder(directory: string): EventCounts {
  const reader = openJournalReader(directory);
  try {
    return countEvents(reader.ids().map((id) => reader.execution(id)));
  } finally {
    reader.close();
  }
}
