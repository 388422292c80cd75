import { decide, foldEvents, viewOf, type ExecutionView, type Journal } from '@batonhq/core';
import { familyIn, openSqliteJournal, pauseSchedules, programCompiler } from '@batonhq/engine';

/** Executions listed at once. */
const page = 1_000;

/** Why executions are suspended, and by whom. */
export interface Suspension {
  readonly by: string;
  readonly reason: string;
}

/** What stands still until a person lets it go on. */
export interface Suspended {
  readonly executions: readonly string[];
  readonly schedules: readonly string[];
}

/**
 * Suspends every open execution of a folder that nobody owns, and pauses its schedules, without letting any of them go on
 * first. Gives their ids.
 */
export async function suspendOpen(dataDir: string, suspension: Suspension): Promise<Suspended> {
  const journal = openSqliteJournal({ directory: dataDir });
  try {
    const open = await openExecutions(journal);
    const compile = programCompiler();
    for (const { id } of open) {
      const events = await journal.read(id, { seq: 0 });
      const program = await familyIn({ journal, compile }, { events });
      if (program === null) continue;
      const state = foldEvents(program, null, { execution: id, events });
      const decision = decide({ program, execution: id, state }, { kind: 'pause', at: Date.now(), ...suspension });
      await journal.commit({
        execution: id,
        expectedSeq: state?.seq ?? 0,
        events: decision.events,
        timers: decision.timers,
        view: viewOf(decision.state),
      });
    }
    const paused = await pauseSchedules(journal.streams, { by: suspension.by, now: Date.now() });
    return { executions: open.map(({ id }) => id), schedules: paused };
  } finally {
    await journal.close();
  }
}

async function openExecutions(journal: Journal): Promise<readonly ExecutionView[]> {
  const found: ExecutionView[] = [];
  for (;;) {
    const before = found.at(-1)?.id;
    const filter = { phases: ['pending', 'running', 'waiting'], limit: page } as const;
    const views = await journal.list({ ...filter, ...(before !== undefined && { before }) });
    found.push(...views);
    if (views.length < page) return found;
  }
}
