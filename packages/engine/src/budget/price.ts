import type { Effect } from '@batonhq/core';

/** What a call of a function costs, whatever comes of it: money in units of the engine's currency. */
export interface Price {
  readonly money?: number;
  readonly tokens?: number;
}

/** What counts as a call: what leaves this process. Functions count when they have a price. */
export function isOutside({ kind }: Effect): boolean {
  return kind === 'http' || kind === 'call' || kind === 'process';
}

/** What is paid for. */
export function paidFor(effect: Effect): string {
  if (effect.kind === 'function') return effect.name;
  return effect.kind === 'http' ? `HTTP ${effect.method}` : effect.kind;
}
