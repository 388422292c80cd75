import type { Json, RepeatRule } from '@batonhq/core';
import type { Duration } from './duration.ts';

/** `metadata` of a task as written. Members without a meaning are kept. */
export interface TaskMetadataText {
  readonly risk?: 'low' | 'medium' | 'high';
  readonly approval?: {
    /** jq; without it every execution of the task needs the approval. */
    readonly when?: string;
    readonly roles?: readonly string[];
    readonly quorum?: number;
    readonly expires?: Duration;
  };
  /** The name of a task in `use.functions` that undoes this one. */
  readonly compensate?: string;
  /** What may be done with a step whose outcome was never recorded. */
  readonly repeat?: RepeatRule;
  /** The name of a task in `use.functions` that tells whether this one happened. */
  readonly probe?: string;
  readonly budget?: {
    readonly money?: number;
    readonly tokens?: number;
    readonly calls?: number;
    readonly time?: Duration;
  };
  readonly lock?: { readonly key: string; readonly ttl?: Duration };
  /** 1 to 10, higher first. */
  readonly priority?: number;
  readonly short?: boolean;
  /** Of a `listen`: hear events too that were published so long before it began, or (true) all that are kept. */
  readonly history?: boolean | Duration;
  /** In a branch that comes after others: skip it when one of them gave nothing. */
  readonly requires?: boolean;
  readonly [other: string]: Json | undefined;
}
