/** Copies the log into the database for the process that owns it. Started by `checkpoint-thread.ts`, which says when. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { copyLog } from './copy-log.ts';
import { failureOf, type SqliteFailure } from './sqlite-failure.ts';

const { file }: { readonly file: string } = workerData;
const database = new DatabaseSync(file);
// As with the connection that writes: what is copied is synced before the log that held it is used anew.
database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
const copy = copyLog(database);

function copied(): SqliteFailure | null {
  try {
    copy();
    return null;
  } catch (error) {
    return failureOf(error);
  }
}

parentPort?.on('message', () => parentPort?.postMessage(copied()));
