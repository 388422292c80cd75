import type { Answer, Given } from '@batonhq/server/client';
import { api } from './api.ts';

type Route = 'POST /api/executions/bulk';
type BulkOrder = Given<Route>['body'];

/** What can be ordered to many at once. */
export type Verb = BulkOrder['action'];

/** Which executions: those with these ids, or all that are like that. Only open ones are concerned. */
export type BulkFilter = BulkOrder['filter'];

/** Orders it to all that the filter finds; a dry run only counts them. */
export function orderMany(order: BulkOrder): Promise<Answer<Route>> {
  return api.call('POST /api/executions/bulk', { body: order });
}
