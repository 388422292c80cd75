import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { CallToolResultSchema, ErrorCode, McpError, ResultSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';
import { fault, FaultError, type JsonObject, type Pin } from '@batonhq/core';
import { LostCallError, type OutsideCall } from '@batonhq/engine';
import { numberArgument, objectArgument, textArgument } from '../arguments.ts';
import { asJson, checkPin, pinOf } from '../pin.ts';
import { refuseRepeat } from '../refuse-repeat.ts';
import type { Connection } from './connection.ts';

/** Milliseconds to wait for an answer, or for the next sign of progress. */
const usualTimeout = 300_000;

/** One request over a connection. */
export class McpRequest {
  readonly #call: OutsideCall;
  readonly #connection: Connection;
  readonly #method: string;
  readonly #options: RequestOptions & { readonly timeout: number; readonly signal: AbortSignal };

  constructor(call: OutsideCall, connection: Connection) {
    const { arguments: given, signal } = call;
    this.#call = call;
    this.#connection = connection;
    this.#method = textArgument(given, 'method');
    this.#options = {
      signal,
      timeout: numberArgument(given, 'timeout') ?? usualTimeout,
      resetTimeoutOnProgress: given['timeout'] === undefined,
      onprogress: ({ progress, total, message = 'progress' }) => {
        call.log(message, { progress, ...(total !== undefined && { total }) });
      },
    };
  }

  /** Rejects with a `FaultError`, with `LostCallError`, or with what the transport says. */
  async send(): Promise<unknown> {
    const parameters = objectArgument(this.#call.arguments, 'parameters');
    if (this.#method === 'tools/call') return this.#callTool(parameters);
    if (this.#method === 'tools/list' && parameters['cursor'] === undefined) return { tools: await this.#tools() };
    const request = { method: this.#method, params: { ...parameters } };
    return this.#guarded(this.#connection.client.request(request, ResultSchema, this.#options), { isRepeatable: true });
  }

  /** What the tool of the call looks like; undefined for a call of no tool, or of one that is not known yet. */
  async describe(): Promise<Pin | undefined> {
    const { name } = objectArgument(this.#call.arguments, 'parameters');
    if (this.#method !== 'tools/call' || typeof name !== 'string') return undefined;
    return toolPin(await this.#tool(name));
  }

  async #tool(name: string): Promise<Tool> {
    const tool = (await this.#tools()).find((known) => known.name === name);
    if (tool !== undefined) return tool;
    throw new FaultError(fault('configuration', `the MCP server has no tool "${name}"`));
  }

  async #tools(): Promise<readonly Tool[]> {
    const { timeout, signal } = this.#options;
    return this.#guarded(this.#connection.tools({ timeout, signal }), { isRepeatable: true });
  }

  async #callTool(parameters: JsonObject): Promise<unknown> {
    const name = textArgument(parameters, 'name');
    const tool = await this.#tool(name);
    checkPin(this.#call, toolPin(tool), `the tool ${name}`);
    const { readOnlyHint, idempotentHint } = tool.annotations ?? {};
    const hints = { isRepeatable: readOnlyHint === true || idempotentHint === true };
    refuseRepeat(this.#call, hints);
    const params = { name, arguments: { ...objectArgument(parameters, 'arguments') } };
    const asked = this.#connection.client.callTool(params, CallToolResultSchema, this.#options);
    const result = await this.#guarded(asked, hints);
    if (result.isError !== true) return result;
    const said = Array.isArray(result.content) ? result.content.map((part) => ('text' in part ? part.text : '')) : [];
    throw new FaultError(fault('runtime', `the tool ${name} failed: ${said.join(' ').slice(0, 2_000)}`));
  }

  /** An answer that is an error is a fault; no answer is one only where asking again is harmless. */
  async #guarded<T>(asked: Promise<T>, { isRepeatable }: { readonly isRepeatable: boolean }): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof StreamableHTTPError) throw this.#refusal(error);
      if (!(error instanceof McpError)) throw error;
      // Servers use these two codes for errors of their own.
      const isLate = error.code === Number(ErrorCode.RequestTimeout) && isOfClient(error, this.#options.signal);
      const isGone = error.code === Number(ErrorCode.ConnectionClosed) && this.#connection.isClosed;
      if (!isLate && !isGone) throw new FaultError(fault('runtime', `the MCP server answered: ${error.message}`));
      const last = this.#connection.errors;
      const message = `${isLate ? 'the MCP server did not answer in time' : 'the MCP server ended'}${last && `: ${last}`}`;
      if (isLate && isRepeatable) throw new FaultError(fault('timeout', message));
      throw new LostCallError(message, { isRepeatable });
    }
  }

  /** The session is unknown: nothing was done, and whoever asked begins a new one. */
  #refusal(error: StreamableHTTPError): Error {
    const { code = 500 } = error;
    if (code === 404) return error;
    const name = code === 401 ? 'authentication' : code === 403 ? 'authorization' : 'communication';
    return new FaultError(fault(name, `the MCP server refused: ${error.message}`, { status: code }));
  }
}

/** The client gave up waiting: it says how long it did, or was told to. */
function isOfClient({ data }: McpError, signal: AbortSignal): boolean {
  return signal.aborted || (typeof data === 'object' && data !== null && 'timeout' in data);
}

/** All that a tool says of itself: a model reads every word of it, and so should whoever agreed to it. */
function toolPin({ name, title, description, inputSchema, outputSchema, annotations }: Tool): Pin {
  const tool = asJson({ name, title, description, inputSchema, outputSchema, annotations });
  return pinOf(tool, tool);
}
