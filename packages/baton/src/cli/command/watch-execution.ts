import type { ExecutionDetails } from '@batonhq/engine';
import type { ExecutionHandle } from '../../system/execution-handle.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { follow } from '../progress/follow.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { watchStandstill } from './standstill.ts';

/** An execution to watch, and when to stop. */
export interface Watching {
  readonly system: OrchestrationSystem;
  readonly handle: ExecutionHandle;
  readonly terminal: Terminal;
  readonly stop: AbortSignal;
  readonly limit: number | undefined;
}

/** Why a command stopped looking at an execution. */
type Why = 'ended' | 'stopped' | 'timed out' | 'stands still';

/** How an execution stood when nobody looked any more. */
export interface Watched {
  readonly details: ExecutionDetails;
  readonly why: Why;
}

/** Shows an execution until it ends, stands still, or somebody stops looking. */
export async function watchExecution({ system, handle, terminal, stop, limit }: Watching): Promise<Watched> {
  const standstill = watchStandstill();
  const timeout = limit === undefined ? [] : [AbortSignal.timeout(limit)];
  const own = system.role === 'owner' ? [standstill.signal] : [];
  const signal = AbortSignal.any([stop, ...timeout, ...own]);
  const followed = {
    id: handle.id,
    details: () => system.getExecution(handle.id),
    events: (options: { readonly signal: AbortSignal }) => handle.events(options),
  };
  await follow(followed, terminal, { signal, heard: (recorded) => standstill.heard(recorded) });
  const details = await system.getExecution(handle.id);
  if (details.view.endedAt !== null) return { details, why: 'ended' };
  if (stop.aborted) return { details, why: 'stopped' };
  return { details, why: standstill.signal.aborted ? 'stands still' : 'timed out' };
}
