import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { sha256 } from '../kernel/sha256.ts';
import type { ApprovalRule } from '../program/metadata.ts';

/** How long people have for an answer where nothing else is said: seven days, in milliseconds. */
export const defaultExpiry = 7 * 24 * 3_600_000;

/** What is asked of people, as it is recorded. */
export interface ApprovalAsks {
  /** Whoever answers has one of these; empty: anybody may. */
  readonly roles: readonly string[];
  /** How many distinct people have to say yes. */
  readonly quorum: number;
  /** Milliseconds from the question until it counts as denied. */
  readonly expires: number;
  /** Why people are asked. */
  readonly reason: string;
  /** What the call is made with beside its arguments, the version of its function say: the answer is about this too. */
  readonly subject: Json;
  /** Whoever started the execution may not answer. */
  readonly fourEyes: boolean;
  /** Nobody is asked: it is refused, and this is why. */
  readonly refuse?: string;
}

/** What a definition asks of people. */
export function approvalAsks(
  { roles = [], quorum = 1, expires = defaultExpiry, reason: said = 'the definition asks for it' }: ApprovalRule,
  more: { readonly reason?: string; readonly subject?: Json; readonly fourEyes?: boolean } = {},
): JsonObject {
  const { reason = said, subject = null, fourEyes = false } = more;
  return { roles: [...roles], quorum, expires, reason, subject, ...(fourEyes && { fourEyes }) };
}

/** Reads what was asked; what is missing has its default. */
export function readAsks({ roles, quorum, expires, reason, subject, fourEyes, refuse }: JsonObject): ApprovalAsks {
  return {
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    quorum: typeof quorum === 'number' ? quorum : 1,
    expires: typeof expires === 'number' ? expires : defaultExpiry,
    reason: typeof reason === 'string' ? reason : '',
    subject: subject ?? null,
    fourEyes: fourEyes === true,
    ...(typeof refuse === 'string' && { refuse }),
  };
}

/**
 * What an approval is bound to: the SHA-256 of the canonical form of the call, its arguments and what it is made with.
 * Arguments that mention secrets are in there as they are written, so the hash knows the name of a secret, never its value.
 * 64 hexadecimal digits; members in another order give the same.
 *
 * @example
 * ```ts
 * import { callHash } from '@batonhq/core';
 *
 * console.log(callHash({ kind: 'function', name: 'pay', input: { amount: 3 } }, null).length); // 64
 * ```
 */
export function callHash(call: object, subject: Json): string {
  const plain: Json = JSON.parse(JSON.stringify({ call, subject }));
  return sha256(canonicalJson(plain));
}
