import type { ExecutionEvent, Recorded } from '@batonhq/core';
import type { DurableState } from '../memory-journal/durable-state.ts';
import type { Violation } from './effect-checks.ts';
import { eventsOf } from './stored-executions.ts';

/** Something that somebody was told has happened. */
export type Acknowledged =
  | { readonly kind: 'started'; readonly execution: string }
  | { readonly kind: 'signalled'; readonly execution: string; readonly signal: string }
  | { readonly kind: 'paused' | 'resumed' | 'cancelled'; readonly execution: string }
  | { readonly kind: 'settled'; readonly execution: string; readonly step: string }
  | { readonly kind: 'approved' | 'denied'; readonly execution: string; readonly approval: string; readonly by: string }
  | {
      readonly kind: 'ended';
      readonly execution: string;
      readonly phase: 'completed' | 'faulted' | 'cancelled';
    };

/** I1: what was acknowledged is durable. Asked the moment it is acknowledged, and again of what is left in the end. */
export function checkAcknowledged(durable: DurableState, acknowledged: Acknowledged): readonly Violation[] {
  return missingFrom(eventsOf(durable, acknowledged.execution), acknowledged);
}

/** The same of the events of one execution, wherever they were read. */
export function missingFrom(events: readonly Recorded[], acknowledged: Acknowledged): readonly Violation[] {
  const isThere = events.some(({ event }) => says(event, acknowledged));
  return isThere ? [] : [`I1 ${acknowledged.execution}: "${acknowledged.kind}" was acknowledged and is not durable`];
}

function says(event: ExecutionEvent, acknowledged: Acknowledged): boolean {
  switch (acknowledged.kind) {
    case 'started':
      return event.kind === 'execution.started';
    case 'signalled':
      return event.kind === 'signal.received' && event.event.id === acknowledged.signal;
    case 'paused':
      return event.kind === 'execution.suspended';
    case 'resumed':
      return event.kind === 'execution.resumed';
    case 'cancelled':
      return event.kind === 'execution.cancelling' || event.kind === 'execution.faulting';
    case 'settled':
      return event.kind === 'step.settled' && event.step === acknowledged.step;
    case 'approved':
    case 'denied': {
      const decision = acknowledged.kind === 'approved' ? 'approve' : 'deny';
      const isOurs = event.kind === 'approval.decided' && event.approval === acknowledged.approval;
      return isOurs && event.decision === decision && event.by === acknowledged.by;
    }
    case 'ended':
      return event.kind === `execution.${acknowledged.phase}`;
  }
}
