import { assert } from '../kernel/assert.ts';
import type { ExecutionEvent } from '../event/event.ts';
import type { Effect } from '../step/effect.ts';
import type { GatedState } from '../gate/gated-state.ts';
import type { Placed } from './placed.ts';
import type { ExecutionState } from './state.ts';
import { withoutAttempts } from './task-key.ts';

/** What happens to a step before its gates. */
export type GateEvent = Extract<ExecutionEvent, { readonly kind: 'gate.passed' | `approval.${string}` }>;

/** True for these events. */
export function isGateEvent(event: ExecutionEvent): event is GateEvent {
  return event.kind === 'gate.passed' || event.kind.startsWith('approval.');
}

/** A step that comes to its gates. */
export function beforeGates({
  attempt,
  gates,
  recovered,
}: ExecutionEvent & { readonly kind: 'step.gated' }): GatedState {
  return { kind: 'gated', attempt, gates, approval: null, ...(recovered !== undefined && { recovered }) };
}

/** Folds into a gated step what happened before its gates. */
export function evolveGate(gated: GatedState, { event, at }: Pick<Placed<GateEvent>, 'event' | 'at'>): GatedState {
  switch (event.kind) {
    case 'gate.passed': {
      const [first, ...gates] = gated.gates;
      assert(first?.gate === event.gate, `${event.step} does not stand before the gate ${event.gate}`);
      return { ...gated, gates, approval: null };
    }
    case 'approval.amended':
      return { ...gated, approval: null, amendedBy: event.by };
    case 'approval.requested':
      return { ...gated, approval: { id: event.approval, hash: event.hash, since: at, due: event.due, votes: [] } };
    case 'approval.decided': {
      const { approval } = gated;
      assert(approval?.id === event.approval, `nobody was asked about ${event.approval}`);
      if (event.decision === 'deny') return gated;
      const vote = { by: event.by, ...(event.role !== undefined && { role: event.role }) };
      const standing = approval.votes.filter(({ by }) => event.lapsed?.includes(by) !== true);
      return { ...gated, approval: { ...approval, votes: [...standing, vote] } };
    }
  }
}

/** The call with what a person changed in it. */
export function amended(effect: Effect, { input }: ExecutionEvent & { readonly kind: 'approval.amended' }): Effect {
  assert('input' in effect, `what ${effect.kind} is given cannot be changed`);
  return { ...effect, input };
}

/** Remembers an approval that was used: it holds for retries of the same step with the same call. */
export function noteApproval(state: ExecutionState, event: GateEvent): ExecutionState {
  if (event.kind !== 'gate.passed' || event.gate !== 'approval') return state;
  const { approval: id, hash, call } = event.pass;
  const isWhole = typeof id === 'string' && typeof hash === 'string' && typeof call === 'string';
  assert(isWhole, `${event.step} passed without saying by which approval`);
  return { ...state, approvals: { ...state.approvals, [withoutAttempts(event.step)]: { id, hash, call } } };
}
