import type { ExecutionView, Journal } from '@batonhq/core';
import { NotFoundError } from '@batonhq/engine';
import type { Principal } from '../identity/principal.ts';

/**
 * The row of an execution, if it belongs to the tenant of whoever asks. One of somebody else is answered like one that
 * does not exist: that it exists is nobody else's business either. Throws `NotFoundError`.
 */
export async function owned(journal: Pick<Journal, 'view'>, id: string, { tenant }: Principal): Promise<ExecutionView> {
  const view = await journal.view(id);
  if (view === null || view.tenant !== tenant) throw new NotFoundError(`there is no execution ${id}`);
  return view;
}
