import type { DatabaseSync, StatementSync } from 'node:sqlite';

const opening = 'BEGIN IMMEDIATE';
const closing = 'COMMIT';

/** Runs work in a transaction, all or nothing. */
export class Transaction {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare(opening);
    this.#commit = database.prepare(closing);
  }

  /** Durable when it returns; when it throws, nothing of it was done. */
  run(work: () => void): void {
    this.#begin.run();
    try {
      work();
      this.#commit.run();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** A part of the transaction that can fail alone. */
  nested(work: () => void): void {
    this.#database.exec('SAVEPOINT part');
    try {
      work();
      this.#database.exec('RELEASE part');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK TO part; RELEASE part');
      throw error;
    }
  }
}
