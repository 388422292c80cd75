import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { client, type ExecutionView } from '../../client.ts';
import { pageLength, withNewest, withOlder } from './rows.ts';
import type { ListFilter } from './search.ts';

/** How often the newest are looked at while they are in sight. */
const often = 2_000;

interface Rows {
  /** Null before the first answer. */
  readonly executions: readonly ExecutionView[] | null;
  readonly hasMore: boolean;
  readonly error: Error | null;
  readonly more: () => void;
}

/** The executions that a filter finds: the newest looked at again and again, older ones once they are scrolled to. */
export function useRows(filter: ListFilter, { isLive }: { readonly isLive: boolean }): Rows {
  const [rows, setRows] = useState<readonly ExecutionView[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [hasMore, setHasMore] = useState(true);
  const isAsking = useRef(false);
  const newest = useQuery({
    queryKey: ['executions', 'newest', filter],
    queryFn: () => client.executions({ ...filter, limit: pageLength }),
    refetchInterval: isLive ? often : false,
  });
  const head = newest.data?.executions;
  useEffect(() => {
    if (head !== undefined) setRows((known) => (known === null ? head : withNewest(known, head)));
  }, [head]);
  const more = async (before: string): Promise<void> => {
    isAsking.current = true;
    try {
      const { executions } = await client.executions({ ...filter, before, limit: pageLength });
      setHasMore(executions.length === pageLength);
      setRows((known) => withOlder(known ?? [], executions));
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new TypeError(String(thrown)));
    } finally {
      isAsking.current = false;
    }
  };
  const executions = rows ?? head ?? null;
  const last = executions?.at(-1)?.id;
  return {
    executions,
    hasMore: hasMore && (executions?.length ?? 0) >= pageLength,
    error: newest.error ?? error,
    more() {
      if (!isAsking.current && last !== undefined) void more(last);
    },
  };
}
