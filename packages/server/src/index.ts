/**
 * The HTTP API of Baton.
 *
 * @module
 */
export { createApi } from './api/create-api.ts';
export type { Api, ApiOptions } from './api/create-api.ts';
export type { AgentDirectory } from './api/agent-directory.ts';
export type { WorkspaceFiles } from './files/workspace-files.ts';
export { apiHost } from './api/host.ts';
export type { ApiHost, ApiHostParts } from './api/host.ts';
export type { Needs, RouteSpec } from './api/route.ts';
export type { PaceOptions } from './guard/pace.ts';
export { AuditLog } from './audit/audit-log.ts';
export type { AuditFilter, AuditPage } from './audit/audit-log.ts';
export type { AuditEntry, AuditFields } from './audit/audit-entry.ts';
export { EngineMeter } from './metrics/engine-meter.ts';
export type { RequestLine } from './api/watching.ts';
export { Tracing } from './trace/tracing.ts';
export type { TracedRequest } from './trace/tracing.ts';
export type { TraceExport } from './trace/span-export.ts';
export type { TraceContext } from './trace/trace-context.ts';
export { KeyStore } from './identity/key-store.ts';
export type { CreatedKey, NewKey } from './identity/key-store.ts';
export type { StoredKey } from './identity/key-facts.ts';
export type { Principal } from './identity/principal.ts';
export { may, roles } from './identity/right.ts';
export type { Action, Right, Role, Subject } from './identity/right.ts';
export type {
  Agreement,
  PlanApproval,
  PlanDoor,
  PlanPage,
  PlanRow,
  Plans,
  VersionDifference,
  VersionPair,
  Whose,
  Wish,
} from './plan/plan-door.ts';
export { listen } from './serve.ts';
export type { Listening, ListenOptions } from './serve.ts';
