import { fault, FaultError, isJsonObject, type Computed, type DeferredArguments, type Json } from '@batonhq/core';
import { Credentials, type CredentialsHost } from './credentials.ts';
import { Redactor } from './redactor.ts';

/** Looks up a secret; undefined when there is none of that name. */
export type Secrets = (name: string) => Json | undefined;

/** What `BATON_SECRET_KEY` and `BATON_SECRET_KEY_FILE` hold is the key of the secrets and none of them. */
const noSecret = new Set(['BATON_SECRET_KEY', 'BATON_SECRET_KEY_FILE']);

/**
 * Secrets from the environment: `stripe-key` is `BATON_SECRET_STRIPE_KEY`. A value that is JSON of an object is one. There
 * are none named `key` and `key-file`: their variables hold the key of the secret store.
 *
 * @example
 * const secrets = environmentSecrets({ BATON_SECRET_LOGIN: '{"username":"ada","password":"..."}' });
 */
export function environmentSecrets(environment: Readonly<Record<string, string | undefined>> = process.env): Secrets {
  return (name) => {
    const variable = `BATON_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
    const value = noSecret.has(variable) ? undefined : environment[variable];
    return value === undefined ? undefined : secretValue(value);
  };
}

/** A secret as definitions see it: the text, or the object that it is JSON of. */
export function secretValue(text: string): Json {
  if (!text.trimStart().startsWith('{')) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : text;
  } catch {
    return text;
  }
}

/** What a call is given at the last moment: to be used and forgotten. */
export interface Revealed {
  /** The arguments that mention secrets, by name. */
  readonly members: Readonly<Record<string, Json>>;
  readonly credentials: { readonly call?: Credentials; readonly document?: Credentials };
}

/** `$authorization` of basic and bearer is the same wherever it is sent. */
const nowhere = new URL('about:blank');

/**
 * The secrets of one call, and what was made of them: whatever is shown of the call goes through {@link redact}. A
 * service may know secrets from calls before, so all that the definition names are crossed out, used or not.
 */
export class SecretScope {
  readonly #values: Readonly<Record<string, Json>>;
  readonly #redactor = new Redactor();

  /** Throws a `FaultError` when one of the secrets is missing. */
  constructor(names: readonly string[], secrets: Secrets) {
    this.#values = Object.fromEntries(names.map((name) => [name, secretOf(name, secrets)]));
    for (const text of textsIn(this.#values)) this.#redactor.hide(text);
  }

  /** For a call that needs none of them: those that are missing cannot be shown either. */
  static forHiding(names: readonly string[], secrets: Secrets): SecretScope {
    const known = names.filter((name) => isThere(name, secrets));
    return new SecretScope(known, secrets);
  }

  /**
   * Evaluates the arguments that mention secrets, and reads the policies. `$authorization` is what the policy of the call
   * comes to. Rejects with a `FaultError` when that fails, with `UnavailableCallError` for a policy nobody can follow.
   */
  async reveal(
    { input, scope, members, authentications = {} }: DeferredArguments,
    host: Omit<CredentialsHost, 'hide'>,
  ): Promise<Revealed> {
    const secretly = (name: string): Json => (name === 'secrets' ? this.#values : scope(name));
    const credentialsOf = (policy: Computed | undefined): Credentials | undefined => {
      const read = policy?.evaluate(input, secretly) ?? null;
      return read === null ? undefined : new Credentials(read, { ...host, hide: (text) => this.hide(text) });
    };
    const call = credentialsOf(authentications.call);
    const document = credentialsOf(authentications.document);
    const asked = Object.values(members).some(({ source }) => JSON.stringify(source).includes('$authorization'));
    const authorization = asked ? await call?.authorize({ method: 'GET', url: nowhere }) : undefined;
    const known = (name: string): Json => (name === 'authorization' ? { ...authorization } : secretly(name));
    const evaluated = Object.entries(members).map(
      ([name, computed]) => [name, computed.evaluate(input, known)] as const,
    );
    return {
      members: Object.fromEntries(evaluated),
      credentials: { ...(call !== undefined && { call }), ...(document !== undefined && { document }) },
    };
  }

  /** Adds something to what is crossed out. */
  hide(text: string): void {
    this.#redactor.hide(text);
  }

  /** A copy of a value in which the secrets are crossed out. */
  redact(value: Json): Json {
    return this.#redactor.value(value);
  }

  /** A text in which the secrets are crossed out. */
  redactText(text: string): string {
    return this.#redactor.text(text);
  }

  /** Bytes in which the secrets are crossed out. */
  redactBytes(bytes: Buffer): Buffer {
    return this.#redactor.bytes(bytes);
  }
}

function isThere(name: string, secrets: Secrets): boolean {
  try {
    return secrets(name) !== undefined;
  } catch {
    return false;
  }
}

function secretOf(name: string, secrets: Secrets): Json {
  const value = secrets(name);
  if (value !== undefined) return value;
  throw new FaultError(
    fault('authorization', `the secret ${name} is not available: baton secrets set ${name}`, { status: 403 }),
  );
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
