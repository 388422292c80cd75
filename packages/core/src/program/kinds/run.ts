import type { RunTask } from '../../definition/schema/task.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { deeper, siteIn, type TaskBody } from '../compilation.ts';
import { compileEndpoint } from '../endpoint.ts';
import { repeatRule } from '../repeat-rule.ts';
import type { Compiling, KindCompiler } from './kind-compiler.ts';

/** `run`: another workflow, or a process outside. */
export const compileRun: KindCompiler<RunTask> = (compiling) => {
  const { run } = compiling.task;
  return 'workflow' in run ? compileWorkflow(compiling, run) : compileProcess(compiling, run);
};

type Process = Exclude<RunTask['run'], { workflow: unknown }>;

/** Scripts in the sandbox touch nothing outside it; of all others nobody knows what they did. */
function compileProcess({ compilation, around, metadata }: Compiling<RunTask>, run: Process): TaskBody {
  const process = 'container' in run ? 'container' : 'script' in run ? 'script' : 'shell';
  const site = { ...siteIn(around, 'run', process), secrets: true, foreign: true };
  const written = compilation.written(site.path);
  const { source: _resource, ...plain } = isJsonObject(written) ? written : {};
  const members = Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, compilation.template(value, deeper(site, name))]),
  );
  const source = 'script' in run && 'source' in run.script ? run.script.source.endpoint : undefined;
  const target =
    source === undefined ? undefined : compileEndpoint(compilation, source, deeper(site, 'source', 'endpoint'));
  const isSandboxed = 'script' in run && /^(js|javascript)$/i.test(run.script.language);
  return {
    kind: 'call',
    effect: {
      kind: 'process',
      process,
      members: { ...members, ...(target !== undefined && { source: target.uri }) },
      authentications: { ...(target?.authentication !== undefined && { document: target.authentication }) },
      await: run.await ?? true,
      return: run.return ?? 'stdout',
    },
    repeat: repeatRule(metadata, isSandboxed ? 'safe' : 'never'),
  };
}

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
