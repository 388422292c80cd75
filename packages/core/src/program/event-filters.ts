import type { EventFilterText, EventStrategy as StrategyText } from '../definition/schema/event.ts';
import type { Expression } from '../expression/evaluator.ts';
import { unwrapExpression } from '../expression/template.ts';
import { FaultError } from '../kernel/fault.ts';
import type { Json } from '../kernel/json.ts';
import { deeper, type Compilation, type Path, type Site } from './compilation.ts';
import type { Correlation, EventFilter, EventStrategy, Waiting, WantedAttribute } from './task-node.ts';

/** Compiles an event consumption strategy. */
export function compileStrategy(compilation: Compilation, strategy: StrategyText, site: Site): Waiting {
  const until = compileUntil(compilation, strategy, deeper(site, 'until'));
  return { ...compileFilters(compilation, strategy, site), ...(until !== undefined && { until }) };
}

function compileFilters(compilation: Compilation, strategy: StrategyText, site: Site): EventStrategy {
  const { mode, filters } = filtersOf(strategy);
  const compiled = filters.map(({ filter, path }) => compileFilter(compilation, filter, deeper(site, ...path)));
  return { mode, filters: compiled };
}

interface Filters {
  readonly mode: EventStrategy['mode'];
  readonly filters: readonly { readonly filter: EventFilterText; readonly path: Path }[];
}

function filtersOf(strategy: StrategyText): Filters {
  if ('one' in strategy) return { mode: 'one', filters: [{ filter: strategy.one, path: ['one'] }] };
  const [mode, filters] = 'all' in strategy ? (['all', strategy.all] as const) : (['any', strategy.any] as const);
  return { mode, filters: filters.map((filter, index) => ({ filter, path: [mode, index] })) };
}

function compileFilter(compilation: Compilation, filter: EventFilterText, site: Site): EventFilter {
  const attributes = new Map<string, WantedAttribute>();
  for (const [name, value] of Object.entries(filter.with)) {
    if (value !== undefined) attributes.set(name, compileAttribute(compilation, value, deeper(site, 'with', name)));
  }
  const correlate = Object.entries(filter.correlate ?? {}).map(([key, { from, expect }]): Correlation => {
    const extracted = compilation.expression(from, deeper(site, 'correlate', key, 'from'));
    if (expect === undefined) return { key, from: extracted };
    return { key, from: extracted, expect: compilation.template(expect, deeper(site, 'correlate', key, 'expect')) };
  });
  return { with: attributes, correlate };
}

function compileAttribute(compilation: Compilation, value: Json, site: Site): WantedAttribute {
  const computed = compilation.template(value, site);
  if (typeof value !== 'string' || !computed.constant || !/[\\*+?()[\]{}|^$]/.test(value)) return { value: computed };
  const pattern = compilePattern(compilation, value, site);
  return { value: computed, ...(pattern !== undefined && { pattern }) };
}

/** A text with marks of regular expressions that is none (an address with a bracket in it) means itself alone. */
function compilePattern(compilation: Compilation, text: string, site: Site): Expression | undefined {
  if (unwrapExpression(text) !== undefined) return undefined;
  const pattern = compilation.expression(`type == "string" and test(${JSON.stringify(`^(?:${text})$`)})`, site);
  try {
    pattern.evaluate('', () => null);
    return pattern;
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

function compileUntil(compilation: Compilation, strategy: StrategyText, site: Site): Waiting['until'] {
  if (!('any' in strategy) || strategy.until === undefined) return undefined;
  if (typeof strategy.until !== 'string') {
    return { kind: 'events', ...compileFilters(compilation, strategy.until, site) };
  }
  const holds = compilation.computed(strategy.until, site);
  const source = unwrapExpression(strategy.until) ?? strategy.until;
  return source.trim() === 'false' ? { kind: 'never' } : { kind: 'expression', holds };
}
