import { begin } from '../entering.ts';
import { complete, raise } from '../ending.ts';
import { sequenceFlow } from '../sequence.ts';
import type { Frame } from '../state.ts';
import type { Transition } from '../transition.ts';
import type { ContainerHandler, TaskHandler } from './handler.ts';

/** `do`: one task after the other; its output is that of the last one. */
export const doTask: TaskHandler<'do'> & ContainerHandler<'do'> = {
  enter(tx, entry) {
    begin(tx, entry);
    tx.work.push({ kind: 'flow', key: entry.key });
  },
  flow(tx, { frame, node }) {
    if (sequenceFlow(tx, frame) !== 'at end') return;
    if (node.kind === 'do' && node.aside !== undefined) stepBack(tx, frame);
    else complete(tx, { key: frame.key, ...(frame.to !== undefined && { to: frame.to }) });
  },
  fault(tx, { frame }, fault) {
    raise(tx, frame.key, fault);
  },
};

/** What an extension did changes nothing, unless it left by `exit`: then the extended task is over too. */
function stepBack(tx: Transition, { key, rawInput, sequence }: Frame & { readonly kind: 'do' }): void {
  if (sequence.left === null) complete(tx, { key, output: rawInput });
  else complete(tx, { key, output: sequence.value, to: sequence.left });
}
