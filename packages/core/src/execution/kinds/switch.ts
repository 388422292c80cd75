import { sequencePosition } from '../sequence.ts';
import { complete } from '../ending.ts';
import type { TaskHandler } from './handler.ts';

/** `switch`: the first case whose condition holds decides where the flow goes; none leaves it as it is. */
export const switchTask: TaskHandler<'switch'> = {
  enter(tx, entry) {
    const { node, input, scope, key } = entry;
    const chosen = node.cases.find(({ when }) => when === undefined || when.evaluate(input, scope) === true);
    const completion = { key, entry, output: input };
    if (chosen === undefined) complete(tx, completion);
    else if (chosen.then.kind === 'task') complete(tx, { ...completion, to: chosen.then.position });
    else if (chosen.then.kind === 'continue') complete(tx, { ...completion, to: sequencePosition(tx, key) + 1 });
    else complete(tx, { ...completion, to: chosen.then.kind });
  },
};
