import { programHashes, withRevisions, type CatalogEntry, type Program, type Recorded } from '@batonhq/core';
import type { Finding, StoredExecution } from './examined.ts';
import { type JournalReader, openJournalReader } from './journal-reader.ts';
import { verifyStream } from './fact-streams.ts';
import { verifyBudget } from './verify-budget.ts';
import { verifyLimit } from './verify-limit.ts';
import { verifyExecution } from './verify-execution.ts';
import { verifyTogether } from './verify-together.ts';
import { verifySchedule } from './verify-schedule.ts';

/** What a check of a whole journal found. */
export interface Verification {
  readonly executions: number;
  readonly events: number;
  readonly findings: readonly Finding[];
}

/** What to check, and how. */
export interface VerifyOptions {
  /** The data folder. Its owner may be at work. */
  readonly directory: string;
  /** Makes a program of a published definition. */
  readonly compile: (entry: CatalogEntry) => Program;
  /** Told after each execution. */
  readonly checked?: (done: { readonly executions: number; readonly of: number }) => void;
}

/**
 * Checks every invariant on every execution of a journal, without changing anything.
 *
 * @example
 * const { findings } = verifyFolder({ directory: '.baton', compile });
 */
export function verifyFolder({ directory, compile, checked }: VerifyOptions): Verification {
  const opened = open(directory);
  if ('what' in opened) return { executions: 0, events: 0, findings: [opened] };
  try {
    const ids = opened.ids();
    const programs = programsOf(opened, compile);
    let events = 0;
    const found = ids.flatMap((id, index) => {
      const result = verifyOne(opened, id, programs);
      events += result.events;
      checked?.({ executions: index + 1, of: ids.length });
      return result.findings;
    });
    return { executions: ids.length, events, findings: [...structural(opened), ...found, ...streamFindings(opened)] };
  } finally {
    opened.close();
  }
}

/** A journal that cannot be opened is a finding too, save when there is none. */
function open(directory: string): JournalReader | Finding {
  try {
    return openJournalReader(directory);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SqliteDamagedError') throw error;
    return damaged(null, error.message);
  }
}

function structural(reader: JournalReader): readonly Finding[] {
  return reader.structure().map((problem) => damaged(null, `the database file: ${problem}`));
}

function streamFindings(reader: JournalReader): readonly Finding[] {
  return reader.factStreams().flatMap((stream) => {
    try {
      const stored = reader.factStream(stream);
      return [
        ...verifyStream(stored),
        ...verifySchedule(stored),
        ...verifyBudget(stored),
        ...verifyLimit(stored),
        ...verifyTogether(stored),
      ];
    } catch (error) {
      return [damaged(null, error instanceof Error ? error.message : String(error))];
    }
  });
}

/** I1: what was acknowledged is there, unchanged: each row carries the check sum it was written with. */
function damaged(execution: string | null, what: string): Finding {
  return { invariant: 'I1', execution, what, fix: 'stop Baton, keep a copy of the folder, and restore a backup' };
}

type Programs = (hash: string) => Program | null;

/** The program that an execution began with, together with those by which people let it go on. */
function familyAmong(events: readonly Recorded[], programs: Programs): Program | null {
  const [first, ...others] = programHashes({ events }).map(programs);
  return first === undefined || first === null
    ? null
    : withRevisions(
        first,
        others.filter((one) => one !== null),
      );
}

function programsOf(reader: JournalReader, compile: VerifyOptions['compile']): Programs {
  const known = new Map<string, Program | null>();
  return (hash) => {
    const found = known.get(hash);
    if (found !== undefined) return found;
    const program = compiled(reader, hash, compile);
    known.set(hash, program);
    return program;
  };
}

function compiled(reader: JournalReader, hash: string, compile: VerifyOptions['compile']): Program | null {
  try {
    const entry = reader.definition(hash);
    return entry === null ? null : compile(entry);
  } catch {
    // Said by `verifyExecution`, once for each execution that cannot be checked because of it.
    return null;
  }
}

function verifyOne(reader: JournalReader, id: string, programs: Programs): Pick<Verification, 'events' | 'findings'> {
  let stored: StoredExecution;
  try {
    stored = reader.execution(id);
  } catch (error) {
    return { events: 0, findings: [damaged(id, error instanceof Error ? error.message : String(error))] };
  }
  const program = familyAmong(stored.events, programs);
  return { events: stored.events.length, findings: verifyExecution(stored, program) };
}
