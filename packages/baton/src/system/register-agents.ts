import { agentFunction, PriceList, Roster, Router, type Model } from '@batonhq/agents';
import type { FunctionDefinition } from '@batonhq/engine';
import type { SystemOptions } from './options.ts';
import { pastMissions } from './past-missions.ts';

/** Agents and tools of a system, and the function that carries out missions with them. */
export interface RegisteredAgents {
  readonly roster: Roster;
  readonly router: Router;
  /** Names of those that a folder's files describe. */
  readonly fromFiles: Set<string>;
  /** Opens a model. Throws `ModelReferenceError`. */
  readonly model: (reference: string) => Promise<Model>;
  readonly performing: FunctionDefinition;
  /** What models cost. */
  readonly prices: PriceList;
}

type MissionOptions = Pick<SystemOptions, 'models' | 'prices' | 'onText' | 'loadBalancing' | 'autoOptimization'>;

/** Makes room for agents; models go out by `fetch`, the guarded way of everything else. */
export function agentsOf(
  { models = [], prices, onText, loadBalancing = true, autoOptimization = true }: MissionOptions,
  { fetch, dataDir }: { readonly fetch: typeof globalThis.fetch; readonly dataDir: string },
): RegisteredAgents {
  const roster = new Roster(models);
  const priced = new PriceList(prices);
  const past = pastMissions(dataDir);
  const router = new Router({ agents: () => roster.agents(), prices: priced, loadBalancing, autoOptimization, past });
  // Clients of providers take long to load, and most commands need none.
  const model = async (reference: string): Promise<Model> =>
    (await import('@batonhq/agents/models')).openModel(reference, { fetch });
  const performing = agentFunction({
    agent: (name) => roster.agent(name),
    tool: (name) => roster.tool(name),
    model,
    prices: priced,
    router,
    asksPeople: true,
    ...(onText !== undefined && { onText }),
  });
  return { roster, router, fromFiles: new Set(), model, performing, prices: priced };
}
