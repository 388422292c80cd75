import type { Json } from '@batonhq/core';
import { defaultAgentLimits, type Agent } from '../agent/agent.ts';
import { termsIn } from '../tool/text/words.ts';
import { complexityOf } from './complexity.ts';
import type { Standing } from './track-record.ts';

/** What a mission wants of whoever carries it out. */
export interface AgentWish {
  /** Skills that are needed; an agent has one when its words are among the agent's own. */
  readonly skills: readonly string[];
  /** The task in words: it tells agents of the same skills from each other. */
  readonly prompt: string;
  /** What the mission is about, as data: the business, its numbers, what was found before. None when missing. */
  readonly context?: Json;
  /** Agents that have tried already. */
  readonly tried: readonly string[];
}

/** An agent, and what is known of it. */
export interface Candidate {
  readonly agent: Agent;
  readonly standing: Standing;
  /** What a million tokens of its first model cost, in units; null when nobody knows. */
  readonly price: number | null;
}

/** What is looked at besides skills. */
export interface ChoiceOptions {
  /** History: how often, how quickly and for how much an agent has done what it was given. */
  readonly byHistory: boolean;
  /** Load: how much an agent has in hand. */
  readonly byLoad: boolean;
  readonly now: number;
}

/** Who was chosen, and in one line why. */
export type AgentChoice = { readonly agent: string; readonly why: string; readonly score: number };

/** After so many failures in a row an agent is left alone for a while, unless there is nobody else. */
const mostFailures = 3;
const leftAlone = 5 * 60_000;

/** How much each point of view counts. Skills decide; the rest orders those who have them. */
const weights = { skills: 4, words: 1, context: 0.5, history: 2, speed: 0.25, cost: 0.25, load: 0.5 };

/** Characters of the context that are looked at. */
const contextLength = 4_000;

/** Below and above, a task counts as simple and as complex. */
const simple = 0.15;
const complex = 0.6;

/**
 * Chooses an agent for a mission: by the skills it needs, the words of the task, and where wanted by history (the mean of
 * a Beta distribution, so that one success is no proof), speed, cost and load. Null when nobody has a skill that is
 * needed, or everybody has tried. The more complex the task, the more history counts, and the less speed and cost do.
 */
export function chooseAgent(
  wish: AgentWish,
  { candidates, options }: { readonly candidates: readonly Candidate[]; readonly options: ChoiceOptions },
): AgentChoice | null {
  const able = candidates.filter(({ agent }) => !wish.tried.includes(agent.name) && skillsMet(wish, agent) > 0);
  const awake = able.filter((one) => !isLeftAlone(one.standing, options) && !isFull(one, options));
  const rated = (awake.length > 0 ? awake : able).map((candidate) => ({
    candidate,
    score: scoreOf(candidate, { wish, options, all: able }),
  }));
  const [best] = rated.toSorted(
    (left, right) => right.score - left.score || left.candidate.agent.name.localeCompare(right.candidate.agent.name),
  );
  if (best === undefined) return null;
  const { agent, standing } = best.candidate;
  return {
    agent: agent.name,
    score: Math.round(best.score * 1_000) / 1_000,
    why: reasonOf({ agent, standing, wish, among: able.length, asleep: able.length - awake.length, options }),
  };
}

/** The share of the needed skills that an agent has; 1 when none is named. */
function skillsMet({ skills }: AgentWish, agent: Agent): number {
  if (skills.length === 0) return 1;
  const own = new Set(termsIn(`${agent.name.replaceAll('-', ' ')} ${agent.skills.join(' ')}`));
  const met = skills.filter((skill) => termsIn(skill).every((term) => own.has(term)));
  return met.length === skills.length ? 1 : met.length / skills.length / 2;
}

function isFull({ agent, standing }: Candidate, { byLoad }: ChoiceOptions): boolean {
  return byLoad && standing.inHand >= (agent.limits?.missions ?? defaultAgentLimits.missions);
}

