import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** How often the server is asked whether it is there, in ms. */
const often = 4_000;

/** Fulfils while the server answers anything at all. */
async function isThere(): Promise<true> {
  await fetch('/api/health/live', { signal: AbortSignal.timeout(often) });
  return true;
}

/** Says, on every page, that what it shows is old because the server does not answer; asks for all of it anew once it does. */
export function LostServer() {
  const cache = useQueryClient();
  const { isError } = useQuery({
    queryKey: ['server is there'],
    queryFn: isThere,
    refetchInterval: often,
    refetchIntervalInBackground: false,
    retry: false,
  });
  const wasLost = useRef(false);
  useEffect(() => {
    if (wasLost.current && !isError) void cache.invalidateQueries();
    wasLost.current = isError;
  }, [cache, isError]);
  return (
    <div className="lost-server" role="status">
      {isError && 'Baton does not answer. What you see is from before; trying again…'}
    </div>
  );
}
