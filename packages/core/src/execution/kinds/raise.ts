import { faultFrom } from '../../kernel/fault.ts';
import { raise } from '../ending.ts';
import type { TaskHandler } from './handler.ts';

/** `raise`: faults on purpose. */
export const raiseTask: TaskHandler<'raise'> = {
  enter(tx, { key, node, input, scope }) {
    const raised = faultFrom(node.error.evaluate(input, scope));
    raise(tx, key, { ...raised, instance: raised.instance ?? node.reference });
  },
};
