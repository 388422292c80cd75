import { RestateUnavailableError } from './restate-unavailable-error.ts';

/**
 * Tells Restate that its objects and services are served at this address. An address that is known already is looked at
 * again: what it serves may have changed.
 *
 * @throws {RestateUnavailableError} when Restate does not take it.
 */
export async function registerDeployment(admin: string, uri: string): Promise<void> {
  const response = await fetch(new URL('/deployments', admin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri, force: true }),
  }).catch((cause: unknown) => {
    throw new RestateUnavailableError(`nobody answers at ${admin}`, { cause });
  });
  if (response.ok) return;
  throw new RestateUnavailableError(`Restate refused the worker at ${uri}: ${await response.text()}`);
}
