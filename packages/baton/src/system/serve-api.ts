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
  type AuditLog,
  type Listening,
  type ListenOptions,
  type Principal,
  type Tracing,
  type WorkspaceFiles,
} from '@batonhq/server';
import type { ControlOrder } from '@batonhq/engine';
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

/** What stands in the place of a key for whoever reaches the control socket. */
const socketKey = 'socket';

/** What the API answers with that is not the engine's. */
export interface SystemParts {
  readonly agents: AgentDirectory;
  readonly getSystemMetrics: () => Promise<SystemMetrics>;
  /** Where plans are kept, below. */
  readonly dataDir: string;
  readonly planning: SystemPlanning;
  /** Where spans of requests go; null for nowhere. */
  readonly tracing: Tracing | null;
  /** Who did what. */
  readonly audit: AuditLog;
  /** What executions wrote. */
  readonly files: WorkspaceFiles;
}

/** Everything that the API of an owner answers with; one for all that serve it, because it keeps keys and books. */
export async function hostOf(
  owner: Owner,
  { getSystemMetrics, agents, dataDir, planning, tracing, audit, files }: SystemParts,
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
    audit,
    files,
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
  const everybody: Principal = { tenant: home, user: operator(), role: 'admin', key: socketKey };
  return createApi(host, { everybody, pace: { rate: 10_000, burst: 10_000 } });
}

/** Writes an order that came over the control socket into the audit. What was done is done, also where that fails. */
export async function tellOrder(audit: AuditLog, order: ControlOrder): Promise<void> {
  const result = order.status < 400 ? 'done' : order.status < 500 ? 'refused' : 'failed';
  const told = { ...order, user: operator(), role: 'admin', key: socketKey, result } as const;
  await audit.record(home, told).catch((error: unknown) => process.emitWarning(String(error)));
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
