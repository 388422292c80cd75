import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DoctorCheck, failed, fine, reasonOf, warning } from './check.ts';

const oldestNode = 24;
const mebibyte = 1024 * 1024;
const scarce = 1024 * mebibyte;
const tooLittle = 64 * mebibyte;

/** Node is new enough. */
export const nodeVersion: DoctorCheck = () => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestNode) return fine('node', `Node ${process.versions.node}`);
  return failed(
    'node',
    `Node ${process.versions.node} is too old`,
    `install Node ${oldestNode} or newer: https://nodejs.org`,
  );
};

/** The database driver that comes with Node works. */
export const sqliteDriver: DoctorCheck = async () => {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(':memory:');
    const version = database.prepare('SELECT sqlite_version() AS version').get()?.['version'];
    database.close();
    return fine('driver', `SQLite ${String(version)}`);
  } catch (error) {
    return failed('driver', reasonOf(error), 'use the Node that comes with `npm install`, or one built with SQLite');
  }
};

/** The data folder can be read and written, or made. */
export const folderAccess: DoctorCheck = (dataDir) => {
  const folder = nearestFolder(dataDir);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const fix = `give yourself the right to it: chmod u+rwx ${folder}, or name another with --data`;
    return failed('folder', `${folder} cannot be written to`, fix);
  }
  if (folder === dataDir) return privacy(dataDir);
  return fine('folder', `${dataDir} does not exist yet; the first \`baton run\` makes it`);
};

/** Everything the workflows see lies in the folder: nobody else should read it. */
function privacy(dataDir: string): ReturnType<typeof fine> {
  const open = process.platform !== 'win32' && (statSync(dataDir).mode & 0o077) !== 0;
  if (!open) return fine('folder', dataDir);
  return warning('folder', `${dataDir} can be entered by other users of this machine`, `chmod 700 ${dataDir}`);
}

/** There is room for the journal to grow. */
export const diskRoom: DoctorCheck = (dataDir) => {
  const { bavail, bsize } = statfsSync(nearestFolder(dataDir));
  const room = bavail * bsize;
  const shown = `${Math.floor(room / mebibyte).toLocaleString('en')} MiB free`;
  if (room >= scarce) return fine('disk', shown);
  const fix = 'make room on the disk, or move the folder and name it with --data';
  return room < tooLittle ? failed('disk', shown, fix) : warning('disk', shown, fix);
};

function nearestFolder(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
