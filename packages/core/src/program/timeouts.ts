import type { Timeout } from '../definition/schema/timeout.ts';
import type { Computed } from '../expression/evaluator.ts';
import { deeper, type Compilation, type Site } from './compilation.ts';
import { compileDuration } from './durations.ts';
import { lookUp } from './references.ts';

/** Compiles a time-out, written at `site` or named there. */
export function compileTimeout(
  compilation: Compilation,
  timeout: string | Timeout | undefined,
  site: Site,
): Computed | undefined {
  if (timeout === undefined) return undefined;
  if (typeof timeout !== 'string') return compileDuration(compilation, timeout.after, deeper(site, 'after'));
  const named = lookUp(compilation, {
    section: 'timeouts',
    members: compilation.workflow.use?.timeouts,
    name: timeout,
    path: site.path,
  });
  return named === undefined
    ? undefined
    : compileDuration(compilation, named.value.after, { ...site, path: [...named.path, 'after'] });
}
