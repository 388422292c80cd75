import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { fault, FaultError, type JsonObject, type Pin } from '@batonhq/core';
import {
  EgressFailedError,
  EgressRefusedError,
  LostCallError,
  UnavailableCallError,
  type OutsideCall,
} from '@batonhq/engine';
import { commandLine, isAllowed } from '../command-line.ts';
import type { Opening } from './connection.ts';
import { Connections } from './connections.ts';
import { McpRequest } from './mcp-request.ts';
import { clientOf, describeServer, type ServerDescription } from './server-description.ts';

/** Performs `call: mcp`: the output is the JSON-RPC result; a tool that reports an error is a fault. */
export class McpCalls {
  readonly #connections = new Connections();
  readonly #allowed: readonly string[];

  /** `allowed` are the command lines of servers that may be started. */
  constructor(allowed: readonly string[]) {
    this.#allowed = allowed;
  }

  /** What the tool of a call looks like now: asked over a connection of its own. */
  async describe(call: OutsideCall): Promise<Pin | undefined> {
    const opening = this.#opening(call);
    try {
      return await this.#connections.use(opening, async (connection) => new McpRequest(call, connection).describe());
    } finally {
      await this.#connections.drop(opening);
    }
  }

  async call(call: OutsideCall): Promise<unknown> {
    checkVersion(call.arguments);
    const opening = this.#opening(call);
    try {
      return await this.#ask(opening);
    } catch (error) {
      const isHeld = error instanceof UnavailableCallError;
      if (isHeld || isWorthAnother(error)) await this.#connections.drop(opening);
      if (!isWorthAnother(error)) throw explained(error, opening);
      return this.#ask(opening).catch((again: unknown) => {
        throw explained(again, opening);
      });
    }
  }

  /** Ends connections, and with them the servers that were started. */
  async close(): Promise<void> {
    await this.#connections.close();
  }

  #opening(call: OutsideCall): Opening {
    const { arguments: given } = call;
    const server = describeServer(given);
    if (server.kind === 'stdio') checkAllowed(server, this.#allowed);
    return { server, client: clientOf(given), call };
  }

  async #ask(opening: Opening): Promise<unknown> {
    return this.#connections.use(opening, async (connection) => new McpRequest(opening.call, connection).send());
  }
}

/** The server does not know the session any more, or a kept one ended: nothing was done, or doing it again is harmless. */
function isWorthAnother(error: unknown): boolean {
  if (error instanceof LostCallError) return error.isRepeatable;
  return error instanceof StreamableHTTPError && error.code === 404;
}

const asTheyAre = [FaultError, LostCallError, UnavailableCallError, EgressFailedError, EgressRefusedError];

/** A server that could not be started or reached. */
function explained(error: unknown, { server }: Opening): unknown {
  if (!(error instanceof Error) || asTheyAre.some((kind) => error instanceof kind)) return error;
  const where = server.kind === 'stdio' ? commandLine(server.command, server.arguments) : server.url.origin;
  return new FaultError(fault('communication', `the MCP server ${where} cannot be used: ${error.message}`));
}

function checkVersion(given: JsonObject): void {
  const { protocolVersion: version } = given;
  if (version === undefined || SUPPORTED_PROTOCOL_VERSIONS.some((known) => known === version)) return;
  const known = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
  throw new FaultError(fault('configuration', `MCP ${JSON.stringify(version)} is not supported; these are: ${known}`));
}

/** Nothing is started that nobody has seen: the whole command is in the message, and allowed word by word. */
function checkAllowed(server: ServerDescription & { readonly kind: 'stdio' }, allowed: readonly string[]): void {
  const line = commandLine(server.command, server.arguments, Object.keys(server.environment));
  if (isAllowed(line, allowed)) return;
  const how = `allow it with calls.mcpServers or --allow-mcp ${commandLine(line, [])}`;
  throw new UnavailableCallError(`the MCP server \`${line}\` may not be started; ${how}`);
}
