import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AgentCard, type Task, TaskState } from '@a2a-js/sdk';
import { LegacyJsonRpcTransportHandler } from '@a2a-js/sdk/compat/v0_3/server';
import {
  AgentEvent,
  type AgentExecutor,
  DefaultRequestHandler,
  InMemoryTaskStore,
  JsonRpcTransportHandler,
  ServerCallContext,
} from '@a2a-js/sdk/server';
import { onTestFinished } from 'vitest';

/** An agent as the official SDK makes one, on loopback for the time of a test. */
export interface AgentServer {
  readonly host: string;
  readonly url: string;
  /** JSON-RPC requests as they came. */
  readonly seen: { readonly method: string; readonly params: unknown; readonly authorization: string | undefined }[];
}

/** Says hello, counts in a stream, waits until it is cancelled, or breaks the connection: by the words it gets. */
const executor: AgentExecutor = {
  async execute({ userMessage, taskId, contextId, task }, bus) {
    const text = userMessage.parts.map((part) => (part.content?.$case === 'text' ? part.content.value : '')).join(' ');
    const status = (state: TaskState) => ({ state, message: undefined, timestamp: new Date().toISOString() });
    const about: Task = {
      id: taskId,
      contextId,
      status: status(TaskState.TASK_STATE_WORKING),
      artifacts: [],
      history: [],
      metadata: {},
    };
    bus.publish(AgentEvent.task(task ?? about));
    if (text === 'wait') return;
    bus.publish(
      AgentEvent.artifactUpdate({
        taskId,
        contextId,
        artifact: {
          artifactId: 'a1',
          name: 'greeting',
          description: '',
          parts: [
            {
              content: { $case: 'text', value: `hello, ${text}` },
              metadata: {},
              filename: '',
              mediaType: 'text/plain',
            },
          ],
          metadata: {},
          extensions: [],
        },
        append: false,
        lastChunk: true,
        metadata: {},
      }),
    );
    bus.publish(
      AgentEvent.statusUpdate({ taskId, contextId, status: status(TaskState.TASK_STATE_COMPLETED), metadata: {} }),
    );
    bus.finished();
  },
  async cancelTask(taskId, bus) {
    const status = { state: TaskState.TASK_STATE_CANCELED, message: undefined, timestamp: new Date().toISOString() };
    bus.publish(AgentEvent.statusUpdate({ taskId, contextId: '', status, metadata: {} }));
    bus.finished();
  },
};

/** Starts the agent; `versions` are those its card names. */
export async function agentServer(versions: readonly string[] = ['0.3', '1.0']): Promise<AgentServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const card: AgentCard = {
    name: 'Greeter',
    description: 'says hello',
    version: '1.0.0',
    supportedInterfaces: versions.map((protocolVersion) => ({
      url: `${url}/rpc`,
      protocolBinding: 'JSONRPC',
      protocolVersion,
      tenant: '',
    })),
    provider: undefined,
    capabilities: { streaming: true, pushNotifications: false, extensions: [] },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills: [],
    signatures: [],
  };
  const handler = new DefaultRequestHandler(card, new InMemoryTaskStore(), executor);
  const handlers = { older: new LegacyJsonRpcTransportHandler(handler), newer: new JsonRpcTransportHandler(handler) };
  const seen: AgentServer['seen'] = [];
  server.on('request', (request, response) => {
    void (async () => {
      const body = (await request.setEncoding('utf8').toArray()).join('');
      if (request.url === '/.well-known/agent-card.json') {
        response.end(JSON.stringify(card));
        return;
      }
      const asked: { method: string; params: unknown } = JSON.parse(body);
      seen.push({ ...asked, authorization: request.headers.authorization });
      if (body.includes('break the line')) {
        response.destroy();
        return;
      }
      const version = request.headers['a2a-version'] === '1.0' ? ('1.0' as const) : ('0.3' as const);
      const context = new ServerCallContext({ requestedVersion: version });
      const answer = await handlers[version === '1.0' ? 'newer' : 'older'].handle(body, context);
      if (!(Symbol.asyncIterator in answer)) {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
        return;
      }
      response.setHeader('content-type', 'text/event-stream');
      for await (const event of answer) response.write(`data: ${JSON.stringify(event)}\n\n`);
      response.end();
    })();
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${port}`, url, seen };
}
