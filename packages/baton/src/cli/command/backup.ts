import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupSqliteJournal } from '@batonhq/engine';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';

/** `baton backup FILE`. */
export const backup: Action = async (typed, { data, talk, json }) => {
  const [file = ''] = typed.positionals;
  const dataDir = dataDirOf(typed);
  await backupSqliteJournal(dataDir, { file, replace: typed.has('force') });
  const bytes = statSync(file).size;
  if (json) data.line(plainJson({ file, bytes, dataDir }));
  else
    talk.line(
      `${plainLine(file)} has the journal of ${plainLine(dataDir)}, ${bytes.toLocaleString('en')} bytes, read back and sound`,
    );
  const beside = ['plans', 'secrets.json'].filter((name) => existsSync(join(dataDir, name)));
  if (!json && beside.length > 0)
    talk.line(talk.paint.dim(`not in it, copy them too: ${beside.join(', ')} beside the journal`));
  return exitCodes.ok;
};
