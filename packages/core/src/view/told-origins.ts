import { isJsonObject, type Json } from '../kernel/json.ts';
import type { Operation } from '../step/operation.ts';
import type { OriginKind, ValueOrigin } from './value-origin.ts';

/** Of what a durable function may say a value of its call is, and how people read that. */
const told: Readonly<Record<string, (source: string | null) => { readonly from: OriginKind; readonly text: string }>> =
  {
    user: () => ({ from: 'user', text: 'named by the user' }),
    owner: () => ({ from: 'owner', text: 'from the records of the owner' }),
    fetched: (source) => ({ from: 'fetched', text: `brought back by ${source ?? 'a tool'}` }),
    model: () => ({ from: 'model', text: 'written by the model' }),
  };

/**
 * Where the values of a call came from that a durable function makes: what it says about that, `{ to: 'user', body: 'model' }` or
 * `{ to: 'fetched:search' }`, and else that its code chose them.
 */
export function toldOrigins(
  operation: (Operation & { readonly kind: 'call' }) | null,
  performer: string,
): readonly ValueOrigin[] {
  const chosen = { from: 'function', source: performer, text: `chosen by the code of ${performer}` } as const;
  if (operation === null) return [];
  const { effect, origins = {} } = operation;
  const given = 'input' in effect ? { input: effect.input } : argumentsOf(effect);
  return Object.entries(given).flatMap(([name, value]) =>
    leaves(value, name).map((path) => {
      const said = saidAbout(path, origins);
      const [kind = '', source = null] = said === null ? [] : split(said);
      const known = told[kind];
      return known === undefined ? { path, ...chosen } : { path, source, ...known(source) };
    }),
  );
}

function split(said: string): readonly [string, string | null] {
  const colon = said.indexOf(':');
  return colon < 0 ? [said, null] : [said.slice(0, colon), said.slice(colon + 1)];
}

/** The word about the value itself, or about the member that it stands in. */
function saidAbout(path: string, origins: Readonly<Record<string, string>>): string | null {
  let place = path.slice(path.indexOf('.') + 1);
  for (;;) {
    if (Object.hasOwn(origins, place)) return origins[place] ?? null;
    const point = place.lastIndexOf('.');
    if (point < 0) return Object.hasOwn(origins, '') ? (origins[''] ?? null) : null;
    place = place.slice(0, point);
  }
}

function argumentsOf(effect: (Operation & { readonly kind: 'call' })['effect']): Readonly<Record<string, Json>> {
  if (effect.kind !== 'http') return {};
  const { endpoint, headers = null, body = null } = effect;
  return { endpoint, ...(headers !== null && { headers }), ...(body !== null && { body }) };
}

function leaves(value: Json, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}.${index}`));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([name, member]) => leaves(member, `${path}.${name}`));
  return [path];
}
