import type { Task } from '../definition/schema/task.ts';
import type { Extension, Workflow } from '../definition/schema/workflow.ts';
import { inside, siteIn, type Compilation, type Surroundings } from './compilation.ts';

/** The name of the first extension that extends a task; extensions themselves are not available yet. */
export function extensionOf(workflow: Workflow, task: Task): string | undefined {
  for (const item of workflow.use?.extensions ?? []) {
    for (const [name, extension] of Object.entries(item)) if (extendsTask(extension, task)) return name;
  }
  return undefined;
}

/** What an extension calls a task: its keyword, or `composite` for those that hold tasks and nothing else. */
function extendsTask({ extend }: Extension, task: Task): boolean {
  if (extend === 'all') return true;
  if (extend === 'composite') return 'fork' in task || ('do' in task && !('for' in task));
  return extend in task;
}

/** Checks the tasks and conditions of all extensions. */
export function checkExtensions(compilation: Compilation, around: Surroundings): void {
  const { extensions = [] } = compilation.workflow.use ?? {};
  extensions.forEach((item, index) => {
    for (const [name, extension] of Object.entries(item)) {
      const within = inside({ ...around, prefix: `:extensions/${index}` }, ['use', 'extensions', index, name]);
      if (extension.when !== undefined) compilation.expression(extension.when, siteIn(within, 'when'));
      if (extension.before !== undefined) compilation.sequence(extension.before, inside(within, ['before']));
      if (extension.after !== undefined) compilation.sequence(extension.after, inside(within, ['after']));
    }
  });
}
