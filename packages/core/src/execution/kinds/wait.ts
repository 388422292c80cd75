import { begin, milliseconds } from '../entering.ts';
import { complete } from '../ending.ts';
import { timerId } from '../task-key.ts';
import type { TaskHandler } from './handler.ts';

/** `wait`: a durable timer; a wait of nothing is over at once. */
export const waitTask: TaskHandler<'wait'> = {
  enter(tx, entry) {
    const pause = milliseconds(entry.node.duration, entry);
    if (pause === 0) {
      complete(tx, { key: entry.key, entry, output: entry.input });
      return;
    }
    const due = tx.at + pause;
    begin(tx, entry, { due });
    tx.emit({ kind: 'timer.armed', timer: timerId('wait', entry.key), due });
  },
};
