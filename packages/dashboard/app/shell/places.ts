import type { IconName } from '../part/icon.tsx';

/** A page that can be gone to from everywhere. */
export interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** Pressed after `g`. */
  readonly key: string;
}

/** The pages, in the order people need them. */
export const places: readonly Place[] = [
  { path: '/start', name: 'Start', icon: 'start', key: 's' },
  { path: '/', name: 'Executions', icon: 'executions', key: 'e' },
  { path: '/approvals', name: 'Approvals', icon: 'approvals', key: 'a' },
  { path: '/schedules', name: 'Schedules', icon: 'schedules', key: 't' },
  { path: '/agents', name: 'Agents', icon: 'agents', key: 'n' },
  { path: '/costs', name: 'Costs', icon: 'costs', key: 'c' },
  { path: '/health', name: 'Health', icon: 'health', key: 'h' },
  { path: '/settings', name: 'Settings', icon: 'settings', key: ',' },
];

/** The page somebody is on, by its address; an execution belongs to the executions. */
export function placeOf(path: string): Place | undefined {
  const found = places.find((place) => place.path !== '/' && path.startsWith(place.path));
  return found ?? (/^\/($|executions|compare)/.test(path) ? places.find((place) => place.path === '/') : undefined);
}
