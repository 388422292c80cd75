import type { CloudEvent } from '../step/effect.ts';

/** What tells a CloudEvent from all others: producers give every event of theirs another id. */
export function messageName({ source, id }: Pick<CloudEvent, 'source' | 'id'>): string {
  return `${id} ${source}`;
}
