import type { SetTask } from '../../definition/schema/task.ts';
import { siteIn } from '../compilation.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `set`: a map with expressions in it, or one expression. */
export const compileSet: KindCompiler<SetTask> = ({ task, compilation, around }) => {
  const site = siteIn(around, 'set');
  return {
    kind: 'set',
    value: typeof task.set === 'string' ? compilation.computed(task.set, site) : compilation.template(task.set, site),
  };
};
