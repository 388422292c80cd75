import { readDefinitionName, type StreamJournal } from '@batonhq/core';
import type { Secrets } from '@batonhq/engine';
import type { Webhook } from './webhook.ts';

/** What a webhook rests on and is not there: until it is, its messages are refused. In sentences for whoever set it. */
export async function missingParts(
  { secrets, workflow }: Pick<Webhook, 'secrets' | 'workflow'>,
  { lookUp, journal }: { readonly lookUp: Secrets; readonly journal: Pick<StreamJournal, 'findDefinition'> },
): Promise<readonly string[]> {
  const unknown = secrets.filter((name) => lookUp(name) === undefined);
  const named = workflow === undefined ? null : readDefinitionName(workflow);
  const isThere = named === null || (await journal.findDefinition({ ...named })) !== null;
  return [
    ...unknown.map((name) => `there is no secret ${name} yet: baton secrets set ${name}`),
    ...(isThere ? [] : [`no definition ${workflow ?? ''} is published yet: baton define FILE`]),
  ];
}
