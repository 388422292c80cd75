import type { TryTask } from '../../definition/schema/task.ts';
import { constant } from '../../expression/template.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { inside, siteIn } from '../compilation.ts';
import { compileRetry } from '../retry.ts';
import { variableName } from '../variable-name.ts';
import type { CatchRules } from '../task-node.ts';
import type { Compiling, KindCompiler } from './kind-compiler.ts';

/** `try` with its `catch`; the fault is known to the conditions and the tasks of the catch. */
export const compileTry: KindCompiler<TryTask> = (compiling) => ({
  kind: 'try',
  sequence: compiling.compilation.sequence(compiling.task.try, inside(compiling.around, ['try'])),
  catch: compileCatch(compiling),
});

function compileCatch({ task, compilation, around }: Compiling<TryTask>): CatchRules {
  const { errors, when, exceptWhen, do: tasks } = task.catch;
  const as = variableName(compilation, task.catch.as ?? 'error', [...around.path, 'catch', 'as']);
  const within = inside(around, ['catch'], [as]);
  const retry = compileRetry(compilation, task.catch.retry, siteIn(within, 'retry'));
  return {
    errors: constant(filterOf(errors?.with ?? {})),
    as,
    ...(when !== undefined && { when: compilation.expression(when, siteIn(within, 'when')) }),
    ...(exceptWhen !== undefined && { exceptWhen: compilation.expression(exceptWhen, siteIn(within, 'exceptWhen')) }),
    ...(retry !== undefined && { retry }),
    ...(tasks !== undefined && { sequence: compilation.sequence(tasks, inside(within, ['do'])) }),
  };
}

/** The language says both `detail` (of an error) and `details` (of a filter). */
function filterOf(members: Readonly<Record<string, string | number | undefined>>): JsonObject {
  const wanted = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [[name === 'details' ? 'detail' : name, value] as const],
  );
  return Object.fromEntries(wanted);
}
