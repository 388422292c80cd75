import { begin } from '../entering.ts';
import { effectOf } from '../effects.ts';
import { orderFor } from '../orders.ts';
import { frameAt } from '../frames.ts';
import { assert } from '../../kernel/assert.ts';
import type { TaskHandler } from './handler.ts';

/** `call` and `run`: one step outside, claimed by the event that starts the task. */
export const callTask: TaskHandler<'call'> = {
  enter(tx, entry) {
    begin(tx, entry, { effect: effectOf(tx, entry) });
    const frame = frameAt(tx, entry.key);
    assert(frame?.kind === 'call', `${entry.key} did not open`);
    tx.steps.push(orderFor(tx, frame));
  },
};
