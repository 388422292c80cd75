import type { ExecutionEvent, Recorded } from '@batonhq/core';
import { keyOfStep } from './claims.ts';

/** The function that people have to approve, whoever calls it. */
const dangerous = 'transfer';

/** True for an effect that people have to approve and that, as far as is durable, nobody did. */
export function isUnapproved(execution: string, key: string, events: readonly Recorded[]): boolean {
  const isOfKey = (step: string | null): boolean => step !== null && keyOfStep(execution, step) === key;
  return (
    events.some(({ event }) => isOfKey(dangerousStep(event))) &&
    !events.some(({ event }) => event.kind === 'gate.passed' && event.gate === 'approval' && isOfKey(event.step))
  );
}

/** The step that an event opens as a call of the dangerous function; null for all others. */
function dangerousStep(event: ExecutionEvent): string | null {
  if (event.kind === 'task.started') return isDangerous(event.effect) ? event.task : null;
  if (event.kind !== 'step.claimed' && event.kind !== 'step.gated') return null;
  return event.operation?.kind === 'call' && isDangerous(event.operation.effect) ? event.step : null;
}

function isDangerous(effect: (ExecutionEvent & { readonly kind: 'task.started' })['effect']): boolean {
  return effect?.kind === 'function' && effect.name === dangerous;
}

/** An approval is for one effect: whatever passed by it has the same idempotency key. */
export function sharedApprovals(execution: string, events: readonly Recorded[]): readonly string[] {
  const keys = new Map<string, string>();
  return events.flatMap(({ event }) => {
    if (event.kind !== 'gate.passed' || event.gate !== 'approval') return [];
    const { approval } = event.pass;
    if (typeof approval !== 'string') return [`I10 ${execution}: ${event.step} passed by no approval`];
    const key = keyOfStep(execution, event.step);
    const other = keys.get(approval) ?? key;
    keys.set(approval, key);
    return other === key ? [] : [`I10 ${execution}: ${approval} let ${other} through, and ${key} too`];
  });
}
