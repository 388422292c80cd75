import { useQuery } from '@tanstack/react-query';
import { client } from '../../client.ts';

/** Roles that may start executions and order them about. */
const steerers = ['operator', 'developer', 'admin'];

/** Whether whoever is signed in may order executions about: others are offered no orders. */
export function useMaySteer(): boolean {
  const who = useQuery({ queryKey: ['who'], queryFn: client.who, staleTime: Infinity });
  return who.data !== undefined && steerers.includes(who.data.role);
}
