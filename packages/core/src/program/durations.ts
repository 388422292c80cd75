import type { Duration } from '../definition/schema/duration.ts';
import type { Computed } from '../expression/evaluator.ts';
import { constant, unwrapExpression } from '../expression/template.ts';
import { assert } from '../kernel/assert.ts';
import { parseDuration } from '../kernel/duration.ts';
import type { Compilation, Site } from './compilation.ts';

/** A duration as a number of milliseconds, or as an expression that gives a duration. */
export function compileDuration(compilation: Compilation, duration: Duration, site: Site): Computed {
  if (typeof duration === 'string' && unwrapExpression(duration) !== undefined)
    return compilation.computed(duration, site);
  const source = compilation.written(site.path) ?? null;
  const milliseconds = parseDuration(source);
  assert(milliseconds !== null, 'the shape of a duration was checked');
  return constant(milliseconds, source);
}

/** The same, absent when it is. */
export function optionalDuration(
  compilation: Compilation,
  duration: Duration | undefined,
  site: Site,
): Computed | undefined {
  return duration === undefined ? undefined : compileDuration(compilation, duration, site);
}
