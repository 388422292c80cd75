import type { EmitTask } from '../../definition/schema/task.ts';
import { siteIn } from '../compilation.ts';
import type { KindCompiler } from './kind-compiler.ts';

/** `emit`. */
export const compileEmit: KindCompiler<EmitTask> = ({ compilation, around }) => {
  const site = siteIn(around, 'emit', 'event', 'with');
  return { kind: 'emit', event: compilation.template(compilation.written(site.path) ?? null, site) };
};
