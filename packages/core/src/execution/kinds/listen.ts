import { assert } from '../../kernel/assert.ts';
import { writtenAlike } from '../../kernel/json.ts';
import type { EventIterator, TaskNode } from '../../program/task-node.ts';
import { begin } from '../entering.ts';
import { check, complete, faultOf, raise } from '../ending.ts';
import { chainTo, frameAt } from '../frames.ts';
import { feed, wantsNothingMore } from '../inbox.ts';
import { contextOf, taskScope, type Sight } from '../scope.ts';
import { sequenceFlow } from '../sequence.ts';
import type { Frame } from '../state.ts';
import type { Transition } from '../transition.ts';
import type { ContainerHandler, TaskHandler } from './handler.ts';

type ListenFrame = Frame & { readonly kind: 'listen' };

/**
 * `listen`: waits for CloudEvents; signals that came before it began count too. With `foreach` its tasks are done for
 * one event after the other; what comes meanwhile waits in the inbox.
 */
export const listenTask: TaskHandler<'listen'> & ContainerHandler<'listen'> = {
  enter(tx, entry) {
    begin(tx, entry);
    feed(tx, entry.key);
  },
  flow(tx, { frame, node }) {
    if (frame.current === null) {
      if (frame.sequence !== null) feed(tx, frame.key);
      return;
    }
    if (sequenceFlow(tx, frame) !== 'at end') return;
    try {
      endIteration(tx, frame, node);
    } catch (error) {
      raise(tx, frame.key, faultOf(error, node));
    }
  },
  fault(tx, { frame }, raised) {
    raise(tx, frame.key, raised);
  },
};

function endIteration(tx: Transition, frame: ListenFrame, node: TaskNode): void {
  assert(node.kind === 'listen' && node.foreach && frame.sequence, `${frame.key} does nothing for its events`);
  const { sequence, index, key } = frame;
  tx.emit({ kind: 'iteration.completed', task: key, index, ...resultOf(tx, { frame, node, iterator: node.foreach }) });
  const now = frameAt(tx, key);
  assert(now?.kind === 'listen', `${key} is open`);
  if (sequence.left !== null || wantsNothingMore(tx, now)) complete(tx, { key });
  else feed(tx, key);
}

interface Iteration {
  readonly frame: ListenFrame;
  readonly node: TaskNode;
  readonly iterator: EventIterator;
}

/** What `foreach` makes of what flowed out of its tasks, and of the context. */
function resultOf(tx: Transition, { frame, node, iterator }: Iteration) {
  const { startedAt, rawInput, input, sequence } = frame;
  const raw = sequence?.value ?? null;
  const key = `${frame.key}[${frame.index}]/`;
  const sight: Sight = { chain: chainTo(tx, frame.key) ?? [], key, node, startedAt, rawInput, input, rawOutput: raw };
  const output = iterator.output.as === undefined ? raw : iterator.output.as.evaluate(raw, taskScope(tx, sight));
  check(iterator.output.check?.(output), 'output of the iteration');
  const changed = writtenAlike(output, raw) ? {} : { output };
  if (iterator.export.as === undefined) return changed;
  const context = iterator.export.as.evaluate(output, taskScope(tx, { ...sight, output }));
  check(iterator.export.check?.(context), 'exported context');
  return writtenAlike(context, contextOf(tx, sight)) ? changed : { ...changed, context };
}
