/** How long finished executions are kept. Without a member nothing is dropped for that reason. */
export interface RetentionPolicy {
  /** Milliseconds after the end. */
  readonly keepFor?: number;
  /** At most so many finished executions, those that ended last. */
  readonly keepLast?: number;
}

/** What a policy drops. */
export interface RetentionReport {
  /** Ids of the executions, the one that ended first first. */
  readonly dropped: readonly string[];
  readonly events: number;
}

/** When and how to apply a policy. */
export interface RetentionOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Only say what would be dropped. Default: false. */
  readonly dryRun?: boolean;
}
