import { walkFrames, type StepOrder } from '@batonhq/core';
import type { FunctionRegistry } from '../function/registry.ts';
import type { Resident } from './resident.ts';

/**
 * True when a step whose process died calls a function that was registered as one that must not be repeated. A durable
 * function may always be invoked again: what must not be repeated in it are its steps, and those have rules of their own.
 */
export function forbidsRepeat(
  registry: FunctionRegistry,
  resident: Resident,
  { id, effect, probing }: StepOrder,
): boolean {
  if (effect.kind !== 'function' || probing === true || resident.state === null) return false;
  const rule = registry.find(effect.name, effect.version)?.repeat;
  if (rule !== 'never' && rule !== 'probe') return false;
  let isDurable = false;
  walkFrames(resident.state, (frame) => {
    if (frame.kind === 'call' && frame.key === id) isDurable = frame.durable;
  });
  return !isDurable;
}
