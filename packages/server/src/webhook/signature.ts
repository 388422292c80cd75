import type { Json } from '@batonhq/core';
import type { Secrets } from '@batonhq/engine';
import { Webhook as Verifier } from 'standardwebhooks';
import { RefusalError } from '../api/refusal.ts';
import type { Webhook } from './webhook.ts';

/** A message as it came. */
export interface Signed {
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Checks that whoever knows a secret of the webhook sent this, less than five minutes ago (Standard Webhooks 1.0.0); gives
 * the id of the message.
 *
 * @throws {RefusalError} 401 when that is not so, 503 when no secret can be read.
 */
export function checkSignature({ secrets }: Webhook, { headers, body }: Signed, lookUp: Secrets): string {
  const signed = {
    'webhook-id': headers.get('webhook-id') ?? '',
    'webhook-timestamp': headers.get('webhook-timestamp') ?? '',
    'webhook-signature': headers.get('webhook-signature') ?? '',
  };
  // The verifier reads what begins like a number as that number; what comes after it would be signed by nobody.
  let why = 'its webhook-timestamp is no whole number of seconds';
  if (!/^\d{1,12}$/.test(signed['webhook-timestamp'])) throw unsigned(why);
  for (const name of secrets) {
    const verifier = verifierOf(name, lookUp);
    try {
      verifier.verify(body, signed, { jsonParse: false });
      return signed['webhook-id'];
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  throw unsigned(why);
}

function unsigned(why: string): RefusalError {
  return new RefusalError(401, `this message is not signed as it should be: ${why}`);
}

function verifierOf(name: string, lookUp: Secrets): Verifier {
  const secret: Json | undefined = lookUp(name);
  try {
    if (typeof secret === 'string') return new Verifier(secret);
  } catch {
    // A secret says nothing of itself, so neither does what it cannot be read for.
  }
  const what = secret === undefined ? 'is missing' : 'is no base64 (whsec_...)';
  throw new RefusalError(503, `the secret ${name} of this webhook ${what}; see baton secrets`, 60);
}
