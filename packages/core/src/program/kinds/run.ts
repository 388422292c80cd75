import type { RunTask } from '../../definition/schema/task.ts';
import { siteIn, type TaskBody } from '../compilation.ts';
import { repeatRule } from '../repeat-rule.ts';
import type { Compiling, KindCompiler } from './kind-compiler.ts';

/** `run`: another workflow; processes outside are checked and fault when they are reached. */
export const compileRun: KindCompiler<RunTask> = (compiling) => {
  const { run } = compiling.task;
  if ('workflow' in run) return compileWorkflow(compiling, run);
  const process = 'container' in run ? 'container' : 'script' in run ? 'script' : 'shell';
  const { compilation, around } = compiling;
  const site = siteIn(around, 'run', process);
  compilation.template(compilation.written(site.path) ?? null, { ...site, secrets: true, foreign: true });
  return { kind: 'call', effect: { kind: 'unavailable', what: `run: ${process}` }, repeat: 'safe' };
};

type ChildWorkflow = Extract<RunTask['run'], { workflow: unknown }>;

function compileWorkflow({ compilation, around, metadata }: Compiling<RunTask>, run: ChildWorkflow): TaskBody {
  const { namespace, name, version, input } = run.workflow;
  const computed =
    input === undefined ? undefined : compilation.template(input, siteIn(around, 'run', 'workflow', 'input'));
  return {
    kind: 'call',
    effect: {
      kind: 'workflow',
      namespace,
      name,
      version,
      ...(computed !== undefined && { input: computed }),
      await: run.await ?? true,
    },
    repeat: repeatRule(metadata, 'safe'),
  };
}
