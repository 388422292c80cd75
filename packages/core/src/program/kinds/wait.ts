import type { WaitTask } from '../../definition/schema/task.ts';
import { siteIn } from '../compilation.ts';
import { compileDuration } from '../durations.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `wait`. */
export const compileWait: KindCompiler<WaitTask> = ({ task, compilation, around }) => ({
  kind: 'wait',
  duration: compileDuration(compilation, task.wait, siteIn(around, 'wait')),
});
