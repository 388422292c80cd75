import type { EventFilterText, EventStrategy } from '../../definition/schema/event.ts';
import type { ListenTask } from '../../definition/schema/task.ts';
import { deeper, inside, siteIn, type Compilation, type Path, type Site } from '../compilation.ts';
import { checkIterator } from '../iterator.ts';
import type { EventFilter, ListenNode } from '../task-node.ts';
import type { Computed } from '../../expression/evaluator.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `listen`. What the engine cannot do yet is checked here and faults when it is reached. */
export const compileListen: KindCompiler<ListenTask> = ({ task, compilation, around }) => {
  const site = siteIn(around, 'listen', 'to');
  const strategy = task.listen.to;
  const until = compileUntil(compilation, strategy, site);
  const body = {
    kind: 'listen',
    ...compileFilters(compilation, strategy, site),
    read: task.listen.read ?? 'data',
    ...(until !== undefined && { until }),
  } as const;
  const missing = task.foreach === undefined ? correlates(strategy) : 'foreach of listen';
  if (task.foreach !== undefined) checkIterator(compilation, task.foreach, inside(around, ['foreach']));
  if (missing === undefined) return body;
  return { kind: 'call', effect: { kind: 'unavailable', what: missing }, repeat: 'safe' };
};

type Waiting = Pick<ListenNode, 'mode' | 'filters'>;

function compileFilters(compilation: Compilation, strategy: EventStrategy, site: Site): Waiting {
  const { mode, filters } = filtersOf(strategy);
  const compiled = filters.map(({ filter, path }) => compileFilter(compilation, filter, deeper(site, ...path)));
  return { mode, filters: compiled };
}

interface Filters {
  readonly mode: ListenNode['mode'];
  readonly filters: readonly { readonly filter: EventFilterText; readonly path: Path }[];
}

function filtersOf(strategy: EventStrategy): Filters {
  if ('one' in strategy) return { mode: 'one', filters: [{ filter: strategy.one, path: ['one'] }] };
  if ('all' in strategy)
    return { mode: 'all', filters: strategy.all.map((filter, index) => ({ filter, path: ['all', index] })) };
  return { mode: 'any', filters: strategy.any.map((filter, index) => ({ filter, path: ['any', index] })) };
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
  const inner = deeper(site, 'until');
  if (typeof strategy.until === 'string')
    return { kind: 'expression', holds: compilation.computed(strategy.until, inner) };
  return { kind: 'events', filters: compileFilters(compilation, strategy.until, inner).filters };
}

function correlates(strategy: EventStrategy): string | undefined {
  return filtersOf(strategy).filters.some(({ filter }) => filter.correlate !== undefined)
    ? 'correlation of events in listen'
    : undefined;
}
