import type { Recorded } from '@batonhq/core';
import type { ExecutionDetails } from '@batonhq/engine';
import type { ExecutionHandle } from '../../system/execution-handle.ts';
import type { OrchestrationSystem } from '../../system/orchestration-system.ts';
import { askPeople } from '../progress/ask-approvals.ts';
import { follow } from '../progress/follow.ts';
import { canAsk } from '../terminal/confirm.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { operator } from './control.ts';
import { watchQuestions } from './questions.ts';
import { watchStandstill } from './standstill.ts';

/** An execution to watch, and when to stop. */
export interface Watching {
  readonly system: OrchestrationSystem;
  readonly handle: ExecutionHandle;
  readonly terminal: Terminal;
  readonly stop: AbortSignal;
  readonly limit: number | undefined;
  /** Who else hears what happens. */
  readonly heard?: (recorded: Recorded) => void;
  /** Whether people at the terminal are asked what the execution asks; they are, unless somebody answers for them. */
  readonly mayAsk?: boolean;
}

/** Why a command stopped looking at an execution. */
type Why = 'ended' | 'stopped' | 'timed out' | 'stands still';

/** How an execution stood when nobody looked any more. */
export interface Watched {
  readonly details: ExecutionDetails;
  readonly why: Why;
}

/** Shows an execution until it ends, stands still, or somebody stops looking. */
export async function watchExecution(watching: Watching): Promise<Watched> {
  const { system, handle, terminal, stop, limit, heard, mayAsk = true } = watching;
  const standstill = watchStandstill();
  const timeout = limit === undefined ? [] : [AbortSignal.timeout(limit)];
  const own = system.role === 'owner' ? [standstill.signal] : [];
  const signal = AbortSignal.any([stop, ...timeout, ...own]);
  const { approvals } = system;
  let last = 0;
  const hear = (recorded: Recorded): void => {
    if (recorded.seq <= last) return;
    last = recorded.seq;
    standstill.heard(recorded);
    heard?.(recorded);
  };
  const followed = {
    id: handle.id,
    details: () => system.getExecution(handle.id),
    events: (options: { readonly signal: AbortSignal }) => handle.events(options),
  };
  const postponed = new Set<string>();
  for (let isAsked = true; isAsked;) {
    const asked = watchQuestions({
      isAnswered: (id) => postponed.has(id),
      mayAsk: mayAsk && canAsk() && !terminal.json,
    });
    await follow(followed, terminal, {
      signal: AbortSignal.any([signal, asked.signal]),
      heard: (recorded) => {
        hear(recorded);
        asked.heard(recorded);
      },
    });
    isAsked = asked.signal.aborted && !signal.aborted;
    if (isAsked) await askPeople({ approvals, execution: handle.id, terminal, by: operator(), postponed, signal });
  }
  const details = await system.getExecution(handle.id);
  if (details.view.endedAt !== null) return { details, why: 'ended' };
  if (stop.aborted) return { details, why: 'stopped' };
  return { details, why: standstill.signal.aborted ? 'stands still' : 'timed out' };
}
