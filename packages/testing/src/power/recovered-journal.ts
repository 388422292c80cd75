import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '@batonhq/engine';
import { checkFolder } from '../crash/check-folder.ts';
import type { Programs } from '../crash/programs.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import type { Remains } from './simulated-platter.ts';

/** What must be true of what is found. */
export interface Wanted {
  /** Position of the last event that somebody had been told about. */
  readonly acknowledged: number;
  /** Every event that was ever written, in order: what is found must be how this begins. */
  readonly history: readonly string[];
  /** Check every invariant on every execution too, which takes a moment. */
  readonly isThorough: boolean;
  readonly programs: Programs;
}

/** Starts on what is left after a power failure, as the next owner would, and says what is wrong with it. */
export async function examineRemains({ files }: Remains, wanted: Wanted): Promise<readonly Violation[]> {
  const root = mkdtempSync(join(tmpdir(), 'baton-remains-'));
  const directory = join(root, 'data');
  try {
    mkdirSync(directory);
    for (const [file, content] of files) writeFileSync(join(directory, file), content);
    const found = await historyIn(directory);
    const lost = wanted.acknowledged - found.length;
    const wrong = found.findIndex((event, index) => event !== wanted.history[index]);
    const isEmpty = found.length === 0;
    return [
      ...(lost > 0 ? [`I1 ${lost} acknowledged events are lost`] : []),
      ...(wrong < 0 ? [] : [`I3 event ${wrong + 1} of the journal is not what was written there`]),
      ...(wanted.isThorough && !isEmpty ? checkFolder(directory, wanted.programs).violations : []),
    ];
  } catch (error) {
    return [`I1 the journal cannot be opened: ${String(error)}`];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The events in a folder, one text each, read by an owner of the folder. */
export async function historyIn(directory: string): Promise<readonly string[]> {
  const journal = openSqliteJournal({ directory });
  try {
    const all = await journal.readAll({ position: 0, limit: Number.MAX_SAFE_INTEGER });
    return all.map(({ position, execution, recorded }) => JSON.stringify([position, execution, recorded]));
  } finally {
    await journal.close();
  }
}
