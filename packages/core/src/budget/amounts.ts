import { isJsonObject, type Json, type JsonObject } from '../kernel/json.ts';

/**
 * What can be spent: money in millionths of the unit of the tenant's currency, so that sums are exact; tokens; calls of
 * what has a price; milliseconds that such calls take, all in all.
 */
export const measures = ['money', 'tokens', 'calls', 'time'] as const;

/** One kind of what can be spent. */
export type Measure = (typeof measures)[number];

/** How much of each kind; whole numbers, not negative. What is missing is nothing. */
export type Amounts = { readonly [measure in Measure]?: number };

/** The sum, kind by kind. */
export function plus(left: Amounts, right: Amounts): Amounts {
  return combined(left, right, (one, other) => one + other);
}

/** The difference, kind by kind, never below nothing. */
export function minus(left: Amounts, right: Amounts): Amounts {
  return combined(left, right, (one, other) => Math.max(0, one - other));
}

/** How much of `wanted` does not fit under `caps` beside what is `used`; null when all of it does. */
export function excess(wanted: Amounts, used: Amounts, caps: Amounts): Excess | null {
  for (const measure of measures) {
    const cap = caps[measure];
    const need = wanted[measure] ?? 0;
    const left = cap === undefined ? Infinity : cap - (used[measure] ?? 0);
    if (cap !== undefined && need > left) return { measure, cap, used: used[measure] ?? 0, wanted: need };
  }
  return null;
}

/** Where both limit something, the lower one. */
export function lower(left: Amounts, right: Amounts): Amounts {
  return Object.fromEntries(
    measures.flatMap((measure) => {
      const limit = Math.min(left[measure] ?? Infinity, right[measure] ?? Infinity);
      return limit === Infinity ? [] : [[measure, limit]];
    }),
  );
}

/** Why something is not affordable. */
export interface Excess {
  readonly measure: Measure;
  readonly cap: number;
  readonly used: number;
  readonly wanted: number;
}

/** Amounts as facts and states keep them. */
export function amountsToJson(amounts: Amounts): JsonObject {
  return Object.fromEntries(measures.flatMap((measure) => pair(measure, amounts[measure])));
}

/** Reads kept amounts; what is no whole number counts as missing. */
export function amountsFromJson(json: Json | undefined): Amounts {
  if (!isJsonObject(json)) return {};
  return Object.fromEntries(measures.flatMap((measure) => pair(measure, json[measure])));
}

/** Caps as facts and states keep them: a cap of nothing is a cap. */
export function capsToJson(caps: Amounts): JsonObject {
  return Object.fromEntries(
    measures.flatMap((measure) => {
      const cap = caps[measure];
      return cap === undefined ? [] : [[measure, cap]];
    }),
  );
}

/** Reads kept caps; what is no whole number counts as missing. */
export function capsFromJson(json: Json | undefined): Amounts {
  if (!isJsonObject(json)) return {};
  return Object.fromEntries(
    measures.flatMap((measure) => {
      const cap = json[measure];
      return typeof cap === 'number' && Number.isSafeInteger(cap) ? [[measure, cap]] : [];
    }),
  );
}

/** True for amounts that can be spent: whole, not negative, exact. */
export function areAmounts(amounts: Amounts): boolean {
  return measures.every((measure) => {
    const value = amounts[measure];
    return value === undefined || (Number.isSafeInteger(value) && value >= 0);
  });
}

function pair(measure: Measure, value: Json | undefined): readonly (readonly [Measure, number])[] {
  return typeof value === 'number' && Number.isSafeInteger(value) && value !== 0 ? [[measure, value]] : [];
}

function combined(left: Amounts, right: Amounts, by: (one: number, other: number) => number): Amounts {
  return Object.fromEntries(measures.flatMap((measure) => pair(measure, by(left[measure] ?? 0, right[measure] ?? 0))));
}
