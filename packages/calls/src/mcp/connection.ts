import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ToolListChangedNotificationSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import type { OutsideCall } from '@batonhq/engine';
import type { ServerDescription } from './server-description.ts';

/** How much of what a server says on its error output is kept for the fault that tells of its end. */
const keptOutput = 2_000;
const mostPages = 100;

/** What is needed to reach a server. */
export interface Opening {
  readonly server: ServerDescription;
  readonly client: { readonly name: string; readonly version: string };
  readonly call: OutsideCall;
}

/** An initialised connection to one server, used by the calls of one execution. */
export class Connection {
  readonly client: Client;
  /** Set when the other side is gone; the connection is of no use then. */
  isClosed = false;
  /** Calls that are using it. */
  users = 0;
  #transport: Transport | null = null;
  #call: OutsideCall;
  #errors = '';
  #tools: Promise<readonly Tool[]> | null = null;

  private constructor({ client, call }: Opening) {
    this.client = new Client({ ...client }, { capabilities: {} });
    this.#call = call;
  }

  /** Starts or reaches the server and initialises the protocol. Rejects with whatever went wrong. */
  static async open(opening: Opening): Promise<Connection> {
    const connection = new Connection(opening);
    try {
      await connection.#connect(opening.server, opening.call.signal);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** The last of what the server wrote to its error output. */
  get errors(): string {
    return this.#errors.trim();
  }

  /** From now on requests prove themselves as this call does. */
  use(call: OutsideCall): void {
    this.#call = call;
  }

  /** The tools of the server, asked for once; what they announce about their output is checked from then on. */
  async tools(options: { readonly timeout: number; readonly signal: AbortSignal }): Promise<readonly Tool[]> {
    this.#tools ??= this.#listTools(options);
    try {
      return await this.#tools;
    } catch (error) {
      this.#tools = null;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.#transport instanceof StreamableHTTPClientTransport)
      await this.#transport.terminateSession().catch(() => undefined);
    await this.client.close().catch(() => undefined);
  }

  async #connect(server: ServerDescription, signal: AbortSignal): Promise<void> {
    const transport = this.#transportTo(server);
    this.#transport = transport;
    this.client.onclose = () => {
      this.isClosed = true;
    };
    this.client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      this.#tools = null;
    });
    await this.client.connect(transport, { signal });
  }

  #transportTo(server: ServerDescription): StdioClientTransport | StreamableHTTPClientTransport {
    if (server.kind === 'http') {
      const headers = { ...server.headers };
      const fetch = async (url: string | URL, init?: RequestInit): Promise<Response> => this.#fetch(url, init);
      return new StreamableHTTPClientTransport(server.url, { fetch, requestInit: { headers } });
    }
    const transport = new StdioClientTransport({
      command: server.command,
      args: [...server.arguments],
      env: { ...server.environment },
      stderr: 'pipe',
    });
    transport.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = `${this.#errors}${chunk.toString('utf8')}`.slice(-keptOutput);
    });
    return transport;
  }

  async #fetch(url: string | URL, init?: RequestInit): Promise<Response> {
    const { lasting, credentials } = this.#call;
    const send = credentials.call === undefined ? lasting.fetch : lasting.fetchAs(credentials.call);
    return send(url, init);
  }

  async #listTools(options: { readonly timeout: number; readonly signal: AbortSignal }): Promise<readonly Tool[]> {
    const tools: Tool[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const listed = await this.client.listTools(cursor === undefined ? {} : { cursor }, options);
      tools.push(...listed.tools);
      cursor = listed.nextCursor;
      if (cursor === undefined) break;
    }
    return tools;
  }
}
