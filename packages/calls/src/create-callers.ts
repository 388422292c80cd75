import type { Callers } from '@batonhq/engine';
import { Lazy } from './lazy.ts';
import type { CallOptions } from './options.ts';
import { LazyTokens } from './token/lazy-tokens.ts';
import { DocumentCache } from './resource/document-cache.ts';

/**
 * Callers for the protocols and processes of the workflow language, to be given to an engine.
 *
 * Clients are loaded when the first call needs them: who calls nothing pays nothing.
 *
 * @example
 * const engine = await createEngine({ journal, callers: createCallers({ folders: ['./apis'] }) });
 */
export function createCallers({
  folders: files = [],
  mcpServers = [],
  agentKeys: keys = {},
  processes: allowed = {},
}: CallOptions = {}): Callers {
  const documents = new DocumentCache(files);
  const processes = new Lazy(async () => new (await import('./process/processes.ts')).Processes(allowed, files));
  const mcp = new Lazy(async () => new (await import('./mcp/mcp-calls.ts')).McpCalls(mcpServers));
  return {
    protocols: {
      openapi: async (call) => (await import('./openapi/openapi-caller.ts')).callOpenapi(call, documents),
      grpc: async (call) => (await import('./grpc/grpc-calls.ts')).callGrpc(call, files),
      asyncapi: async (call) => (await import('./asyncapi/asyncapi-calls.ts')).callAsyncapi(call, documents),
      a2a: async (call) => (await import('./a2a/a2a-calls.ts')).callA2a(call, { files, keys }),
      mcp: async (call) => (await mcp.get()).call(call),
    },
    processes: {
      script: async (call) => (await processes.get()).script(call),
      shell: async (call) => (await processes.get()).shell(call),
      container: async () => (await processes.get()).container(),
    },
    async describe(call) {
      const { effect } = call;
      if (effect.kind !== 'call') return undefined;
      if (effect.protocol === 'openapi')
        return (await import('./openapi/openapi-caller.ts')).describeOpenapi(call, documents);
      if (effect.protocol === 'a2a') return (await import('./a2a/agent.ts')).describeAgent(call, { files, keys });
      return effect.protocol === 'mcp' ? (await mcp.get()).describe(call) : undefined;
    },
    tokens: new LazyTokens(),
    async close() {
      await processes.ifMade(async (made) => made.close());
      await mcp.ifMade(async (made) => made.close());
    },
  };
}
