import { restoreSqliteJournal } from '@batonhq/engine';
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
  readonly hint = 'nothing was replaced; use another backup';
}

/** `baton restore FILE`. */
export const restore: Action = async (typed, { data, talk, json }) => {
  const [file = ''] = typed.positionals;
  const dataDir = dataDirOf(typed);
  const { replaced } = restoreSqliteJournal({ file, directory: dataDir, replace: typed.has('force'), verify });
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
