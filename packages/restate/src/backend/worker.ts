import { once } from 'node:events';
import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { createEndpointHandler } from '@restatedev/restate-sdk';
import {
  environmentSecrets,
  JsonSchemaCompiler,
  type EgressOptions,
  type FunctionDefinition,
  type Secrets,
} from '@batonhq/engine';
import { Advancing } from '../execution/advance.ts';
import { executionObject } from '../execution/execution-object.ts';
import { Standings } from '../execution/standing.ts';
import { HttpCalls } from '../perform/http-calls.ts';
import { performService } from '../perform/perform-service.ts';
import { forbidsRepeat, performerOf } from '../perform/performer.ts';
import { Performing } from '../perform/performing.ts';
import type { PostgresJournal } from '../postgres/postgres-journal.ts';
import { EgressClient, FunctionRegistry, type Programs } from '@batonhq/engine/parts';
import { registerDeployment } from './register-deployment.ts';

/** What a worker serves, and where. */
export interface WorkerOptions {
  /** Address of Restate's admin API: the worker registers itself there. */
  readonly admin: string;
  /** Where to listen; any free port of the loopback interface by default. */
  readonly listen?: { readonly host?: string; readonly port?: number };
  readonly functions?: readonly FunctionDefinition[];
  /** What requests from definitions may reach beyond the public internet, and how long they may take. */
  readonly egress?: EgressOptions;
  /** `BATON_SECRET_<NAME>` of the environment by default. */
  readonly secrets?: Secrets;
  /** Something that somebody should know: what the Restate SDK reports. A process warning by default. */
  readonly onWarning?: (message: string) => void;
}

/** What a worker shares with the rest of its process. */
export interface WorkerParts {
  readonly journal: PostgresJournal;
  readonly programs: Programs;
}

/** Serves executions to a Restate server until it is closed. */
export interface Worker {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts to serve, and tells Restate where. */
export async function startWorker(options: WorkerOptions, { journal, programs }: WorkerParts): Promise<Worker> {
  const { admin, listen = {}, functions = [], secrets = environmentSecrets(), onWarning = warnProcess } = options;
  const registry = new FunctionRegistry(new JsonSchemaCompiler());
  for (const definition of functions) registry.register(definition);
  const egress = new EgressClient(options.egress);
  const programOf = (hash: string): ReturnType<Programs['byHash']> => programs.byHash(hash);
  const standings = new Standings({ journal, programOf });
  const now = (): number => Date.now();
  const performing = new Performing({
    journal,
    standings,
    now,
    performer: performerOf({ registry, http: new HttpCalls(egress, secrets) }),
    forbidsRepeat: (effect) => forbidsRepeat(registry, effect),
  });
  const advancing = new Advancing({
    journal,
    standings,
    now,
    programOf,
    findDefinition: async (child) => (await programs.find(child))?.reference ?? null,
    abandoned: (execution, steps) => performing.abandon(execution, steps),
  });
  const handler = createEndpointHandler({
    services: [executionObject(advancing), performService(performing)],
    logger: ({ level }, ...message: readonly unknown[]) => {
      if (level === 'warn' || level === 'error') onWarning(message.map(String).join(' '));
    },
  });
  const server = createServer(handler);
  const { host = '127.0.0.1', port = 0 } = listen;
  const serving = await serve(server, { host, port });
  await registerDeployment(admin, `http://${host}:${serving.port}`);
  return serving;
}

async function serve(
  server: Http2Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Worker> {
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : port,
    close: async () => {
      server.close();
      for (const session of sessions) session.destroy();
      await once(server, 'close');
    },
  };
}

function warnProcess(message: string): void {
  process.emitWarning(message, 'BatonRestateWarning');
}
