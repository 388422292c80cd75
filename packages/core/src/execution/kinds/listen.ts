import { begin } from '../entering.ts';
import { feed } from '../inbox.ts';
import type { TaskHandler } from './handler.ts';

/** `listen`: waits for CloudEvents; those that came before it began count too. */
export const listenTask: TaskHandler<'listen'> = {
  enter(tx, entry) {
    begin(tx, entry);
    feed(tx, entry.key);
  },
};
