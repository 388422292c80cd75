import { createClient, ProblemError as Refusal, type Answer, type RouteName } from '@batonhq/server/client';
import { ProblemError } from '../client.ts';

const api = createClient({ url: '' });

/**
 * Asks a route of the API, typed by its own description.
 *
 * @throws {ProblemError} when the server refuses.
 */
export async function call<Route extends RouteName>(
  ...asked: Parameters<typeof api.call<Route>>
): Promise<Answer<Route>> {
  try {
    return await api.call<Route>(...asked);
  } catch (error) {
    throw error instanceof Refusal ? new ProblemError(error.status, error.message, error.problem) : error;
  }
}
