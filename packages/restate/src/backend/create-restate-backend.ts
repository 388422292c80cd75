import { jqEvaluator, JsonSchemaCompiler } from '@batonhq/engine';
import { PostgresJournal } from '../postgres/postgres-journal.ts';
import type { PostgresOptions } from '../postgres/database.ts';
import { Commands } from './commands.ts';
import { Programs } from '@batonhq/engine/parts';
import { RestateBackend } from './restate-backend.ts';
import { startWorker, type WorkerOptions } from './worker.ts';

/** What a backend needs. */
export interface RestateBackendOptions {
  /** Address of Restate's ingress. */
  readonly ingress: string;
  readonly postgres: PostgresOptions;
  /** Serves executions in this process too; without it, other processes do. */
  readonly worker?: WorkerOptions;
}

/**
 * Connects to Restate and Postgres, and serves executions when `worker` says so.
 *
 * @example
 * const backend = await createRestateBackend({
 *   ingress: 'http://127.0.0.1:8080',
 *   postgres: { address: 'postgresql://baton@127.0.0.1/baton' },
 *   worker: { admin: 'http://127.0.0.1:9070', functions: [greet] },
 * });
 * const id = await backend.start({ definition: { namespace: 'examples', name: 'hello' } });
 * console.log(await backend.result(id));
 * await backend.close();
 */
export async function createRestateBackend({
  ingress,
  postgres,
  worker,
}: RestateBackendOptions): Promise<RestateBackend> {
  const journal = await PostgresJournal.open(postgres);
  try {
    const programs = new Programs({ journal, evaluator: jqEvaluator(), schemas: new JsonSchemaCompiler() });
    const serving = worker === undefined ? null : await startWorker(worker, { journal, programs });
    return new RestateBackend({
      journal,
      programs,
      commands: new Commands(ingress),
      release: async () => serving?.close(),
    });
  } catch (error) {
    await journal.close();
    throw error;
  }
}
