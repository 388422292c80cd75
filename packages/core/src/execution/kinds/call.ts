import { beginCall } from '../begin-call.ts';
import { effectOf } from '../effects.ts';
import type { TaskHandler } from './handler.ts';

/** `call` and `run`: one step outside, claimed by the event that starts the task, or behind its gates. */
export const callTask: TaskHandler<'call'> = {
  enter: (tx, entry) => beginCall(tx, entry, effectOf(tx, entry)),
};
