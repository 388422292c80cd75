import { ask } from '../client.ts';

/** What can be ordered to many at once. */
export type Verb = 'pause' | 'resume' | 'cancel';

/** Which executions: those with these ids, or all that are like that. Only open ones are concerned. */
export interface BulkFilter {
  readonly ids?: readonly string[];
  readonly phase?: readonly string[];
  readonly text?: string;
  readonly since?: number;
}

export interface BulkOrder {
  readonly action: Verb;
  readonly filter: BulkFilter;
  /** Only count them. */
  readonly dryRun: boolean;
}

interface BulkOutcome {
  readonly matched: number;
  readonly done: number;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}

export function orderMany(order: BulkOrder): Promise<BulkOutcome> {
  return ask('/api/executions/bulk', { method: 'POST', body: order });
}
