import { FaultError } from '../kernel/fault.ts';
import { jsonEquals, type Json, type JsonObject } from '../kernel/json.ts';
import type { Expression, Scope } from '../expression/evaluator.ts';
import type { Correlation, EventFilter, EventStrategy, WantedAttribute } from '../program/task-node.ts';
import type { CloudEvent } from '../step/effect.ts';
import { envelopeOf } from './evolve-listen.ts';

/** Who looks at a CloudEvent, and what is settled already. */
export interface Matching {
  /** Input of the task that listens. */
  readonly input: Json;
  readonly scope: Scope;
  /** What correlated events have in common so far. */
  readonly keys: JsonObject;
  /** Positions of the filters that were answered. */
  readonly met: readonly number[];
}

/** How a CloudEvent fits. */
export interface Match {
  /** Position of the filter that describes it; undefined where no filter is needed. */
  readonly filter?: number;
  /** Keys that are settled by it. */
  readonly keys?: JsonObject;
}

/** The first open filter of a strategy that describes a CloudEvent; null when none does. */
export function match(strategy: EventStrategy, message: CloudEvent, matching: Matching): Match | null {
  const { mode, filters } = strategy;
  if (filters.length === 0 && mode === 'any') return {};
  for (const [position, filter] of filters.entries()) {
    if (mode === 'all' && matching.met.includes(position)) continue;
    const keys = accepted(filter, message, matching);
    if (keys !== null) return { filter: position, ...(Object.keys(keys).length > 0 && { keys }) };
  }
  return null;
}

/** True when a strategy needs no further event. */
export function isAnswered({ mode, filters }: EventStrategy, met: readonly number[], taken: number): boolean {
  return mode === 'all' ? met.length === filters.length : taken > 0;
}

/** The keys that the filter settles, when it describes the event. An event that an expression cannot cope with is not described by it. */
function accepted(filter: EventFilter, message: CloudEvent, matching: Matching): JsonObject | null {
  for (const [name, wanted] of filter.with) {
    const isFitting = attempt(() => hasAttribute(wanted, message[name] ?? null, matching.scope));
    if (isFitting !== true) return null;
  }
  const settled: Record<string, Json> = {};
  for (const correlation of filter.correlate) {
    const found = attempt(() => correlation.from.evaluate(envelopeOf(message), matching.scope)) ?? null;
    if (found === null || !isExpected(correlation, found, matching)) return null;
    if (!Object.hasOwn(matching.keys, correlation.key)) settled[correlation.key] = found;
  }
  return settled;
}

function hasAttribute({ value, pattern }: WantedAttribute, found: Json, scope: Scope): boolean {
  const wanted = value.evaluate(found, scope);
  if (jsonEquals(wanted, found)) return true;
  if (value.constant) return pattern !== undefined && holds(pattern, found, scope);
  return wanted === true;
}

function holds(pattern: Expression, found: Json, scope: Scope): boolean {
  return pattern.evaluate(found, scope) === true;
}

/** A constant expectation is a text in the language, whatever type the value has. */
function isExpected({ key, expect }: Correlation, found: Json, { input, keys, scope }: Matching): boolean {
  const settled = keys[key];
  if (settled !== undefined && Object.hasOwn(keys, key)) return jsonEquals(settled, found);
  if (expect === undefined) return true;
  const wanted = expect.evaluate(input, scope);
  return jsonEquals(wanted, found) || (expect.constant && typeof found !== 'object' && String(found) === wanted);
}

function attempt<T>(evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}
