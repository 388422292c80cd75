import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './client.ts';

/** What is asked again when an answer did not come: twice, and never what the server refused. */
const mostRetries = 2;

/** What pages asked for and got. When the server knows nobody by this session any more, whoever is there signs in again. */
export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error, { queryKey }) {
        if (isSignedOut(error) && queryKey[0] !== 'who') void queries.resetQueries({ queryKey: ['who'] });
      },
    }),
    defaultOptions: {
      queries: {
        retry: (count, error) => count < mostRetries && !(error instanceof ProblemError && error.status < 500),
        staleTime: 1_000,
      },
    },
  });
  return queries;
}

/** True when the server says that it does not know who asks. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401;
}
