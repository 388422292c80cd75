import type { ExecutionFilter, ExecutionView, Fact, Positioned, Recorded } from '@batonhq/core';
import type { PhaseCount } from './execution-list.ts';
import type { FactsAfter } from './fact-reads.ts';

/** A page to read in the other thread. */
export type LongRead =
  | { readonly kind: 'list'; readonly filter: ExecutionFilter }
  | { readonly kind: 'count' }
  | { readonly kind: 'facts'; readonly stream: string; readonly after: FactsAfter }
  | {
      readonly kind: 'read';
      readonly execution: string;
      readonly after: { readonly seq: number; readonly limit: number };
    }
  | { readonly kind: 'readAll'; readonly after: { readonly position: number; readonly limit: number } };

/** What a page holds. */
export interface LongReadRows {
  readonly list: ExecutionView;
  readonly count: PhaseCount;
  readonly facts: Fact;
  readonly read: Recorded;
  readonly readAll: Positioned;
}

/** A request to the other thread. */
export interface LongReadRequest {
  readonly number: number;
  readonly read: LongRead;
}

/** Its answer; `rows` is missing when it could not read. */
export interface LongReadAnswer {
  readonly number: number;
  readonly rows?: readonly unknown[];
}
