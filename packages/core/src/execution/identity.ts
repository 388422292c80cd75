import { isJsonObject, type Json } from '../kernel/json.ts';
import type { TaskNode } from '../program/task-node.ts';
import type { DeferredArguments } from '../step/effect.ts';
import { deferredOf } from './effects.ts';

/**
 * Who a call says it is, without a word of its secrets: the names of those that it shows to the other side, `stripe`, or
 * `password+user`. Null for a call that shows none.
 */
export function identityOf(
  deferred: Pick<DeferredArguments, 'members' | 'authentications'> | undefined,
): string | null {
  if (deferred === undefined) return null;
  const names = new Set<string>();
  for (const { source } of Object.values(deferred.members)) collect(source, names);
  collect(deferred.authentications?.call?.source ?? null, names);
  return names.size === 0 ? null : [...names].toSorted().join('+');
}

/** Asked for every call, and always the same for a task. */
const known = new WeakMap<TaskNode, string | null>();

/** Who the call of a task says it is. */
export function identityOfTask(node: TaskNode): string | null {
  if (node.kind !== 'call' || node.effect.kind === 'function') return null;
  const before = known.get(node);
  if (before !== undefined) return before;
  const identity = identityOf(deferredOf(node.effect, { input: null, scope: () => null }));
  known.set(node, identity);
  return identity;
}

/** `$secrets.name`, and `$secrets["name"]` for names that need it. */
const mentions = /\$secrets(?:\.(?<plain>[A-Za-z_]\w*)|\s*\.?\[\s*"(?<quoted>[^"]+)"\s*\])/g;

function collect(source: Json, names: Set<string>): void {
  if (typeof source === 'string')
    for (const { groups } of source.matchAll(mentions)) names.add(groups?.['plain'] ?? groups?.['quoted'] ?? '');
  else if (Array.isArray(source)) for (const item of source) collect(item, names);
  else if (isJsonObject(source))
    for (const [name, member] of Object.entries(source)) collectMember(name, member, names);
}

/** A policy that comes whole from a secret says `{ basic: { use: "name" } }`. */
function collectMember(name: string, member: Json, names: Set<string>): void {
  if (name === 'use' && typeof member === 'string') names.add(member);
  else collect(member, names);
}
