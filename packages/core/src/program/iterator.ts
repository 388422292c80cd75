import type { ListenTask } from '../definition/schema/task.ts';
import { inside, siteIn, type Compilation, type Surroundings } from './compilation.ts';
import { outputRules } from './rules.ts';
import type { EventIterator } from './task-node.ts';
import { variableName } from './variable-name.ts';

/** What to do with each consumed event or message, as written. */
export type Iterator = NonNullable<ListenTask['foreach']>;

/** Compiles an iterator. `around` is the place of the iterator itself, inside its task. */
export function compileIterator(compilation: Compilation, iterator: Iterator, around: Surroundings): EventIterator {
  const item = variableName(compilation, iterator.item ?? 'item', [...around.path, 'item']);
  const at = variableName(compilation, iterator.at ?? 'index', [...around.path, 'at']);
  const within = inside(around, [], [item, at]);
  return {
    item,
    at,
    sequence: iterator.do === undefined ? { tasks: [] } : compilation.sequence(iterator.do, inside(within, ['do'])),
    output: outputRules(compilation, iterator.output, { ...siteIn(within, 'output'), stage: 'output' }),
    export: outputRules(compilation, iterator.export, { ...siteIn(within, 'export'), stage: 'export' }),
  };
}
