import { parseDuration } from '../terminal/duration.ts';
import type { Arguments } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** An instant as people write it: `2h` (ago), `2026-03-01`, `2026-03-01T14:05:00Z`; undefined when it is not given. */
export function instantOf(typed: Arguments, name: string, now: number): number | undefined {
  const given = typed.value(name);
  if (given === undefined) return undefined;
  const ago = /^\d{1,9}$/.test(given) ? undefined : parseDuration(given);
  const at = ago === undefined ? Date.parse(given) : now - ago;
  if (/^\d/.test(given) && Number.isFinite(at) && !/^\d{1,9}$/.test(given)) return Math.floor(at);
  throw new UsageError(`--${name} ${given} is no time`, `--${name} 2h (ago), or --${name} 2026-03-01T14:05:00Z`);
}
