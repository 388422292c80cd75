import { complete } from '../ending.ts';
import type { TaskHandler } from './handler.ts';

/** `set`: what flows on is this value. */
export const setTask: TaskHandler<'set'> = {
  enter(tx, entry) {
    complete(tx, { key: entry.key, entry, output: entry.node.value.evaluate(entry.input, entry.scope) });
  },
};
