import { openReader } from './connection.ts';
import { inspect, inspectFile, namingDamage } from './inspection.ts';
import { text } from './rows.ts';
import { SqliteDamagedError } from './sqlite-damaged-error.ts';

/** Reads a journal file from its beginning to its end and throws when it is not a sound journal of ours. */
export function checkWholeFile(file: string): void {
  inspectFile(file);
  namingDamage(file, () => {
    const database = openReader(file);
    try {
      inspect(database, file, 'absent');
      const verdict = database.prepare('PRAGMA integrity_check(1)').get() ?? {};
      if (text(verdict, 'integrity_check') !== 'ok') {
        throw new SqliteDamagedError(`${file}: ${text(verdict, 'integrity_check')}`);
      }
    } finally {
      database.close();
    }
  });
}
