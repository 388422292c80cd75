import { restoreSqliteJournal, type Restored, type RestoreOptions } from '@batonhq/engine';
import { verifyDataDir } from '../../doctor/verify-data-dir.ts';
import { suspendOpen } from '../../folder/suspend-open.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf, dataOption } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import { operator } from './control.ts';

/** A backup whose events contradict each other is not put in anybody's way. */
class UnsoundBackupError extends Error {
  override readonly name = 'UnsoundBackupError';
  readonly hint = 'use another backup; nothing was replaced';
}

/** A damaged backup is told by the name that was given, not by that of the copy that was looked at. */
function restored(order: RestoreOptions): Restored {
  try {
    return restoreSqliteJournal(order);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'SqliteDamagedError') throw error;
    const what = /^the journal is damaged: (?:\S*journal\.db )?(?<what>.*?);/.exec(error.message)?.groups?.['what'];
    const damage = what === undefined ? '' : what.startsWith(order.file) ? `: ${what}` : `: it ${what}`;
    throw new UnsoundBackupError(`${order.file} is no backup, or a damaged one${damage}`);
  }
}

/** `baton restore FILE`. */
export const restore: Action = async (typed, { data, talk, json }) => {
  const [file = ''] = typed.positionals;
  const dataDir = dataDirOf(typed);
  const { replaced } = restored({ file, directory: dataDir, replace: typed.has('force'), verify });
  const { executions: suspended, schedules: paused } = typed.has('go-on')
    ? { executions: [], schedules: [] }
    : await suspendOpen(dataDir, {
        by: operator(),
        reason: 'restored from a backup: what happened after it is unknown',
      });
  if (json) {
    data.line(plainJson({ dataDir, replaced, suspended, paused }));
    return exitCodes.ok;
  }
  talk.line(`${plainLine(dataDir)} is as it was when ${plainLine(file)} was written`);
  if (replaced !== null) talk.line(`  before   kept in ${plainLine(replaced)}`);
  if (suspended.length > 0) {
    talk.line(`  ${suspended.length} open suspended, because what they did after the backup is not in it:`);
    talk.line(`  look     baton list --phase suspended${dataOption(typed)}, then baton resume ID`);
  }
  if (paused.length > 0) {
    talk.line(`  ${paused.length} schedules paused, because what they started after the backup is not in it:`);
    talk.line(`  look     baton schedules${dataOption(typed)}, then baton schedules resume ID`);
  }
  return exitCodes.ok;
};

function verify(directory: string): void {
  const { findings } = verifyDataDir(directory, () => undefined);
  const [first] = findings;
  if (first === undefined) return;
  throw new UnsoundBackupError(
    `the backup breaks ${findings.length} invariants, first ${first.invariant}: ${first.what}`,
  );
}
