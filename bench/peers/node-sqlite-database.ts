import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';

/**
 * LangGraph's own checkpointer, unchanged, on the SQLite that Node brings: its driver would have to be compiled. These
 * are the methods of that driver which the checkpointer calls. A prepared statement is kept, which the driver leaves to its
 * caller: the checkpointer is a little faster here than with its own driver.
 */
class NodeSqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement>();

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec('PRAGMA synchronous = FULL');
  }

  pragma(text: string): void {
    this.#database.exec(`PRAGMA ${text}`);
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = new Statement(this.#database.prepare(sql));
    this.#statements.set(sql, statement);
    return statement;
  }

  transaction<Row extends readonly SQLInputValue[]>(
    body: (rows: readonly Row[]) => void,
  ): (rows: readonly Row[]) => void {
    return (rows) => {
      this.#database.exec('BEGIN');
      try {
        body(rows);
        this.#database.exec('COMMIT');
      } catch (cause) {
        this.#database.exec('ROLLBACK');
        throw cause;
      }
    };
  }

  close(): void {
    this.#database.close();
  }
}

/** The other driver binds `undefined` as NULL. */
class Statement {
  readonly #statement: StatementSync;

  constructor(statement: StatementSync) {
    this.#statement = statement;
  }

  run(...values: readonly (SQLInputValue | undefined)[]): void {
    this.#statement.run(...values.map((value) => value ?? null));
  }

  get(...values: readonly (SQLInputValue | undefined)[]): unknown {
    return this.#statement.get(...values.map((value) => value ?? null));
  }

  all(...values: readonly (SQLInputValue | undefined)[]): readonly unknown[] {
    return this.#statement.all(...values.map((value) => value ?? null));
  }
}

/** A checkpointer with `synchronous = FULL`, and how to close it. */
export function openSaver(path: string): { readonly saver: SqliteSaver; readonly close: () => void } {
  const database = new NodeSqliteDatabase(path);
  const saver = Reflect.construct(SqliteSaver, [database]);
  return { saver, close: () => database.close() };
}
