import { unreachable, type Effect, type Outcome } from '@batonhq/core';
import type { FunctionRegistry } from '@batonhq/engine/parts';
import type { HttpCalls } from './http-calls.ts';
import type { Performer } from './performing.ts';
import { callFunction } from './plain-functions.ts';

/** Who performs effects. */
export interface Performers {
  readonly registry: FunctionRegistry;
  readonly http: HttpCalls;
}

/** Makes an outside call with whoever performs effects of its kind. */
export function performerOf({ registry, http }: Performers): Performer {
  return async (performing): Promise<Outcome> => {
    const { effect } = performing.order;
    switch (effect.kind) {
      case 'function':
        return callFunction(registry, performing, effect);
      case 'http':
        return http.call(performing, effect);
      case 'unavailable':
        return { kind: 'unavailable', reason: effect.what };
      case 'call':
        return { kind: 'unavailable', reason: `call: ${effect.protocol}` };
      case 'lock':
        return { kind: 'unavailable', reason: 'locks need the embedded engine' };
      case 'process':
        return { kind: 'unavailable', reason: `run: ${effect.process}` };
      case 'workflow':
      case 'emit':
        return { kind: 'unavailable', reason: `${effect.kind} is no outside call` };
      default:
        return unreachable(effect);
    }
  };
}

/** True when a function was registered as one that must not be repeated, though the definition does not say so. */
export function forbidsRepeat(registry: FunctionRegistry, effect: Effect): boolean {
  const rule = effect.kind === 'function' ? registry.find(effect.name, effect.version)?.repeat : undefined;
  return rule === 'never' || rule === 'probe';
}