interface Scoring {
  readonly wish: AgentWish;
  readonly options: ChoiceOptions;
  readonly all: readonly Candidate[];
}

function scoreOf({ agent, standing, price }: Candidate, { wish, options, all }: Scoring): number {
  const own = ownWords(agent);
  const fit =
    weights.skills * skillsMet(wish, agent) +
    weights.words * wordsMet(termsIn(wish.prompt), own) +
    weights.context * wordsMet(contextWords(wish), own);
  const load = options.byLoad ? weights.load * standing.inHand : 0;
  if (!options.byHistory) return fit - load;
  const slowest = Math.max(1, ...all.map((one) => one.standing.meanMilliseconds));
  const dearest = Math.max(1e-9, ...all.map((one) => (one.price ?? 0) * Math.max(1, one.standing.meanTokens)));
  const cost = (price ?? 0) * Math.max(1, standing.meanTokens);
  const complexity = complexityOf(wish);
  const spent = weights.speed * (standing.meanMilliseconds / slowest) + weights.cost * (cost / dearest);
  return fit - load + (0.5 + complexity) * weights.history * successRate(standing) - (1.5 - complexity) * spent;
}

/** As it is to be expected after so many missions, beginning from one success and one failure. */
function successRate({ missions, passed }: Standing): number {
  return (passed + 1) / (missions + 2);
}

function ownWords({ description, skills }: Agent): ReadonlySet<string> {
  return new Set(termsIn(`${description} ${skills.join(' ')}`));
}

/** The cosine of two sets of words. */
function wordsMet(terms: readonly string[], own: ReadonlySet<string>): number {
  const words = new Set(terms);
  if (words.size === 0) return 0;
  return [...words].filter((word) => own.has(word)).length / Math.sqrt(words.size * Math.max(1, own.size));
}

/** The words of everything in the context, without the marks of JSON. */
function contextWords({ context }: AgentWish): readonly string[] {
  if (context === undefined || context === null) return [];
  return termsIn(JSON.stringify(context).slice(0, contextLength));
}

function isLeftAlone({ failuresInARow, lastEnd }: Standing, { byHistory, now }: ChoiceOptions): boolean {
  return byHistory && failuresInARow >= mostFailures && now - lastEnd < leftAlone;
}

function reasonOf({
  agent,
  standing,
  wish,
  among,
  asleep,
  options,
}: {
  readonly agent: Agent;
  readonly standing: Standing;
  readonly wish: AgentWish;
  readonly among: number;
  readonly asleep: number;
  readonly options: ChoiceOptions;
}): string {
  const skills = wish.skills.length === 0 ? 'no skill was asked for' : `has ${wish.skills.join(', ')}`;
  return [
    `${agent.name}: ${skills}, of ${among} who could`,
    ...(options.byHistory && standing.missions > 0 ? [`${standing.passed} of ${standing.missions} missions done`] : []),
    ...knownOf(wish, agent),
    ...(options.byHistory && among > 1 ? weighed(wish) : []),
    ...(options.byLoad && standing.inHand > 0 ? [`${standing.inHand} in hand`] : []),
    ...(asleep > 0 ? [`${asleep} left out for failures or work in hand`] : []),
    ...(wish.tried.length > 0 ? [`after ${wish.tried.join(', ')}`] : []),
  ].join('; ');
}

/** What it has in common with the context, at most three words. */
function knownOf(wish: AgentWish, agent: Agent): readonly string[] {
  const own = ownWords(agent);
  const common = [...new Set(contextWords(wish))].filter((word) => own.has(word)).slice(0, 3);
  return common.length === 0 ? [] : [`knows ${common.join(', ')}`];
}

function weighed(wish: AgentWish): readonly string[] {
  const complexity = complexityOf(wish);
  if (complexity > complex) return ['a complex task, so that success counts more'];
  return complexity < simple ? ['a simple task, so that speed and cost count more'] : [];
}
