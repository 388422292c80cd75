import { quoted, type Database, type Statement } from './database.ts';
import { ForeignSchemaError } from './foreign-schema-error.ts';
import { text } from './rows.ts';
import { schemaVersion, tables } from './schema.ts';

const inspect: Statement = {
  name: 'baton-inspect',
  text: `SELECT value AS version, current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages
    FROM meta WHERE name = 'version'`,
};

/** Makes the tables where they are missing; several processes may do so at the same time. */
export async function openSchema(database: Database): Promise<void> {
  await database.execute(creation(database.schema));
  const [row] = await database.write(inspect, []);
  const version = row === undefined ? 0 : Number(text(row, 'version'));
  if (row === undefined || version > schemaVersion) {
    throw new ForeignSchemaError(
      `schema ${database.schema} holds no journal that this Baton knows (version ${version})`,
    );
  }
  if (text(row, 'fsync') !== 'on' || text(row, 'pages') !== 'on') {
    throw new ForeignSchemaError('the server runs with fsync or full_page_writes off: a crash would lose commits');
  }
}

function creation(schema: string): string {
  const name = quoted(schema);
  return `DO $baton$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('baton ' || ${literal(schema)}));
    IF to_regclass(${literal(`${name}.meta`)}) IS NULL THEN
      CREATE SCHEMA IF NOT EXISTS ${name};
      ${tables}
    END IF;
  END $baton$`;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
