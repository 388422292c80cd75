import type { ListenTask } from '../definition/schema/task.ts';
import { inside, siteIn, type Compilation, type Surroundings } from './compilation.ts';
import { outputRules } from './rules.ts';
import { variableName } from './variable-name.ts';

/** What to do with each consumed event or message, as written. */
export type Iterator = NonNullable<ListenTask['foreach']>;

/** Checks an iterator that cannot be performed yet. `around` is the place of the iterator itself. */
export function checkIterator(compilation: Compilation, iterator: Iterator, around: Surroundings): void {
  const item = variableName(compilation, iterator.item ?? 'item', [...around.path, 'item']);
  const at = variableName(compilation, iterator.at ?? 'index', [...around.path, 'at']);
  const within = inside(around, [], [item, at]);
  if (iterator.do !== undefined) compilation.sequence(iterator.do, inside(within, ['do']));
  outputRules(compilation, iterator.output, { ...siteIn(within, 'output'), stage: 'output' });
  outputRules(compilation, iterator.export, { ...siteIn(within, 'export'), stage: 'export' });
}
