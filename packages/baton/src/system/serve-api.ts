import { userInfo } from 'node:os';
import {
  apiHost,
  createApi,
  EngineMeter,
  KeyStore,
  listen,
  type AgentDirectory,
  type Api,
  type ApiHost,
  type ApiOptions,
  type Listening,
  type ListenOptions,
  type Principal,
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
export interface SystemParts {
  readonly agents: AgentDirectory;
  readonly getSystemMetrics: () => Promise<SystemMetrics>;
  /** Where plans are kept, below. */
  readonly dataDir: string;
  readonly planning: SystemPlanning;
  /** Where spans of requests go; null for nowhere. */
  readonly tracing: Tracing | null;
}

/** Everything that the API of an owner answers with; one for all that serve it, because it keeps keys and books. */
export async function hostOf(
  owner: Owner,
  { getSystemMetrics, agents, dataDir, planning, tracing }: SystemParts,
): Promise<ApiHost> {
  const { journal, secrets } = owner;
  const meter = new EngineMeter();
  journal.watch(meter);
  return apiHost({
    engine: await owner.begin(),
    journal,
    keys: await KeyStore.open(journal.streams, Date.now),
    meter,
    plans: planDesk(dataDir, planning),
    systemMetrics: getSystemMetrics,
    agents,
    ...(secrets !== undefined && { secrets }),
    ...(tracing !== null && { tracing }),
  });
}

/** Serves the API of an owner over TCP; fulfils when it listens. */
export async function serveApi(host: ApiHost, options: ServeOptions): Promise<Serving> {
  const pages = dashboardPages();
  const api = createApi(host, { ...options, ...(pages !== null && { pages }) });
  const listening = await listen(api, options);
  return { ...listening, firstToken: await firstToken(host.keys) };
}

/** The same API for whoever reaches the control socket: that is the person whose folder it is. */
export function socketApi(host: ApiHost): Api {
  const everybody: Principal = { tenant: home, user: operator(), role: 'admin', key: 'socket' };
  return createApi(host, { everybody, pace: { rate: 10_000, burst: 10_000 } });
}

function operator(): string {
  try {
    return userInfo().username;
  } catch {
    return home;
  }
}

/** Without any key nobody could ask for one. */
async function firstToken(keys: KeyStore): Promise<string | null> {
  if (!keys.isEmpty) return null;
  const { token } = await keys.create({ tenant: home, user: home, role: 'admin', name: 'made at the first start' });
  return token;
}
