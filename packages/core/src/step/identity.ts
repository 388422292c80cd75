import type { Computed } from '../expression/evaluator.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import type { DeferredArguments } from './effect.ts';

/**
 * Who a call says it is, without a word of its secrets: the names of those that it shows there, `stripe`, or
 * `password+user`. Null for a call that shows none. Calls under different identities have different limits at a service.
 */
export function identityOf(
  deferred: Pick<DeferredArguments, 'members' | 'authentications'> | undefined,
): string | null {
  if (deferred === undefined) return null;
  const names = new Set<string>();
  const { call } = deferred.authentications ?? {};
  for (const { source } of [...Object.values(deferred.members), ...(call === undefined ? [] : [call])])
    collect(source, names);
  return names.size === 0 ? null : [...names].toSorted().join('+');
}

/** `$secrets.name`, and `$secrets["name"]` for names that need it. */
const mentions = /\$secrets(?:\.(?<plain>[A-Za-z_]\w*)|\s*\.?\[\s*"(?<quoted>[^"]+)"\s*\])/g;

function collect(source: Computed['source'], names: Set<string>): void {
  if (typeof source === 'string') {
    for (const { groups } of source.matchAll(mentions)) names.add(groups?.['plain'] ?? groups?.['quoted'] ?? '');
    return;
  }
  if (Array.isArray(source)) for (const item of source) collect(item, names);
  if (!isJsonObject(source)) return;
  for (const [name, member] of Object.entries(source)) collectMember(name, member, names);
}

/** A policy that comes whole from a secret says `{ basic: { use: "name" } }`. */
function collectMember(name: string, member: Json, names: Set<string>): void {
  if (name === 'use' && typeof member === 'string') names.add(member);
  else collect(member, names);
}
