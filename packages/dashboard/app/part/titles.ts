import { useQuery } from '@tanstack/react-query';
import { planClient } from '../client/plans.ts';

/** Where executions of plans are. */
const plansAt = 'plans';

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** What people call a definition: plans go by their title, everything else by its name. */
export function useTitles(): (definition: Named) => string {
  const plans = useQuery({
    queryKey: ['plans', 'titles'],
    queryFn: planClient.plans,
    staleTime: 30_000,
    retry: false,
  });
  const titles = new Map(plans.data?.plans.map(({ name, title }) => [name, title]));
  return ({ namespace, name }) => (namespace === plansAt ? titles.get(name) : undefined) ?? `${namespace}/${name}`;
}

/** The namespace and the name in `namespace/name:version`. */
export function namedIn(workflow: string): Named {
  const [, namespace = '', name = workflow] = /^([^/]*)\/([^:]*)/.exec(workflow) ?? [];
  return { namespace, name };
}
