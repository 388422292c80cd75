import type { ForTask } from '../../definition/schema/task.ts';
import { inside, siteIn } from '../compilation.ts';
import { variableName } from '../variable-name.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `for`: its variables are known to `while` and to the tasks inside. */
export const compileFor: KindCompiler<ForTask> = ({ task, compilation, around }) => {
  const each = variableName(compilation, task.for.each ?? 'item', [...around.path, 'for', 'each']);
  const at = variableName(compilation, task.for.at ?? 'index', [...around.path, 'for', 'at']);
  const within = inside(around, [], [each, at]);
  return {
    kind: 'for',
    each,
    at,
    in: compilation.computed(task.for.in, siteIn(around, 'for', 'in')),
    ...(task.while !== undefined && { while: compilation.computed(task.while, siteIn(within, 'while')) }),
    sequence: compilation.sequence(task.do, inside(within, ['do'])),
  };
};
