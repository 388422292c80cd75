import type { DurableState } from '../memory-journal/durable-state.ts';
import type { Violation } from './effect-checks.ts';
import { eventsOf } from './stored-executions.ts';

/** Something that somebody was told has happened. */
export type Acknowledged =
  | { readonly kind: 'started'; readonly execution: string }
  | { readonly kind: 'signalled'; readonly execution: string; readonly signal: string }
  | { readonly kind: 'paused' | 'resumed' | 'cancelled'; readonly execution: string }
  | { readonly kind: 'settled'; readonly execution: string; readonly step: string };

/** I1: what was acknowledged is durable. Asked the moment it is acknowledged, and again of what is left in the end. */
export function checkAcknowledged(durable: DurableState, acknowledged: Acknowledged): readonly Violation[] {
  const events = eventsOf(durable, acknowledged.execution).map(({ event }) => event);
  const isThere = ((): boolean => {
    switch (acknowledged.kind) {
      case 'started':
        return events.length > 0;
      case 'signalled':
        return events.some((event) => event.kind === 'signal.received' && event.event.id === acknowledged.signal);
      case 'paused':
        return events.some(({ kind }) => kind === 'execution.suspended');
      case 'resumed':
        return events.some(({ kind }) => kind === 'execution.resumed');
      case 'cancelled':
        return events.some(({ kind }) => kind === 'execution.cancelling' || kind === 'execution.faulting');
      case 'settled':
        return events.some((event) => event.kind === 'step.settled' && event.step === acknowledged.step);
    }
  })();
  return isThere ? [] : [`I1 ${acknowledged.execution}: "${acknowledged.kind}" was acknowledged and is not durable`];
}
