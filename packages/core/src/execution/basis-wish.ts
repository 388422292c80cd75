import type { GateWish } from '../gate/wish.ts';
import type { Transition } from './transition.ts';

/**
 * What a call of an approved plan has to ask when it was not looked for long whether the plan still rests on what it did: at the
 * beginning that is so, and again after a long wait, whatever was waited for. Null when it need not, as most of the time.
 */
export function basisWish({ state, at }: Pick<Transition, 'state' | 'at'>): GateWish | null {
  const { origin, supervision, startedAt } = state;
  if (origin.plan === undefined) return null;
  const since = supervision?.comparedAt ?? startedAt;
  return at - since >= origin.plan.compareAfter ? { gate: 'basis', asks: { since } } : null;
}
