/**
 * What one run may use up. All limits are fuel, counted the same on every machine, never wall-clock time; so a program
 * that reaches a limit reaches it again when it is replayed.
 */
export interface Limits {
  /**
   * Units of work: one for each element visited, function called or alternative tried, and one for about every 16 bytes
   * that a builtin reads. Unit: steps. Default: 1,000,000.
   */
  readonly steps?: number;
  /** Nesting of function calls, of values and of regular expression groups while running. Unit: levels. Default: 400. */
  readonly depth?: number;
  /** Values given to the caller. Unit: values. Default: 100,000. */
  readonly outputs?: number;
  /**
   * Memory allocated in total for arrays, objects and strings, estimated from their sizes; what has become garbage
   * counts too. Unit: bytes. Default: 33,554,432 (32 MiB).
   */
  readonly bytes?: number;
}

/** The limits of a run that names none. */
export const DEFAULT_LIMITS: Required<Limits> = {
  steps: 1_000_000,
  depth: 400,
  outputs: 100_000,
  bytes: 32 * 1024 * 1024,
};
