import { isJsonObject, type Json } from '@batonhq/core';
import { identifiersIn } from './identifiers.ts';
import { originOf, type KnownOrigins, type Origin } from './origin.ts';

/** From who is trusted least to who is trusted most: a value that leads to several counts as the worst of them. */
const worst: readonly Origin[] = ['model', 'fetched', 'owner', 'user'];

/**
 * Where the arguments of a tool call came from, for whoever is asked about it: a path to an origin, `fetched` with the tool that
 * brought it. What leads nowhere (a subject, a body) the model wrote.
 */
export function toldOrigins(input: Json, known: KnownOrigins): Readonly<Record<string, string>> {
  return Object.fromEntries(leaves(input, '').map(({ path, value }) => [path, originOfValue(value, known)]));
}

function originOfValue(value: Json, known: KnownOrigins): string {
  const found = (typeof value === 'string' ? identifiersIn(value) : [])
    .map((lead) => ({ lead, origin: originOf(lead, known) }))
    .toSorted((left, right) => worst.indexOf(left.origin) - worst.indexOf(right.origin));
  const [first] = found;
  if (first === undefined || !isNoMore(value, found.length * first.lead.length)) return 'model';
  return first.origin === 'fetched' ? `fetched:${known.fetched[first.lead] ?? 'a tool'}` : first.origin;
}

/** A text around what it leads to was written by whoever wrote the text. */
function isNoMore(value: Json, characters: number): boolean {
  return typeof value === 'string' && value.length <= 2 * characters;
}

function leaves(value: Json, path: string): readonly { readonly path: string; readonly value: Json }[] {
  const inner = (name: string): string => (path === '' ? name : `${path}.${name}`);
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, inner(String(index))));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([name, member]) => leaves(member, inner(name)));
  return [{ path, value }];
}
