import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteJournal } from '@batonhq/engine';
import {
  scorecardOf,
  type AgentDefinition,
  type MissionAssignment,
  type MissionBook,
  type Scorecard,
} from '@batonhq/agents';
import { missionsInHand } from '../../system/directory/missions-in-hand.ts';
import { JournalMissions } from '../../system/directory/read-missions.ts';
import { durationText } from '../terminal/duration.ts';

/** How an agent did what it was given in a folder, and its latest missions, newest first. */
export interface AgentRecord {
  readonly scorecard: Scorecard;
  readonly assignments: readonly MissionAssignment[];
}

const tenant = 'local';
const latest = 10;

/** Reads it off the journal of a data folder; null when nothing was recorded there. */
export async function readAgentRecord(dataDir: string, agent: AgentDefinition): Promise<AgentRecord | null> {
  if (!existsSync(join(dataDir, 'journal.db'))) return null;
  const book = await new JournalMissions(dataDir).book();
  const ended = book.ended(tenant, agent.name);
  const inHand = await readInHand(dataDir, book);
  const open = inHand.filter((one) => one.agent === agent.name);
  if (ended.length + open.length === 0) return null;
  return {
    scorecard: scorecardOf(agent, { ended, inHand: open.length }),
    assignments: [...open.toReversed(), ...ended.toReversed()].slice(0, latest),
  };
}

async function readInHand(dataDir: string, book: MissionBook): Promise<readonly MissionAssignment[]> {
  const journal = openSqliteJournal({ directory: dataDir, readOnly: true });
  try {
    return await missionsInHand(tenant, book, journal);
  } finally {
    await journal.close();
  }
}

/** The same in lines. */
export function recordLines({ scorecard, assignments }: AgentRecord): readonly string[] {
  const { missions, passed, meanMilliseconds, meanTokens, inHand } = scorecard;
  const means = [
    ...(meanMilliseconds === null ? [] : [`${durationText(meanMilliseconds)} each`]),
    ...(meanTokens === null ? [] : [`${Math.round(meanTokens)} tokens`]),
    ...(inHand === 0 ? [] : [`${inHand} in hand`]),
  ];
  return [
    ['missions', `${passed} of ${missions} done`, ...means].join('  '),
    ...assignments.map(({ execution, phase, why, reason }) => `  ${execution}  ${reason ?? phase}  ${why}`),
  ];
}
