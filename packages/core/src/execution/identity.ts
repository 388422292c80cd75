import { canonicalJson } from '../kernel/canonical-json.ts';
import { idFrom } from '../kernel/entropy.ts';
import { isJsonObject, type Json } from '../kernel/json.ts';
import type { TaskNode } from '../program/task-node.ts';

/**
 * Whose credentials a call shows: the name of the secret that they are, else a digest of how they are written. Null when it
 * shows none.
 */
export function identityOf(node: TaskNode): string | null {
  if (node.kind !== 'call') return null;
  const { effect } = node;
  const shown = 'authentications' in effect ? effect.authentications.call : undefined;
  const policy = effect.kind === 'http' ? effect.authentication : shown;
  return policy === undefined ? null : nameOf(policy.source);
}

function nameOf(policy: Json): string {
  const parts = isJsonObject(policy) ? [policy, ...Object.values(policy)] : [];
  const named = parts
    .map((part) => (isJsonObject(part) ? part['use'] : undefined))
    .find((use) => typeof use === 'string');
  return named ?? idFrom(canonicalJson(policy)).slice(0, 12);
}
