import type { Task } from '../../definition/schema/task.ts';
import { unreachable } from '../../kernel/assert.ts';
import type { TaskBody } from '../compilation.ts';
import { compileCall } from './call.ts';
import { compileDo } from './do.ts';
import { compileEmit } from './emit.ts';
import { compileFor } from './for.ts';
import { compileFork } from './fork.ts';
import type { Compiling } from './kind-compiler.ts';
import { compileListen } from './listen.ts';
import { compileRaise } from './raise.ts';
import { compileRun } from './run.ts';
import { compileSet } from './set.ts';
import { compileSwitch } from './switch.ts';
import { compileTry } from './try.ts';
import { compileWait } from './wait.ts';

/** Compiles what is particular to the kind of a task. Total: a kind without a line here does not type-check. */
export function compileBody(compiling: Compiling<Task>): TaskBody {
  const { task } = compiling;
  if ('call' in task) return compileCall({ ...compiling, task });
  if ('for' in task) return compileFor({ ...compiling, task });
  if ('do' in task) return compileDo({ ...compiling, task });
  if ('emit' in task) return compileEmit({ ...compiling, task });
  if ('fork' in task) return compileFork({ ...compiling, task });
  if ('listen' in task) return compileListen({ ...compiling, task });
  if ('raise' in task) return compileRaise({ ...compiling, task });
  if ('run' in task) return compileRun({ ...compiling, task });
  if ('set' in task) return compileSet({ ...compiling, task });
  if ('switch' in task) return compileSwitch({ ...compiling, task });
  if ('try' in task) return compileTry({ ...compiling, task });
  if ('wait' in task) return compileWait({ ...compiling, task });
  return unreachable(task);
}
