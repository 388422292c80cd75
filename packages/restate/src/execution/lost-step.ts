import { quarantineAfter, walkFrames, type ExecutionState, type Trigger } from '@batonhq/core';
import type { PerformRequest } from './delivery.ts';

/** What becomes of an attempt whose process died: something to decide on, or the same attempt once more. */
export type AfterLoss =
  | { readonly kind: 'decide'; readonly trigger: Trigger }
  | { readonly kind: 'again'; readonly request: PerformRequest };

/**
 * A process died while it performed an attempt, and others are fine.
 *
 * The core's `recover` speaks of every open step of an execution. It is the right word when this one is the only one:
 * then the next attempt is counted, a probe is asked, the rule decides. Beside other open steps it would repeat what is
 * still being performed elsewhere. There the rule is applied here, on the safe side: what may be repeated is repeated
 * as the same attempt with the same key, a bounded number of times; anything else is ambiguous.
 */
export function afterLoss(state: ExecutionState, { order, tries, ...request }: PerformRequest, at: number): AfterLoss {
  if (isOnlyOpenStep(state, order.id)) return { kind: 'decide', trigger: { kind: 'recover', at } };
  const outcome = (of: 'unknown' | 'unavailable', reason: string): AfterLoss => {
    const { id: step, attempt } = order;
    return { kind: 'decide', trigger: { kind: 'outcome', at, step, attempt, outcome: { kind: of, reason } } };
  };
  if (order.probing !== true && order.repeat !== 'safe' && order.repeat !== 'keyed') {
    return outcome('unknown', 'the process died while it was being performed');
  }
  if (tries >= quarantineAfter) {
    return outcome('unavailable', `the process died during ${tries} attempts at ${order.id}`);
  }
  return { kind: 'again', request: { ...request, order, tries: tries + 1 } };
}

function isOnlyOpenStep(state: ExecutionState, step: string): boolean {
  let others = Object.keys(state.closing).length;
  walkFrames(state, (frame) => {
    if (frame.kind !== 'call' || frame.key === step) return;
    if (frame.step.kind === 'performing' || frame.step.kind === 'probing') others += 1;
  });
  return others === 0;
}
