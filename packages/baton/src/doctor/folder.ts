import { existsSync } from 'node:fs';
import { JournalMissingError, openSqliteJournal, probeDurability } from '@batonhq/engine';
import { connectToOwner } from '../folder/connect-to-owner.ts';
import { OwnerSilentError } from '../folder/owner-silent-error.ts';
import { type DoctorCheck, failed, fine, reasonOf, warning } from './check.ts';

/** Whether a process owns the folder and answers. */
export const owner: DoctorCheck = async (dataDir) => {
  try {
    const connection = await connectToOwner(dataDir);
    await connection?.close();
    const nobody = 'no process serves the folder; `baton serve` or `baton run` would';
    return fine('owner', connection === null ? nobody : 'a process serves the folder and answers');
  } catch (error) {
    if (error instanceof OwnerSilentError) return failed('owner', error.message, error.hint);
    throw error;
  }
};

/** The journal opens, is sound, and was written by a version that this one understands. */
export const journal: DoctorCheck = async (dataDir) => {
  try {
    const opened = openSqliteJournal({ directory: dataDir, readOnly: true });
    const unfinished = await opened.unfinished();
    await opened.close();
    return fine('journal', `opens and is sound; ${unfinished.length} executions at work`);
  } catch (error) {
    if (error instanceof JournalMissingError) return fine('journal', 'none yet; the first `baton run` makes it');
    return failed('journal', reasonOf(error), 'keep a copy of the folder, then follow the message');
  }
};

/** A commit takes longer than this on a disk that pretends, or on one that is busy with something else. */
const slowCommit = 50;

/** The folder lets commits be durable: a write-ahead log, synced in full, on a disk of this machine. */
export const durability: DoctorCheck = (dataDir) => {
  if (!existsSync(dataDir)) return fine('pragmas', 'looked at when the folder exists');
  try {
    const { commitMilliseconds, network } = probeDurability(dataDir);
    const detail = `write-ahead log, synchronous = FULL, a commit takes ${commitMilliseconds.toFixed(1)} ms`;
    if (network !== null) {
      return warning(
        'pragmas',
        `${dataDir} lies on ${network}: locks and syncs over a network are not reliable`,
        'move the folder to a disk of this machine and name it with --data',
      );
    }
    if (commitMilliseconds <= slowCommit) return fine('pragmas', detail);
    return warning('pragmas', detail, 'use a faster disk, or look what keeps this one busy');
  } catch (error) {
    return failed('pragmas', reasonOf(error), 'move the folder to a local file system and name it with --data');
  }
};

/** The clock did not go back since the last event: durations and timers rest on it. */
export const clock: DoctorCheck = async (dataDir) => {
  try {
    const opened = openSqliteJournal({ directory: dataDir, readOnly: true });
    const [newest] = await opened.list({ limit: 1 });
    await opened.close();
    const ahead = Math.max(newest?.startedAt ?? 0, newest?.endedAt ?? 0) - Date.now();
    if (ahead < 1_000) return fine('clock', new Date().toISOString());
    const detail = `the newest execution is ${Math.ceil(ahead / 1_000)} s in the future`;
    return warning('clock', detail, 'set the clock of this machine; until then timers are late by as much');
  } catch {
    // Said by the check of the journal.
    return fine('clock', new Date().toISOString());
  }
};
