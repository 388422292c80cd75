import { createPublicKey, X509Certificate, type JsonWebKey } from 'node:crypto';
import type { AgentKeys } from '@batonhq/calls';
import type { SystemOptions } from '../../system/options.ts';
import type { Arguments } from '../argument/arguments.ts';
import { readTextFile } from '../argument/json-argument.ts';
import { UsageError } from '../argument/usage-error.ts';

/** The authorities of the command line. Throws {@link UsageError} for a file that has no certificate. */
export async function authoritiesOf(
  typed: Arguments,
): Promise<Pick<NonNullable<SystemOptions['egress']>, 'authorities'>> {
  const files = typed.values('trust');
  if (files.length === 0) return {};
  const authorities = await Promise.all(files.map(async (file) => checked(await readTextFile(file, '--trust'), file)));
  return { authorities };
}

function checked(text: string, file: string): string {
  try {
    void new X509Certificate(text);
    return text;
  } catch {
    throw new UsageError(`--trust ${file} has no certificate`, 'a file that begins with -----BEGIN CERTIFICATE-----');
  }
}

/** The keys of agents of the command line, by origin. Throws {@link UsageError} for one that is no key. */
export async function agentKeysOf(typed: Arguments): Promise<AgentKeys> {
  const keys: Record<string, readonly JsonWebKey[]> = {};
  for (const given of typed.values('agent-key')) {
    const [, address = '', file = ''] = /^(https?:\/\/[^=]+)=(.+)$/.exec(given) ?? [];
    if (!URL.canParse(address))
      throw new UsageError(`--agent-key ${given}`, '--agent-key https://agent.example.com=key.pem');
    const { origin } = new URL(address);
    keys[origin] = [...(keys[origin] ?? []), ...keysIn(await readTextFile(file, '--agent-key'), file)];
  }
  return keys;
}

/** A public key in PEM, as a JSON Web Key, or a set of those. */
function keysIn(text: string, file: string): readonly JsonWebKey[] {
  try {
    if (!text.trimStart().startsWith('{')) return [publicJwk(text)];
    const given: { readonly keys?: readonly JsonWebKey[] } = JSON.parse(text);
    const keys = given.keys ?? [JSON.parse(text)];
    return keys.map((key: JsonWebKey) => ({
      ...publicJwk({ key, format: 'jwk' }),
      ...(key['kid'] !== undefined && { kid: key['kid'] }),
    }));
  } catch {
    throw new UsageError(`--agent-key ${file} has no public key`, 'a key in PEM, or a JSON Web Key (set)');
  }
}

/** Only what is public of it: whoever gave a private one gave too much. */
function publicJwk(key: Parameters<typeof createPublicKey>[0]): JsonWebKey {
  return createPublicKey(key).export({ format: 'jwk' });
}
