import type { Agent } from '../agent/agent.ts';
import type { PriceList } from '../model/price/price-list.ts';
import { chooseAgent, type AgentChoice, type AgentWish } from './choose-agent.ts';
import { TrackRecord, type MissionEnd } from './track-record.ts';

/** What counts in a model: how good it is, which is the order it is written in, or what it costs. */
export type ModelPreference = 'quality' | 'cost';

/** What a router chooses by. */
export interface RouterOptions {
  /** The agents there are now. */
  readonly agents: () => readonly Agent[];
  readonly prices: PriceList;
  /** Spreads missions over agents and over the models of one agent, by what they have in hand. True by default. */
  readonly loadBalancing?: boolean;
  /** How missions ended before this process, each under a name of its own: asked once, before the first choice. None by default. */
  readonly past?: () => Promise<ReadonlyMap<string, MissionEnd>>;
  /** Learns from how missions ended, and leaves alone who keeps failing. True by default. */
  readonly autoOptimization?: boolean;
}

/**
 * Chooses who carries out a mission and with which model first.
 *
 * @example
 * ```ts
 * import { PriceList, readyAgents, Roster, Router } from '@batonhq/agents';
 *
 * const roster = new Roster(['openai/gpt-5-mini']);
 * for (const agent of readyAgents) roster.addAgent(agent);
 * const router = new Router({ agents: () => roster.agents(), prices: new PriceList() });
 * const wish = { skills: ['triage'], prompt: 'The oven is broken again', tried: [] };
 * console.log(router.choose(wish, Date.now())?.why);
 * ```
 */
export class Router {
  readonly record = new TrackRecord();
  readonly #options: RouterOptions;
  #remembering: Promise<void> | null = null;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Whether missions are spread by load. */
  get isBalancing(): boolean {
    return this.#options.loadBalancing !== false;
  }

  /** Fulfils when it is known how missions ended before, if somebody knows; without `autoOptimization` nobody asks. */
  remember(): Promise<void> {
    this.#remembering ??= this.#remember();
    return this.#remembering;
  }

  /** Null when nobody has a skill that is needed, or all who have it have tried. */
  choose(wish: AgentWish, now: number): AgentChoice | null {
    const { agents, prices, autoOptimization = true, loadBalancing = true } = this.#options;
    const candidates = agents().map((agent) => ({
      agent,
      standing: this.record.standing(agent.name, now),
      price: prices.find(agent.models[0] ?? '')?.output ?? null,
    }));
    return chooseAgent(wish, { candidates, options: { byHistory: autoOptimization, byLoad: loadBalancing, now } });
  }

  /**
   * The models of an agent in the order they are tried: as they are written, best first; the cheapest first where cost is
   * preferred, those without a price last. Among equals the one with least in hand comes first.
   */
  models(
    { models }: Agent,
    { now, prefer }: { readonly now: number; readonly prefer: ModelPreference },
  ): readonly string[] {
    const byCost = (model: string): number =>
      prefer === 'cost' ? (this.#options.prices.find(model)?.output ?? Number.MAX_VALUE) : 0;
    const inHand = (model: string): number => (this.isBalancing ? this.record.inHandOf(model, now) : 0);
    return models.toSorted((left, right) => byCost(left) - byCost(right) || inHand(left) - inHand(right));
  }

  async #remember(): Promise<void> {
    const { past, autoOptimization = true } = this.#options;
    if (past === undefined || !autoOptimization) return;
    for (const [mission, end] of await past()) this.record.note(mission, end);
  }
}
