import type { RouteName } from '@batonhq/server/client';
import type { IconName } from '../part/icon.tsx';

/** A page that can be gone to from everywhere. */
export interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** Pressed after `g`. */
  readonly key: string;
  /** What the page cannot do without: who may not use it is not sent there. */
  readonly needs: RouteName;
}

/** The pages, in the order people need them. */
export const places: readonly Place[] = [
  { path: '/start', name: 'Start', icon: 'start', key: 's', needs: 'GET /api/plans' },
  { path: '/', name: 'Executions', icon: 'executions', key: 'e', needs: 'GET /api/executions' },
  { path: '/approvals', name: 'Approvals', icon: 'approvals', key: 'a', needs: 'GET /api/approvals' },
  { path: '/schedules', name: 'Schedules', icon: 'schedules', key: 't', needs: 'GET /api/schedules' },
  { path: '/agents', name: 'Agents', icon: 'agents', key: 'n', needs: 'GET /api/agents' },
  { path: '/costs', name: 'Costs', icon: 'costs', key: 'c', needs: 'GET /api/costs' },
  { path: '/health', name: 'Health', icon: 'health', key: 'h', needs: 'GET /api/system/metrics' },
  { path: '/settings', name: 'Settings', icon: 'settings', key: ',', needs: 'GET /api/session' },
];

/** The page somebody is on, by its address; an execution belongs to the executions. */
export function placeOf(path: string): Place | undefined {
  const found = places.find((place) => place.path !== '/' && path.startsWith(place.path));
  return found ?? (/^\/($|executions|compare)/.test(path) ? places.find((place) => place.path === '/') : undefined);
}
