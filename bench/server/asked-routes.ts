import type { BusyFolder } from './busy-folder.ts';
import { shopDefinition } from './shop-journal.ts';

/** What is asked of a route, by what it is about. */
export type Asked = Readonly<Record<string, readonly string[]>>;

const days = 'since=2026-02-01&until=2026-02-28';

/** What is measured elsewhere (`bench/streams.ts`), is the same in every folder, or as long as a file is. */
export const notAsked: ReadonlySet<string> = new Set([
  '/api/orchestrate/stream/{id}',
  '/api/openapi.json',
  '/api/docs',
  '/api/executions/{id}/files/content',
]);

/** Every route that reads, by its path, with the questions that people and pages ask it. */
export function askedRoutes(folder: BusyFolder): Asked {
  return {
    ...executionRoutes(folder),
    ...spanningRoutes(folder),
    ...peopleRoutes(),
    ...systemRoutes(),
  };
}

function executionRoutes({ middle, wide, long, asking, firstAt, lastAt }: BusyFolder): Asked {
  const { namespace, name, version } = shopDefinition(3);
  const list = (query: string): string => `/api/executions?${query}`;
  return {
    '/api/executions': [
      list('limit=200'),
      list(`before=${middle}&limit=1000`),
      list('phase=waiting,suspended'),
      list('phase=pending'),
      list(`namespace=${namespace}&name=${name}&version=${version}&phase=faulted`),
      list(`name=${name}&since=${firstAt}&until=${lastAt}&before=${middle}`),
      list('name=nothing'),
      list(`parent=${middle}`),
      list('text=customer-31337'),
      list('text=zzzzzzzz&phase=completed&name=process-3'),
    ],
    '/api/orchestrate/{id}': [wide, long, asking].map((id) => `/api/orchestrate/${id}`),
    '/api/orchestrate/{id}/result': [wide, long].map((id) => `/api/orchestrate/${id}/result`),
    '/api/orchestrate/{id}/branch': [wide, long].map((id) => `/api/orchestrate/${id}/branch`),
    '/api/executions/{id}/events': [
      `/api/executions/${long}/events?limit=10000`,
      `/api/executions/${long}/events?after=90000&limit=10000`,
      `/api/executions/${long}/events`,
    ],
    '/api/executions/{id}/definition': [`/api/executions/${long}/definition`],
    '/api/executions/{id}/files': [wide, long, asking].map((id) => `/api/executions/${id}/files`),
    '/api/executions/{id}/assignments': [wide, asking].map((id) => `/api/executions/${id}/assignments`),
  };
}

function spanningRoutes({ sharing }: BusyFolder): Asked {
  return {
    '/api/costs': ['/api/costs', '/api/costs?by=user,of', `/api/costs?by=day&${days}`, '/api/costs?by=execution'],
    '/api/budgets': ['/api/budgets'],
    '/api/budgets/costs': [
      `/api/budgets/costs?${days}`,
      '/api/budgets/costs?user=clerk-3',
      `/api/budgets/costs?execution=${sharing}`,
    ],
    '/api/limits': ['/api/limits'],
    '/api/schedules': ['/api/schedules'],
    '/api/schedules/{namespace}/{name}': ['/api/schedules/bench/report-7?count=100'],
    '/api/messages': ['/api/messages', '/api/messages?agent=agent-3&status=waiting&limit=1000'],
    '/api/context': ['/api/context', `/api/context?scope=execution:${sharing}`, '/api/context?scope=tenant'],
    '/api/context/history': [`/api/context/history?scope=execution:${sharing}&key=k0`],
    '/api/events': ['/api/events', '/api/events?type=bench.order&limit=1000', '/api/events?type=nothing'],
    '/api/definitions': ['/api/definitions'],
    '/api/definitions/{namespace}/{name}': ['/api/definitions/bench/report-7'],
  };
}

function peopleRoutes(): Asked {
  return {
    '/api/approvals': ['/api/approvals'],
    '/api/audit': ['/api/audit', '/api/audit?user=clerk-3&limit=500', '/api/audit?result=failed', '/api/audit?since=1'],
    '/api/keys': ['/api/keys'],
    '/api/session': ['/api/session'],
    '/api/plans': ['/api/plans'],
    '/api/plans/{name}': ['/api/plans/launch-7'],
    '/api/plans/{name}/diff': ['/api/plans/launch-7/diff?from=1&to=2'],
    '/api/webhooks': ['/api/webhooks'],
  };
}

function systemRoutes(): Asked {
  return {
    '/api/agents': ['/api/agents'],
    '/api/agents/{name}': ['/api/agents/coordinator'],
    '/api/tools': ['/api/tools'],
    '/api/functions': ['/api/functions'],
    '/api/system/metrics': ['/api/system/metrics'],
    '/metrics': ['/metrics'],
    '/api/health/live': ['/api/health/live'],
    '/api/health/ready': ['/api/health/ready'],
  };
}
