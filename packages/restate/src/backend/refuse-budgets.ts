import type { Budget, Program } from '@batonhq/core';
import { NotAllowedError } from '@batonhq/engine';

/**
 * Refuses to start what has a budget: nobody here would hold to it, and a limit that does not hold is worse than none.
 *
 * @throws {NotAllowedError} when the request, the document or a task of it has one.
 */
export function refuseBudgets({ metadata, tasks }: Pick<Program, 'metadata' | 'tasks'>, asked?: Budget): void {
  const budgets = [asked, metadata.budget, ...tasks.map((task) => task.metadata.budget)];
  if (budgets.every((budget) => budget === undefined)) return;
  throw new NotAllowedError('budgets need the embedded engine: on Restate nobody would hold to them');
}
