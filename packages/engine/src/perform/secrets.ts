import { fault, FaultError, isJsonObject, type DeferredArguments, type Json } from '@batonhq/core';

/** Looks up a secret; undefined when there is none of that name. */
export type Secrets = (name: string) => Json | undefined;

/** Secrets from the environment: `stripe-key` is `BATON_SECRET_STRIPE_KEY`. A value that is JSON of an object is one. */
export function environmentSecrets(environment: Readonly<Record<string, string | undefined>> = process.env): Secrets {
  return (name) => {
    const value = environment[`BATON_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`];
    if (value === undefined || !value.startsWith('{')) return value;
    try {
      const parsed: unknown = JSON.parse(value);
      return isJsonObject(parsed) ? parsed : value;
    } catch {
      return value;
    }
  };
}

/** Arguments with their secrets filled in: to be used and forgotten. */
export interface Revealed {
  /** The arguments by name, without `authentication`. */
  readonly members: Readonly<Record<string, Json>>;
  readonly authorization?: Authorization;
}

/** What an authentication policy comes to: the two parts of the `Authorization` header. */
export interface Authorization {
  readonly scheme: string;
  readonly parameter: string;
}

/** Shorter texts are everywhere; hiding them would destroy what is shown. */
const shortestHidden = 6;

/** The secrets of one call, and what was made of them: whatever is shown of the call goes through {@link redact}. */
export class SecretScope {
  readonly #values: Readonly<Record<string, Json>>;
  readonly #hidden: string[];

  /** Throws a `FaultError` when one of the secrets is missing. */
  constructor(names: readonly string[], secrets: Secrets) {
    this.#values = Object.fromEntries(names.map((name) => [name, secretOf(name, secrets)]));
    this.#hidden = textsIn(this.#values).filter((text) => text.length >= shortestHidden);
  }

  /** Evaluates the arguments that mention secrets. Throws a `FaultError` when that fails. */
  reveal({ input, scope, members }: DeferredArguments): Revealed {
    const { authentication, ...others } = members;
    const secretly = (name: string): Json => (name === 'secrets' ? this.#values : scope(name));
    const policy = authentication?.evaluate(input, secretly);
    const authorization = policy === undefined ? undefined : authorizationOf(policy);
    if (authorization !== undefined) this.#hidden.push(authorization.parameter);
    const known = (name: string): Json => (name === 'authorization' ? { ...authorization } : secretly(name));
    const evaluated = Object.entries(others).map(
      ([name, computed]) => [name, computed.evaluate(input, known)] as const,
    );
    return { members: Object.fromEntries(evaluated), ...(authorization !== undefined && { authorization }) };
  }

  /** A copy of a value in which the secrets are crossed out. */
  redact(value: Json): Json {
    if (this.#hidden.length === 0) return value;
    if (typeof value === 'string') return this.redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.redact(item));
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.redact(member)]));
  }

  /** A text in which the secrets are crossed out. */
  redactText(text: string): string {
    return this.#hidden.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  }
}

function secretOf(name: string, secrets: Secrets): Json {
  const value = secrets(name);
  if (value !== undefined) return value;
  throw new FaultError(fault('authorization', `the secret ${name} is not available`, { status: 403 }));
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function authorizationOf(policy: Json): Authorization | undefined {
  if (policy === null) return undefined;
  const basic = isJsonObject(policy) ? policy['basic'] : undefined;
  if (isJsonObject(basic)) {
    const pair = `${textOf(basic['username'])}:${textOf(basic['password'])}`;
    return { scheme: 'Basic', parameter: Buffer.from(pair).toString('base64') };
  }
  const bearer = isJsonObject(policy) ? policy['bearer'] : undefined;
  if (isJsonObject(bearer)) return { scheme: 'Bearer', parameter: textOf(bearer['token']) };
  throw new FaultError(fault('configuration', 'only basic and bearer authentication are available'));
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
