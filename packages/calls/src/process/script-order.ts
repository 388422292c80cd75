import type { ProcessResult } from './process-result.ts';

/** What the process of a script is told. */
export interface ScriptOrder {
  readonly code: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly limits: ScriptLimits;
}

/** What a script may use. */
export interface ScriptLimits {
  /** Milliseconds, 10,000 by default. */
  readonly time: number;
  /** Bytes of the script's own memory, 64 MB by default. */
  readonly memory: number;
  /** Bytes of what it writes, 1 MB by default. */
  readonly output: number;
}

/** What the process of a script reports: its result, or the limit it broke. */
export type ScriptReport = ProcessResult | { readonly broke: 'time' | 'output' };

/** Limits that suit transformations of data. */
export const defaultScriptLimits: ScriptLimits = {
  time: 10_000,
  memory: 64 * 1024 * 1024,
  output: 1024 * 1024,
};
