import { assert } from '../kernel/assert.ts';
import type { Effect } from '../step/effect.ts';
import { begin, type Starting } from './entering.ts';
import { frameAt } from './frames.ts';
import { gatesOfTask } from './gates.ts';
import { orderFor } from './orders.ts';
import { passOn } from './passage.ts';
import type { Transition } from './transition.ts';

/** Begins a task that makes a call: it is claimed at once, unless there are gates to pass before. */
export function beginCall(tx: Transition, entry: Starting, effect: Effect): void {
  const gates = gatesOfTask(tx, { ...entry, attempt: 1, effect });
  if (gates.length > 0) {
    begin(tx, entry, { effect, gates });
    passOn(tx, entry.key);
    return;
  }
  begin(tx, entry, { effect });
  const frame = frameAt(tx, entry.key);
  assert(frame?.kind === 'call', `${entry.key} did not open`);
  tx.steps.push(orderFor(tx, frame));
}
