import { request, type IncomingMessage } from 'node:http';
import type { Json, JsonObject } from '@batonhq/core';
import { EngineUnavailableError } from '../errors.ts';
import { errorOf } from './problem.ts';
import { socketPath, throughShortPath } from './socket-path.ts';

/** A request to the owner of a data folder. */
export interface ControlRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** The way to the owner of a data folder: one connection for each request. */
export class ControlConnection {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = socketPath(directory);
  }

  /** Sends a request; fulfils with the JSON that came back, or rejects with the error that the owner told of. */
  async ask(asked: ControlRequest): Promise<Json> {
    const answer = await this.#send(asked);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of answer) chunks.push(Buffer.from(chunk));
    } catch (error) {
      throw unavailable(error);
    }
    return readAnswer(answer, Buffer.concat(chunks).toString('utf8'));
  }

  /** Sends a request and fulfils with the answer as it is, its body as it comes. */
  async respond(asked: ControlRequest): Promise<Response> {
    const answer = await this.#send(asked);
    const { statusCode: status = 0, headers } = answer;
    const named = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    );
    const isEmpty = status === 204 || status === 304;
    if (isEmpty) answer.resume();
    return new Response(isEmpty ? null : ReadableStream.from(answer), {
      status,
      headers: new Headers(Object.fromEntries(named)),
    });
  }

  /** The lines of an answer as they come. */
  async *lines(asked: ControlRequest): AsyncGenerator<string, void> {
    const answer = await this.#send(asked);
    let rest = '';
    try {
      answer.setEncoding('utf8');
      for await (const chunk of answer) {
        const lines = `${rest}${String(chunk)}`.split('\n');
        rest = lines.pop() ?? '';
        yield* lines;
      }
    } catch (error) {
      throw asked.signal?.aborted === true ? error : unavailable(error);
    } finally {
      answer.destroy();
    }
  }

  #send({ method, path, body, headers = {}, signal }: ControlRequest): Promise<IncomingMessage> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    return throughShortPath(this.#path, (short) => {
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      const options = {
        socketPath: short,
        method,
        path,
        headers: { ...(text !== undefined && { 'content-type': type }), ...headers },
        agent: false,
      };
      const outgoing = request({ ...options, ...(signal !== undefined && { signal }) }, resolve);
      outgoing.once('error', (error) => reject(signal?.aborted === true ? error : unavailable(error)));
      outgoing.end(text);
      return promise;
    });
  }
}

function unavailable(error: unknown): EngineUnavailableError {
  return new EngineUnavailableError(
    `nobody answers at the control socket: ${error instanceof Error ? error.message : String(error)}`,
  );
}

function readAnswer({ statusCode = 0 }: IncomingMessage, text: string): Json {
  const value: Json = text === '' ? null : JSON.parse(text);
  if (statusCode >= 200 && statusCode < 300) return value;
  throw errorOf(value);
}
