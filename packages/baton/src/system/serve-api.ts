import {
  apiHost,
  createApi,
  EngineMeter,
  KeyStore,
  listen,
  type AgentDirectory,
  type ApiOptions,
  type Listening,
  type ListenOptions,
  type Tracing,
} from '@batonhq/server';
import { dashboardPages } from '@batonhq/dashboard';
import type { Owner } from '../folder/owner.ts';
import { planDesk } from '../plans/plan-desk.ts';
import type { SystemPlanning } from './planning.ts';
import type { SystemMetrics } from './system-metrics.ts';

/** How to answer over HTTP. */
export interface ServeOptions extends ListenOptions, Pick<ApiOptions, 'hosts' | 'pace' | 'onRequest'> {
  /** Told of what went wrong inside while a request was answered. Nothing by default. */
  readonly onError?: (error: unknown) => void;
}

/** An HTTP API that answers. */
export interface Serving extends Listening {
  /** The first key of a folder that had none: an admin's, told this once. */
  readonly firstToken: string | null;
}

const home = 'local';

/** What the API answers with that is not the engine's. */
interface SystemParts {
  readonly agents: AgentDirectory;
  readonly getSystemMetrics: () => Promise<SystemMetrics>;
  /** Where plans are kept, below. */
  readonly dataDir: string;
  readonly planning: SystemPlanning;
  /** Where spans of requests go; null for nowhere. */
  readonly tracing: Tracing | null;
}

/** Serves the API of an owner; fulfils when it listens. */
export async function serveApi(
  owner: Owner,
  { getSystemMetrics, agents, dataDir, planning, tracing, ...options }: ServeOptions & SystemParts,
): Promise<Serving> {
  const { journal, secrets } = owner;
  const meter = new EngineMeter();
  journal.watch(meter);
  const engine = await owner.begin();
  const keys = await KeyStore.open(journal.streams, Date.now);
  const pages = dashboardPages();
  const plans = planDesk(dataDir, planning);
  const api = createApi(
    apiHost({
      engine,
      journal,
      keys,
      meter,
      plans,
      systemMetrics: getSystemMetrics,
      agents,
      ...(secrets !== undefined && { secrets }),
      ...(tracing !== null && { tracing }),
    }),
    {
      ...options,
      ...(pages !== null && { pages }),
    },
  );
  const listening = await listen(api, options);
  return { ...listening, firstToken: await firstToken(keys) };
}

/** Without any key nobody could ask for one. */
async function firstToken(keys: KeyStore): Promise<string | null> {
  if (!keys.isEmpty) return null;
  const { token } = await keys.create({ tenant: home, user: home, role: 'admin', name: 'made at the first start' });
  return token;
}
