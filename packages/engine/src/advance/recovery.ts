import type { ExecutionView, Journal } from '@batonhq/core';
import type { Executions } from './executions.ts';

/** Executions listed at once. */
const page = 1_000;

/**
 * What a process before this one may have left in the middle of something: executions with steps in flight, and
 * suspended ones, whose steps in flight wait on hold.
 */
export async function findLeftBehind(journal: Pick<Journal, 'unfinished' | 'list'>): Promise<ReadonlySet<string>> {
  const found = new Set(await journal.unfinished());
  for await (const { id } of listAll(journal, 'suspended')) found.add(id);
  return found;
}

/** Recovers executions, so many at a time; goes on with the others when one cannot be. */
export async function recoverAll(
  executions: Executions,
  ids: Iterable<string>,
  options: { readonly atOnce: number; readonly failed: (error: unknown, execution: string) => void },
): Promise<void> {
  const left = ids[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true && !executions.isClosing; next = left.next()) {
      await executions.recover(next.value).catch((error: unknown) => options.failed(error, next.value));
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, worker));
}

async function* listAll(
  journal: Pick<Journal, 'list'>,
  phase: ExecutionView['phase'],
): AsyncGenerator<ExecutionView, void> {
  for (let before: string | undefined; ;) {
    const views = await journal.list({ phases: [phase], limit: page, ...(before !== undefined && { before }) });
    yield* views;
    before = views.at(-1)?.id;
    if (views.length < page) return;
  }
}
