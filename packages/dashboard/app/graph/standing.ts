import type { Row, RowPhase } from '../story/story.ts';
import { pathOfKey } from './build.ts';

/** How far a task of the definition is, over all its instances. */
export interface Standing {
  /** That of an instance that is open, else of the newest one. */
  readonly phase: RowPhase;
  readonly instances: number;
  readonly ended: number;
  /** The key of that instance. */
  readonly key: string;
}

/** How far every task is, by its path in the definition. */
export function standingsOf(rows: Iterable<Row>): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const row of rows) {
    if (row.isStep) continue;
    const path = pathOfKey(row.key);
    const before = standings.get(path);
    const isOpen = row.endedAt === null;
    const keeps = before !== undefined && !isOpen && (before.phase === 'running' || before.phase === 'waiting');
    standings.set(path, {
      phase: keeps ? before.phase : row.phase,
      key: keeps ? before.key : row.key,
      instances: (before?.instances ?? 0) + 1,
      ended: (before?.ended ?? 0) + (isOpen ? 0 : 1),
    });
  }
  return standings;
}
