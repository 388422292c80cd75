import type { Journal, JsonObject, Program } from '@batonhq/core';

/** A task of a plan that failed for good. */
export interface FailedTask {
  /** Its name in the definition that was in force then. */
  readonly name: string;
  /** As it stood there. */
  readonly task: JsonObject;
}

interface Reading {
  readonly journal: Pick<Journal, 'read'>;
  readonly programOf: (hash: string) => Promise<Program>;
}

/** Events read at once. */
const page = 500;

/** Every task of an execution's plans that failed for good, in the order they did: the state knows only those that nothing replaced. */
export async function failedTasks(execution: string, { journal, programOf }: Reading): Promise<readonly FailedTask[]> {
  const failed: FailedTask[] = [];
  let hash: string | null = null;
  for (let seq = 0; ;) {
    const read = await journal.read(execution, { seq, limit: page });
    for (const { event } of read) {
      if (event.kind === 'execution.started' || event.kind === 'program.revised') hash = event.definition.hash;
      if (event.kind === 'revision.awaited' && hash !== null) failed.push(...taskOf(event.task, await programOf(hash)));
    }
    seq = read.at(-1)?.seq ?? seq;
    if (read.length < page) return failed;
  }
}

/** The task of a key: what tells instances of a task apart is not in its path. */
function taskOf(key: string, { tasks }: Program): readonly FailedTask[] {
  const path = key.replaceAll(/#\d+/g, '');
  const found = tasks.find((task) => task.path === path);
  return found === undefined ? [] : [{ name: found.name, task: found.definition }];
}
