import { ControlConnection, type ControlRequest } from './connection.ts';

const methods: readonly ControlRequest['method'][] = ['GET', 'POST', 'PUT', 'DELETE'];

/**
 * `fetch` to the process that owns a data folder, through its control socket: for clients of the HTTP API that take one.
 * Addresses are paths. Rejects with `EngineUnavailableError` when nobody answers.
 *
 * @example
 * const agents = await (await controlFetch('.baton')('/api/agents')).json();
 */
export function controlFetch(directory: string): typeof globalThis.fetch {
  const connection = new ControlConnection(directory);
  return async (input, { method = 'GET', body, headers, signal } = {}) => {
    const path = typeof input === 'string' ? input : '/';
    return connection.respond({
      method: methods.find((one) => one === method) ?? 'GET',
      path,
      headers: Object.fromEntries(new Headers(headers)),
      ...(typeof body === 'string' && { body }),
      ...(signal !== undefined && signal !== null && { signal }),
    });
  };
}
