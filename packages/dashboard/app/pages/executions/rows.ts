import type { ExecutionView } from '../../client.ts';

/** Executions of one page of the list. */
export const pageLength = 200;

/**
 * The rows after the newest page came once more: what it has is newer than what is known, what is older than its last one
 * stays. When more has begun than fits a page, what is known has no end to join it to, and goes.
 */
export function withNewest(
  known: readonly ExecutionView[],
  newest: readonly ExecutionView[],
): readonly ExecutionView[] {
  const last = newest.at(-1);
  if (last === undefined || newest.length < pageLength) return newest;
  const place = known.findIndex(({ id }) => id === last.id);
  return place === -1 ? newest : [...newest, ...known.slice(place + 1)];
}

/** The rows with a page of older ones behind them, each once. */
export function withOlder(known: readonly ExecutionView[], older: readonly ExecutionView[]): readonly ExecutionView[] {
  const [first] = older;
  const place = known.findIndex(({ id }) => id === first?.id);
  return place === -1 ? [...known, ...older] : [...known.slice(0, place), ...older];
}
