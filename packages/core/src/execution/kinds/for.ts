import { assert } from '../../kernel/assert.ts';
import { FaultError, fault } from '../../kernel/fault.ts';
import { begin } from '../entering.ts';
import { complete, faultOf, raise } from '../ending.ts';
import { chainTo } from '../frames.ts';
import { taskScope } from '../scope.ts';
import { sequenceFlow } from '../sequence.ts';
import type { Transition } from '../transition.ts';
import type { ContainerHandler, NodeOf, Opened, TaskHandler } from './handler.ts';

/** `for`: the sequence once per item, each iteration given what the one before it put out. */
export const forTask: TaskHandler<'for'> & ContainerHandler<'for'> = {
  enter(tx, entry) {
    const items = entry.node.in.evaluate(entry.input, entry.scope);
    if (!Array.isArray(items)) {
      throw new FaultError(
        fault(
          'expression',
          `for.in must give an array; ${JSON.stringify(entry.node.in.source)} gave ${JSON.stringify(items).slice(0, 80)}`,
        ),
      );
    }
    begin(tx, entry, { items });
    tx.work.push({ kind: 'flow', key: entry.key });
  },
  flow(tx, opened) {
    const { frame, node } = opened;
    assert(node.kind === 'for', `${frame.key} is no for`);
    if (sequenceFlow(tx, frame) !== 'at end') return;
    if (leaves(opened, node)) complete(tx, { key: frame.key });
    else iterate(tx, opened, node);
  },
  fault(tx, { frame }, raised) {
    raise(tx, frame.key, raised);
  },
};

/** `then: end` and `then: exit` leave the loop; so does the last item. */
function leaves({ frame }: Opened<'for'>, node: NodeOf<'for'>): boolean {
  const cut = frame.index >= 0 && frame.sequence.left !== null;
  return cut || frame.index + 1 >= frame.items.length || node.sequence.tasks.length === 0;
}

function iterate(tx: Transition, { frame }: Opened<'for'>, node: NodeOf<'for'>): void {
  const index = frame.index + 1;
  if (node.while !== undefined) {
    const chain = [...(chainTo(tx, frame.key) ?? []).slice(0, -1), { ...frame, index }];
    const scope = taskScope(tx, {
      chain,
      key: `${frame.key}[${index}]/`,
      node,
      startedAt: frame.startedAt,
      rawInput: frame.rawInput,
      input: frame.input,
    });
    let holds;
    try {
      holds = node.while.evaluate(frame.sequence.value, scope);
    } catch (error) {
      raise(tx, frame.key, faultOf(error, node));
      return;
    }
    if (holds !== true) {
      complete(tx, { key: frame.key });
      return;
    }
  }
  tx.emit({ kind: 'iteration.started', task: frame.key, index });
  tx.work.push({ kind: 'flow', key: frame.key });
}
