import type { Executions } from './executions.ts';

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
