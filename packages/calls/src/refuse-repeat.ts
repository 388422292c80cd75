import { LostCallError, type OutsideCall } from '@batonhq/engine';

/**
 * Stops a repetition that would do something twice: the process died during an earlier attempt, nobody wrote a repeat
 * rule, and the description of the other side does not say that doing it again is harmless.
 */
export function refuseRepeat(
  { isRepeated, effect }: OutsideCall,
  { isRepeatable }: { readonly isRepeatable: boolean },
): void {
  const isHinted = effect.kind === 'call' && effect.hinted;
  if (isRepeated && isHinted && !isRepeatable) throw new LostCallError('the process died while it was being performed');
}
