import { isJsonObject, type Effect, type Json, type Recorded } from '@batonhq/core';

/** What the payment service was asked for by the steps of one execution, as its journal tells it. */
export interface ObservedSteps {
  /** Names of payments whose step is committed. */
  readonly committed: readonly string[];
  /** Steps that were claimed and have not ended. */
  readonly open: readonly string[];
  /** Steps that wait for a person, with the names of their payments. */
  readonly ambiguous: readonly { readonly step: string; readonly payment: string }[];
  /** It stands still until a person resumes it. */
  readonly isSuspended: boolean;
}

/** Reads the payments of an execution off its events. */
export function observeSteps(events: readonly Recorded[]): ObservedSteps {
  const order = orderOf(events);
  const payments = new Map<string, string>();
  const open = new Set<string>();
  const committed: string[] = [];
  const ambiguous = new Set<string>();
  let isSuspended = false;
  for (const { event } of events) {
    const claimed = claimIn(event);
    if (claimed !== null) {
      open.add(claimed.step);
      ambiguous.delete(claimed.step);
      if (claimed.label !== null) payments.set(claimed.step, `${order}/${claimed.label}`);
    }
    const ended = endIn(event);
    if (ended !== null) {
      open.delete(ended.step);
      ambiguous.delete(ended.step);
      const payment = payments.get(ended.step);
      if (ended.isCompleted && payment !== undefined) committed.push(payment);
    }
    if (event.kind === 'execution.suspended') isSuspended = true;
    if (event.kind === 'execution.resumed') isSuspended = false;
    if (event.kind === 'step.ambiguous') ambiguous.add(event.step);
    if (event.kind === 'step.settled') ambiguous.delete(event.step);
  }
  const inDoubt = [...ambiguous].map((step) => ({ step, payment: payments.get(step) ?? '' }));
  return { committed, open: [...open], ambiguous: inDoubt, isSuspended };
}

/** The order that an execution, or the parent it belongs to, pays for. */
export function orderOf(events: readonly Recorded[]): string {
  const first = events[0]?.event;
  return first?.kind === 'execution.started' ? text(first.input, 'order') : '';
}

type Event = Recorded['event'];

/** A claim; `label` is null where nothing is paid. */
function claimIn(event: Event): { readonly step: string; readonly label: string | null } | null {
  if (event.kind === 'task.started' && event.effect !== undefined)
    return { step: event.task, label: labelOf(event.effect) };
  if (event.kind !== 'step.claimed') return null;
  const operation = /\|([^#]+)#/.exec(event.step)?.[1] ?? null;
  return event.operation === undefined || event.operation.kind === 'step'
    ? { step: event.step, label: operation }
    : null;
}

function endIn(event: Event): { readonly step: string; readonly isCompleted: boolean } | null {
  switch (event.kind) {
    case 'task.completed':
      return { step: event.task, isCompleted: true };
    case 'task.faulted':
    case 'task.cancelled':
      return { step: event.task, isCompleted: false };
    case 'step.completed':
      return { step: event.step, isCompleted: true };
    case 'step.failed':
      return { step: event.step, isCompleted: false };
    default:
      return null;
  }
}

function labelOf(effect: Effect): string | null {
  if (effect.kind === 'function') return text(effect.input, 'label') || null;
  if (effect.kind !== 'http' || typeof effect.endpoint !== 'string') return null;
  return effect.endpoint.slice(effect.endpoint.lastIndexOf('/') + 1);
}

function text(value: Json, member: string): string {
  const found = isJsonObject(value) ? value[member] : undefined;
  return typeof found === 'string' ? found : '';
}
