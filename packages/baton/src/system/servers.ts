import type { ControlOrder } from '@batonhq/engine';
import type { ApiHost, AgentDirectory, AuditLog } from '@batonhq/server';
import type { Owner } from '../folder/owner.ts';
import { agentDirectory } from './directory/agent-directory.ts';
import type { RegisteredAgents } from './register-agents.ts';
import type { ServeOptions, Serving, SystemParts } from './serve-api.ts';

/** What servers of a system are made of. */
interface ServerParts extends Omit<SystemParts, 'agents' | 'audit'> {
  readonly agents: RegisteredAgents;
}

/** The HTTP APIs of a system: they end with it. */
export function serversOn(owner: () => Owner, { agents, ...parts }: ServerParts) {
  const served = new Set<Serving>();
  let hosting: Promise<ApiHost> | null = null;
  const directory = (): AgentDirectory =>
    agentDirectory({ dataDir: parts.dataDir, journal: owner().journal, agents, functions: () => owner().functions() });
  let auditing: AuditLog | null = null;
  const audit = async (): Promise<AuditLog> => {
    const { AuditLog: Book } = await import('@batonhq/server');
    return (auditing ??= new Book(owner().journal.streams, Date.now));
  };
  // What serves takes long to load, and most commands need none.
  const host = async (): Promise<ApiHost> => {
    const { hostOf } = await import('./serve-api.ts');
    const book = await audit();
    hosting ??= hostOf(owner(), { ...parts, agents: directory(), audit: book });
    return hosting;
  };
  let socket: ((request: Request) => Response | Promise<Response>) | null = null;
  return {
    async serve(options: ServeOptions = {}): Promise<Serving> {
      const { serveApi } = await import('./serve-api.ts');
      const serving = await serveApi(await host(), options);
      served.add(serving);
      return serving;
    },
    /** Answers all that comes over the control socket but what one process asks the engine of another. */
    async answer(request: Request): Promise<Response> {
      const { socketApi } = await import('./serve-api.ts');
      socket ??= socketApi(await host()).fetch;
      return socket(request);
    },
    /** Writes down what somebody ordered over the control socket. */
    async tell(order: ControlOrder): Promise<void> {
      const { tellOrder } = await import('./serve-api.ts');
      await tellOrder(await audit(), order);
    },
    async close(): Promise<void> {
      for (const serving of served) await serving.close();
    },
  };
}
