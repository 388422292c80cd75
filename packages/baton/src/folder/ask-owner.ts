import { isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { ConflictError, controlFetch, EngineUnavailableError, NotAllowedError, NotFoundError } from '@batonhq/engine';
import { RequestError } from '../system/request-error.ts';
import { NobodyServesError } from './nobody-serves-error.ts';

/** A request of the HTTP API. */
export interface OwnerRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** `/api/webhooks` */
  readonly path: string;
  readonly body?: JsonObject;
}

/**
 * Asks the process that owns a folder over its control socket, where the HTTP API answers without a key; fulfils with the
 * JSON of the answer.
 *
 * @throws {NobodyServesError} when there is no such process.
 */
export async function askOwner(dataDir: string, { method = 'GET', path, body }: OwnerRequest): Promise<Json> {
  const answer = await reach(dataDir, path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  const read: Json = text === '' ? null : JSON.parse(text);
  if (!answer.ok) throw errorIn(answer.status, read);
  return read;
}

async function reach(dataDir: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await controlFetch(dataDir)(path, init);
  } catch (error) {
    throw error instanceof EngineUnavailableError ? new NobodyServesError(dataDir) : error;
  }
}

function errorIn(status: number, problem: Json): Error {
  const detail =
    isJsonObject(problem) && typeof problem['detail'] === 'string' ? problem['detail'] : `status ${status}`;
  if (status === 404) return new NotFoundError(detail);
  if (status === 403) return new NotAllowedError(detail);
  if (status === 409) return new ConflictError('different-request', detail);
  return status < 500 ? new RequestError(detail) : new EngineUnavailableError(detail);
}
