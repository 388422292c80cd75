// Written by `npm run client` out of the descriptions of the routes: change those.
import type { AgentsRoutes } from './agents.gen.ts';
import type { ApprovalsRoutes } from './approvals.gen.ts';
import type { AuditRoutes } from './audit.gen.ts';
import type { BudgetsRoutes } from './budgets.gen.ts';
import type { DefinitionsRoutes } from './definitions.gen.ts';
import type { EventsRoutes } from './events.gen.ts';
import type { ExecutionsRoutes } from './executions.gen.ts';
import type { HealthRoutes } from './health.gen.ts';
import type { KeysRoutes } from './keys.gen.ts';
import type { LimitsRoutes } from './limits.gen.ts';
import type { MessagesRoutes } from './messages.gen.ts';
import type { PlansRoutes } from './plans.gen.ts';
import type { SchedulesRoutes } from './schedules.gen.ts';
import type { SessionRoutes } from './session.gen.ts';
import type { SharedContextRoutes } from './shared-context.gen.ts';
import type { WebhooksRoutes } from './webhooks.gen.ts';

/** Every route of the API, by method and path, with what it takes and what it answers. */
export interface Routes
  extends
    AgentsRoutes,
    ApprovalsRoutes,
    AuditRoutes,
    BudgetsRoutes,
    DefinitionsRoutes,
    EventsRoutes,
    ExecutionsRoutes,
    HealthRoutes,
    KeysRoutes,
    LimitsRoutes,
    MessagesRoutes,
    PlansRoutes,
    SchedulesRoutes,
    SessionRoutes,
    SharedContextRoutes,
    WebhooksRoutes {}
