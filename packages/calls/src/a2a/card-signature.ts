import type { JsonWebKey } from 'node:crypto';
import { AgentCard, canonicalizeAgentCard } from '@a2a-js/sdk';
import { flattenedVerify, type FlattenedJWS } from 'jose';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { UnavailableCallError } from '@batonhq/engine';
import type { AgentKeys } from '../options.ts';

/** A card, or what of it is known to be signed, and what its signatures are worth. */
export interface JudgedCard {
  readonly card: JsonObject;
  /** `none`, `not checked` where no key is configured, or `by KEY`. */
  readonly signature: string;
}

/** Signatures that somebody could make who only has what is public are none. */
const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
];

/**
 * Verifies the signatures of a card by the keys that are configured for its origin. What a signature does not cover is
 * left out of the card: older signatures cover all of it, those of 1.0 what that version knows.
 *
 * Throws `UnavailableCallError` when there are keys and none of them signed the card.
 */
export async function judgeCard(
  { signatures = null, ...card }: JsonObject,
  { origin, keys }: { readonly origin: string; readonly keys: AgentKeys },
): Promise<JudgedCard> {
  const given = Array.isArray(signatures) ? signatures.filter((one) => isJsonObject(one)) : [];
  const known = keys[origin];
  if (known === undefined) return { card, signature: given.length === 0 ? 'none' : 'not checked' };
  for (const signature of given) {
    for (const key of known) {
      for (const covered of coveredParts(card)) {
        const by = await verified({ signature, key, payload: canonicalJson(covered) });
        if (by !== null) return { card: covered, signature: `by ${by}` };
      }
    }
  }
  const what = given.length === 0 ? 'is not signed' : 'is not signed by a key that is configured for it';
  throw new UnavailableCallError(
    `the agent card of ${origin} ${what}; look at it, then configure its key with calls.agentKeys or --agent-key`,
  );
}

/** What the signatures of the two versions of the protocol are about; the library drops what 1.0 does not know. */
function coveredParts(card: JsonObject): readonly JsonObject[] {
  try {
    const newer: Json = JSON.parse(canonicalizeAgentCard(AgentCard.fromJSON(card)));
    return isJsonObject(newer) ? [card, newer] : [card];
  } catch {
    return [card];
  }
}

interface Claim {
  readonly signature: JsonObject;
  readonly key: JsonWebKey;
  readonly payload: string;
}

/** The name of the key that made the signature; null when this one did not. Addresses of keys in a signature are not asked. */
async function verified({ signature, key, payload }: Claim): Promise<string | null> {
  const { protected: header, signature: made } = signature;
  if (typeof header !== 'string' || typeof made !== 'string') return null;
  const jws: FlattenedJWS = { payload: Buffer.from(payload).toString('base64url'), protected: header, signature: made };
  const { kid } = key;
  try {
    const about = await flattenedVerify(jws, key, { algorithms });
    const said = about.protectedHeader?.kid;
    if (typeof kid === 'string' && said !== undefined && said !== kid) return null;
    return (typeof kid === 'string' ? kid : said) ?? 'a key without a name';
  } catch {
    return null;
  }
}
