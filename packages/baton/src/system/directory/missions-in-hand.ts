import type { MissionAssignment, MissionBook } from '@batonhq/agents';
import type { Journal } from '@batonhq/core';

/** Missions whose execution goes on: one that was cancelled says nothing of the missions inside. */
export async function missionsInHand(
  tenant: string,
  book: MissionBook,
  journal: Pick<Journal, 'view'>,
): Promise<readonly MissionAssignment[]> {
  const open: MissionAssignment[] = [];
  for (const mission of book.open(tenant)) {
    const view = await journal.view(mission.execution);
    if (view !== null && view.endedAt === null) open.push(mission);
  }
  return open;
}
