import type { StreamJournal } from '@batonhq/core';
import { CostBook, type OwnEngine, type EngineLoad, type Secrets } from '@batonhq/engine';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import type { AgentDirectory } from './agent-directory.ts';
import type { PlanDoor } from '../plan/plan-door.ts';
import type { EngineMeter } from '../metrics/engine-meter.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { Tracing } from '../trace/tracing.ts';
import { WebhookStore } from '../webhook/webhook-store.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { KeyStore } from '../identity/key-store.ts';
import { Sessions } from '../identity/sessions.ts';
import { Tickets } from '../identity/tickets.ts';

/** What the API is an API of. */
export interface ApiHost {
  readonly engine: OwnEngine & { readonly load?: EngineLoad };
  /** The journal of that engine: for reading, and to try whether it can be written. */
  readonly journal: StreamJournal;
  readonly keys: KeyStore;
  readonly tickets: Tickets;
  readonly sessions: Sessions;
  /** Who did what. */
  readonly audit: AuditLog;
  /** What was paid for what. */
  readonly costs: CostBook;
  /** Places where messages of others come in. */
  readonly webhooks: WebhookStore;
  /** Looks up the secrets of webhooks; without it there are none. */
  readonly secrets?: Secrets;
  /** Where spans of requests go; nowhere by default. */
  readonly tracing?: Tracing;
  /** What `GET /metrics` tells. */
  readonly metrics: Metrics;
  /** Who plans for goals; nobody by default. */
  readonly plans?: PlanDoor;
  /** Totals of the journal, health, and what to do about it; reading a large journal takes a while. */
  readonly systemMetrics?: () => Promise<object>;
  /** Agents, tools and functions; none by default. */
  readonly agents?: AgentDirectory;
  /** Where executions write files; nowhere by default. */
  readonly files?: WorkspaceFiles;
  /** Milliseconds after which a silent stream says that it is still there. */
  readonly heartbeat: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a host is made of. */
export interface ApiHostParts extends Pick<
  ApiHost,
  'engine' | 'journal' | 'keys' | 'plans' | 'secrets' | 'tracing' | 'systemMetrics' | 'agents' | 'files'
> {
  /** Who did what; the book of this journal by default. */
  readonly audit?: AuditLog;
  /** Figures of the engine, if something watches its journal. */
  readonly meter?: EngineMeter;
  /** Milliseconds after which a silent stream says that it is still there; 15,000 by default. */
  readonly heartbeat?: number;
  /** Milliseconds since 1970; the clock of the machine by default. */
  readonly now?: () => number;
}

/** A host of these parts. */
export function apiHost({ meter, heartbeat = 15_000, now = Date.now, ...parts }: ApiHostParts): ApiHost {
  return {
    ...parts,
    heartbeat,
    now,
    tickets: new Tickets(parts.keys, now),
    sessions: new Sessions(parts.journal.streams, parts.keys, now),
    audit: parts.audit ?? new AuditLog(parts.journal.streams, now),
    costs: new CostBook(parts.journal.streams),
    metrics: new Metrics(meter ?? null),
    webhooks: new WebhookStore(parts.journal.streams, now),
  };
}
