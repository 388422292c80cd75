import type { EventFilterText, EventStrategy } from '../definition/schema/event.ts';
import type { Computed } from '../expression/evaluator.ts';
import { deeper, type Compilation, type Path, type Site } from './compilation.ts';
import type { EventFilter, ListenNode } from './task-node.ts';

/** Which events are waited for, and until when. */
export type Waiting = Pick<ListenNode, 'mode' | 'filters' | 'until'>;

/** Compiles an event consumption strategy. */
export function compileStrategy(compilation: Compilation, strategy: EventStrategy, site: Site): Waiting {
  const { mode, filters } = filtersOf(strategy);
  const compiled = filters.map(({ filter, path }) => compileFilter(compilation, filter, deeper(site, ...path)));
  const until = compileUntil(compilation, strategy, deeper(site, 'until'));
  return { mode, filters: compiled, ...(until !== undefined && { until }) };
}

/** True when events have to belong together, which is more than a filter can say. */
export function correlates(strategy: EventStrategy): boolean {
  return filtersOf(strategy).filters.some(({ filter }) => filter.correlate !== undefined);
}

interface Filters {
  readonly mode: ListenNode['mode'];
  readonly filters: readonly { readonly filter: EventFilterText; readonly path: Path }[];
}

function filtersOf(strategy: EventStrategy): Filters {
  if ('one' in strategy) return { mode: 'one', filters: [{ filter: strategy.one, path: ['one'] }] };
  const [mode, filters] = 'all' in strategy ? (['all', strategy.all] as const) : (['any', strategy.any] as const);
  return { mode, filters: filters.map((filter, index) => ({ filter, path: [mode, index] })) };
}

function compileFilter(compilation: Compilation, filter: EventFilterText, site: Site): EventFilter {
  const attributes = new Map<string, Computed>();
  for (const [name, value] of Object.entries(filter.with)) {
    if (value !== undefined) attributes.set(name, compilation.template(value, deeper(site, 'with', name)));
  }
  for (const [name, { from, expect }] of Object.entries(filter.correlate ?? {})) {
    compilation.expression(from, deeper(site, 'correlate', name, 'from'));
    if (expect !== undefined) compilation.template(expect, deeper(site, 'correlate', name, 'expect'));
  }
  return { with: attributes };
}

function compileUntil(compilation: Compilation, strategy: EventStrategy, site: Site): ListenNode['until'] {
  if (!('any' in strategy) || strategy.until === undefined) return undefined;
  if (typeof strategy.until !== 'string') {
    return { kind: 'events', filters: compileStrategy(compilation, strategy.until, site).filters };
  }
  return { kind: 'expression', holds: compilation.computed(strategy.until, site) };
}
