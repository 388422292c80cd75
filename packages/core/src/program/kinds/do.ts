import type { DoTask } from '../../definition/schema/task.ts';
import { inside } from '../compilation.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `do`. */
export const compileDo: KindCompiler<DoTask> = ({ task, compilation, around }) => ({
  kind: 'do',
  sequence: compilation.sequence(task.do, inside(around, ['do'])),
});
