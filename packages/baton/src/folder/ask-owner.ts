import { ConflictError, controlFetch, EngineUnavailableError, NotAllowedError, NotFoundError } from '@batonhq/engine';
import type { Client } from '@batonhq/server/client';
import { RequestError } from '../system/request-error.ts';
import { nobodyAnswers } from './check-folder.ts';

/**
 * Asks the process that owns a folder, over its control socket, where the HTTP API answers without a key.
 *
 * @throws {NobodyServesError} when there is no such process, {OwnerOfOthersError} when this user may not talk to it.
 * @example
 * const { keys } = await askOwner('.baton', (owner) => owner.call('GET /api/keys'));
 */
export async function askOwner<Asked>(dataDir: string, ask: (owner: Client) => Promise<Asked>): Promise<Asked> {
  // Most commands ask nothing of the kind.
  const { createClient, ProblemError } = await import('@batonhq/server/client');
  try {
    return await ask(createClient({ url: '', fetch: controlFetch(dataDir) }));
  } catch (error) {
    if (error instanceof ProblemError) throw refusalOf(error);
    throw error instanceof EngineUnavailableError ? nobodyAnswers(dataDir) : error;
  }
}

function refusalOf({ status, message }: { readonly status: number; readonly message: string }): Error {
  if (status === 404) return new NotFoundError(message);
  if (status === 403) return new NotAllowedError(message);
  if (status === 409) return new ConflictError('different-request', message);
  return status < 500 ? new RequestError(message) : new EngineUnavailableError(message);
}
