import type { ListenTask } from '../../definition/schema/task.ts';
import { inside, siteIn } from '../compilation.ts';
import { compileStrategy } from '../event-filters.ts';
import { compileIterator } from '../iterator.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `listen`. */
export const compileListen: KindCompiler<ListenTask> = ({ task, compilation, around }) => {
  const { listen, foreach } = task;
  return {
    kind: 'listen',
    ...compileStrategy(compilation, listen.to, siteIn(around, 'listen', 'to')),
    read: listen.read ?? 'data',
    ...(foreach !== undefined && { foreach: compileIterator(compilation, foreach, inside(around, ['foreach'])) }),
  };
};
