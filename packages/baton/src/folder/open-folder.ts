import {
  EngineUnavailableError,
  FolderInUseError,
  openSqliteJournal,
  serveControl,
  type OwnedJournal,
} from '@batonhq/engine';
import { setTimeout as pause } from 'node:timers/promises';
import { connectToOwner, type OwnerConnection } from './connect-to-owner.ts';
import { Owner, type OwnerOptions } from './owner.ts';
import { keepRetention } from './keep-retention.ts';

/** The owner answers other processes until this is closed. */
type Served = Awaited<ReturnType<typeof serveControl>>;

/** A folder that is owned by this process, or by another one that answers. */
export type OpenedFolder =
  | { readonly role: 'owner'; readonly owner: Owner; readonly served: Served; readonly keeping: Disposable }
  | { readonly role: 'client'; readonly connection: OwnerConnection };

/** How long an owner that has just started, or is just leaving, is waited for. */
const patience = 5_000;
const between = 50;

/**
 * Takes the folder, or talks to whoever has it.
 *
 * Between a process taking the folder and answering, and between not answering any more and giving it up, neither is
 * possible: then it is tried again for a while.
 *
 * @throws {EngineUnavailableError} when the owner does not answer.
 */
export async function openFolder(dataDir: string, options: OwnerOptions): Promise<OpenedFolder> {
  const end = performance.now() + patience;
  for (;;) {
    const journal = tryToOwn(dataDir);
    if (!(journal instanceof FolderInUseError)) return own(dataDir, journal, options);
    const connection = await connectToOwner(dataDir);
    if (connection !== null) return { role: 'client', connection };
    if (performance.now() > end) throw new EngineUnavailableError(`${journal.message}; it does not answer`);
    await pause(between);
  }
}

function tryToOwn(directory: string): OwnedJournal | FolderInUseError {
  try {
    return openSqliteJournal({ directory });
  } catch (error) {
    if (error instanceof FolderInUseError) return error;
    throw error;
  }
}

async function own(dataDir: string, journal: OwnedJournal, options: OwnerOptions): Promise<OpenedFolder> {
  const owner = new Owner(journal, options);
  try {
    const served = await serveControl(owner, dataDir);
    return { role: 'owner', owner, served, keeping: keepRetention(dataDir, journal, options.onWarning) };
  } catch (error) {
    await owner.close();
    throw error;
  }
}
