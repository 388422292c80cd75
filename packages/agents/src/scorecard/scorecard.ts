import { defaultAgentLimits, type Agent } from '../agent/agent.ts';
import type { MissionAssignment } from './mission-book.ts';

/** How an agent has done what it was given: its last 200 missions, and what it has in hand. */
export type Scorecard = {
  readonly missions: number;
  readonly passed: number;
  /** From 0 to 1; null while none has ended. */
  readonly successRate: number | null;
  readonly meanMilliseconds: number | null;
  readonly meanTokens: number | null;
  /** Missions that failed since the last one that passed. */
  readonly failuresInARow: number;
  readonly inHand: number;
  /** Missions it may have in hand before others are asked. */
  readonly most: number;
  readonly lastEndedAt: number | null;
};

/** How an agent stands: `unable` misses tools or models, `resting` failed too often just now, `busy` has its hands full. */
export type AgentStanding = {
  readonly state: 'well' | 'failing' | 'resting' | 'busy' | 'unable' | 'unproven';
  /** The same in one line. */
  readonly detail: string;
};

/** After so many failures in a row it is left alone for a while, as the router does. */
const mostFailures = 3;
const leftAlone = 5 * 60_000;

/** Below this share of missions that pass, an agent is failing. */
const passable = 0.5;

/** The scorecard of an agent from the missions it ended, oldest first, and how many it has in hand. */
export function scorecardOf(
  agent: Pick<Agent, 'limits'>,
  { ended, inHand }: { readonly ended: readonly MissionAssignment[]; readonly inHand: number },
): Scorecard {
  const passed = ended.filter(({ phase }) => phase === 'completed');
  const lastPassed = ended.findLastIndex(({ phase }) => phase === 'completed');
  return {
    missions: ended.length,
    passed: passed.length,
    successRate: ended.length === 0 ? null : passed.length / ended.length,
    meanMilliseconds: meanOf(ended.map(({ at, endedAt }) => (endedAt ?? at) - at)),
    meanTokens: meanOf(ended.map(({ tokens }) => tokens ?? 0)),
    failuresInARow: ended.length - 1 - lastPassed,
    inHand,
    most: agent.limits?.missions ?? defaultAgentLimits.missions,
    lastEndedAt: ended.at(-1)?.endedAt ?? null,
  };
}

/** How an agent stands now. `missingTools` are tools it names that nobody registered. */
export function standingOf(
  { models }: Pick<Agent, 'models'>,
  {
    card,
    missingTools,
    now,
  }: { readonly card: Scorecard; readonly missingTools: readonly string[]; readonly now: number },
): AgentStanding {
  const { missions, passed, successRate, failuresInARow, inHand, most, lastEndedAt } = card;
  if (missingTools.length > 0) return { state: 'unable', detail: `tools that are missing: ${missingTools.join(', ')}` };
  if (models.length === 0) return { state: 'unable', detail: 'no model: name one with --model' };
  const rest = leftAlone - (now - (lastEndedAt ?? 0));
  if (failuresInARow >= mostFailures && rest > 0)
    return {
      state: 'resting',
      detail: `failed ${failuresInARow} times in a row: left alone for ${Math.ceil(rest / 60_000)} more minutes while others can`,
    };
  if (inHand >= most) return { state: 'busy', detail: `${inHand} missions in hand, as many as it takes` };
  if (successRate === null) return { state: 'unproven', detail: 'no mission has ended yet' };
  const state = successRate < passable ? 'failing' : 'well';
  return { state, detail: `${passed} of the last ${missions} missions done` };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
