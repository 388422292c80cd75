/** A worker in a process of its own, so that it can be killed. Its argument is JSON: {@link WorkerSettings}. */
import { backendFunctions } from '../../testing/src/backend-functions.ts';
import { createRestateBackend, type RestateBackendOptions } from '../src/index.ts';

/** What the process is told. */
export interface WorkerSettings {
  readonly ingress: string;
  readonly admin: string;
  readonly postgres: RestateBackendOptions['postgres'];
  readonly port: number;
  readonly allow: readonly string[];
}

const { ingress, admin, postgres, port, allow }: WorkerSettings = JSON.parse(process.argv[2] ?? '{}');
const backend = await createRestateBackend({
  ingress,
  postgres,
  worker: { admin, listen: { port }, egress: { allow }, functions: backendFunctions, onWarning: () => {} },
});
process.on('disconnect', () => void backend.close().finally(() => process.exit(0)));
process.send?.('ready');
