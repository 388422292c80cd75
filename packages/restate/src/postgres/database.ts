import pg from 'pg';
import type { Row } from './rows.ts';

/** Where the journal lives. */
export interface PostgresOptions {
  /** `postgresql://user:password@host:port/database`. */
  readonly address: string;
  /** The schema that holds the tables, `baton` by default. */
  readonly schema?: string;
  /** Connections for reading, 4 by default; there is one more, which writes. */
  readonly readers?: number;
}

/** A statement that is prepared once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const int8 = 20;

/** Milliseconds until an attempt to connect is given up. */
const connectTimeout = 5_000;

/** Two pools on one database: one connection that writes, some that read. */
export class Database {
  readonly schema: string;
  readonly #writer: pg.Pool;
  readonly #readers: pg.Pool;
  #ended: Promise<void> | null = null;

  constructor({ address, schema = 'baton', readers = 4 }: PostgresOptions) {
    this.schema = schema;
    const common: pg.PoolConfig = {
      connectionString: address,
      connectionTimeoutMillis: connectTimeout,
      application_name: 'baton',
      // A commit that was answered is on the disk, whatever the server's own default is.
      options: `-c synchronous_commit=on -c search_path=${quoted(schema)}`,
      types: { getTypeParser: parserOf },
      allowExitOnIdle: true,
    };
    this.#writer = poolOf({ ...common, max: 1 });
    this.#readers = poolOf({ ...common, max: readers });
  }

  /** Executes on the connection that writes; one after the other. */
  async write(statement: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    return rowsOf(this.#writer, statement, values);
  }

  async read(statement: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    return rowsOf(this.#readers, statement, values);
  }

  /** Executes statements without parameters, on the connection that writes. */
  async execute(text: string): Promise<void> {
    await this.#writer.query(text);
  }

  close(): Promise<void> {
    this.#ended ??= Promise.all([this.#writer.end(), this.#readers.end()]).then(() => undefined);
    return this.#ended;
  }
}

/** A name as an identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function rowsOf(pool: pg.Pool, { name, text }: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await pool.query<Row>({ name, text, values: [...values] });
  return rows;
}

/** Times and positions are int8 and fit into a JavaScript number. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === int8 && format !== 'binary') return Number;
  const parser: (value: string) => unknown = pg.types.getTypeParser(oid, 'text');
  return parser;
}

function poolOf(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', () => {}); // An idle connection that ends is replaced by the pool; there is nobody to tell.
  return pool;
}
