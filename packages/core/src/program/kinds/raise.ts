import type { RaiseTask } from '../../definition/schema/task.ts';
import type { Computed } from '../../expression/evaluator.ts';
import { constant, unwrapExpression } from '../../expression/template.ts';
import { siteIn } from '../compilation.ts';
import { lookUp } from '../references.ts';
import type { Compiling, KindCompiler } from './kind-compiler.ts';

/** `raise`: an error written here, one of `use.errors`, or an expression that gives one. */
export const compileRaise: KindCompiler<RaiseTask> = (compiling) => ({ kind: 'raise', error: compileError(compiling) });

function compileError({ task, compilation, around }: Compiling<RaiseTask>): Computed {
  const { error } = task.raise;
  const site = siteIn(around, 'raise', 'error');
  if (typeof error !== 'string') return compilation.template(compilation.written(site.path) ?? null, site);
  if (unwrapExpression(error) !== undefined) return compilation.computed(error, site);
  const named = lookUp(compilation, {
    section: 'errors',
    members: compilation.workflow.use?.errors,
    name: error,
    path: site.path,
  });
  if (named === undefined) return constant(null, error);
  return compilation.template(compilation.written(named.path) ?? null, { ...site, path: named.path });
}
