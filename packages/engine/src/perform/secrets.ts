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
  readonly members: Readonly<Record<string, Json>>;
  /** Secret texts that must not come out again. */
  readonly hidden: readonly string[];
}

/** Shorter texts are everywhere; hiding them would destroy what is shown. */
const shortestHidden = 6;

/** Evaluates the arguments that mention secrets. Throws a `FaultError` when a secret may not be read or is missing. */
export function reveal(
  deferred: DeferredArguments,
  { names, secrets }: { readonly names: readonly string[]; readonly secrets: Secrets },
): Revealed {
  const values = secretValues(names, secrets);
  const scope = (name: string): Json => (name === 'secrets' ? values : deferred.scope(name));
  const members: Record<string, Json> = {};
  for (const [name, computed] of Object.entries(deferred.members))
    members[name] = computed.evaluate(deferred.input, scope);
  return { members, hidden: textsIn(values).filter((text) => text.length >= shortestHidden) };
}

function secretValues(names: readonly string[], secrets: Secrets): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const name of names) {
    const value = secrets(name);
    if (value === undefined)
      throw new FaultError(fault('authorization', `the secret ${name} is not available`, { status: 403 }));
    values[name] = value;
  }
  return values;
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A text in which hidden texts are crossed out. */
export function redactText(text: string, hidden: readonly string[]): string {
  return hidden.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

/** A copy of a value in which hidden texts are crossed out. */
export function redact(value: Json, hidden: readonly string[]): Json {
  if (hidden.length === 0) return value;
  if (typeof value === 'string') return redactText(value, hidden);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => redact(item, hidden));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redact(member, hidden)]));
}
