import type { ListenTask } from '../../definition/schema/task.ts';
import { inside, siteIn, type TaskBody } from '../compilation.ts';
import { compileStrategy, correlates } from '../event-filters.ts';
import { checkIterator } from '../iterator.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `listen`. What the engine cannot do yet is checked here and faults when it is reached. */
export const compileListen: KindCompiler<ListenTask> = ({ task, compilation, around }) => {
  const waiting = compileStrategy(compilation, task.listen.to, siteIn(around, 'listen', 'to'));
  if (task.foreach !== undefined) {
    checkIterator(compilation, task.foreach, inside(around, ['foreach']));
    return unavailable('foreach of listen');
  }
  if (correlates(task.listen.to)) return unavailable('correlation of events in listen');
  return { kind: 'listen', ...waiting, read: task.listen.read ?? 'data' };
};

function unavailable(what: string): TaskBody {
  return { kind: 'call', effect: { kind: 'unavailable', what }, repeat: 'safe' };
}
