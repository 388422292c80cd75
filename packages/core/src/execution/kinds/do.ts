import { begin } from '../entering.ts';
import { complete, raise } from '../ending.ts';
import { sequenceFlow } from '../sequence.ts';
import type { ContainerHandler, TaskHandler } from './handler.ts';

/** `do`: one task after the other; its output is that of the last one. */
export const doTask: TaskHandler<'do'> & ContainerHandler<'do'> = {
  enter(tx, entry) {
    begin(tx, entry);
    tx.work.push({ kind: 'flow', key: entry.key });
  },
  flow(tx, { frame }) {
    if (sequenceFlow(tx, frame) === 'at end') complete(tx, { key: frame.key });
  },
  fault(tx, { frame }, fault) {
    raise(tx, frame.key, fault);
  },
};
