import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ExecutionDroppedError } from './execution-dropped-error.ts';
import { number, text, toColumn } from './rows.ts';

/** Knows which executions were dropped, and what stays of them. */
export class Dropped {
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT * FROM dropped_executions WHERE id = ?');
  }

  /** Throws {@link ExecutionDroppedError} when the execution was dropped. */
  refuse(execution: string): void {
    const row = this.#find.get(toColumn(execution));
    if (row === undefined) return;
    const [dropped, ended] = [number(row, 'dropped_at'), number(row, 'ended_at')].map((at) =>
      new Date(at).toISOString(),
    );
    const name = `${text(row, 'namespace')}/${text(row, 'name')}:${text(row, 'version')}`;
    throw new ExecutionDroppedError(
      `execution ${execution} of ${name} was dropped on ${dropped}: it is ${text(row, 'phase')} since ${ended}, and its ${number(row, 'events')} events are gone`,
    );
  }
}
