import type { MissionAssignment, MissionEnd } from '@batonhq/agents';
import { JournalMissions } from './directory/read-missions.ts';

/**
 * How missions ended before this process, by what the journal says: agents are chosen by what they did, whichever process
 * they did it in.
 */
export function pastMissions(dataDir: string): () => Promise<ReadonlyMap<string, MissionEnd>> {
  const since = Date.now();
  return async () => {
    const book = await new JournalMissions(dataDir).book();
    const ended = book
      .tenants()
      .flatMap((tenant) => book.agentsOf(tenant).flatMap((agent) => book.ended(tenant, agent)))
      .map((mission) => endOf(mission, since))
      .filter((one) => one !== null);
    return new Map(ended.toSorted(([, left], [, right]) => left.at - right.at));
  };
}

/** What ended since, this process has noted itself. */
function endOf(mission: MissionAssignment, since: number): readonly [string, MissionEnd] | null {
  const { execution, task, agent, tried, at, endedAt, phase, tokens } = mission;
  if (endedAt === null || endedAt >= since) return null;
  const end = {
    agent: agent.replace(/:.*$/, ''),
    model: '',
    passed: phase === 'completed',
    milliseconds: endedAt - at,
    tokens: tokens ?? 0,
    at: endedAt,
  };
  return [`${execution}/${task}#${tried.length}`, end];
}
