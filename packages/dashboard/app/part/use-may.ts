import { useQuery } from '@tanstack/react-query';
import type { RouteName } from '@batonhq/server/client';
import { client, type Who } from '../client.ts';

/** Who is signed in; undefined until that is known. */
export function useWho(): Who | undefined {
  return useQuery({ queryKey: ['who'], queryFn: client.who, staleTime: Infinity }).data;
}

/** Whether whoever is signed in may use a route: nobody is offered what would be refused. */
export function useMay(): (route: RouteName) => boolean {
  const who = useWho();
  return (route) => who?.may.includes(route) === true;
}
