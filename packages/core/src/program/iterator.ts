import type { ListenTask } from '../definition/schema/task.ts';
import { inside, siteIn, type Compilation, type Surroundings } from './compilation.ts';
import { outputRules } from './rules.ts';

/** What to do with each consumed event or message, as written. */
export type Iterator = NonNullable<ListenTask['foreach']>;

/** Checks an iterator that cannot be performed yet. `around` is the place of the iterator itself. */
export function checkIterator(compilation: Compilation, iterator: Iterator, around: Surroundings): void {
  const within = inside(around, [], [iterator.item ?? 'item', iterator.at ?? 'index']);
  if (iterator.do !== undefined) compilation.sequence(iterator.do, inside(within, ['do']));
  outputRules(compilation, iterator.output, { ...siteIn(within, 'output'), stage: 'output' });
  outputRules(compilation, iterator.export, { ...siteIn(within, 'export'), stage: 'export' });
}
