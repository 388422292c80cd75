import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { TokenRequest } from '@batonhq/engine';
import { textArgument } from '../arguments.ts';

/** How a client proves itself to the authority. */
export type ClientMethod =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'client_secret_jwt'
  | 'private_key_jwt'
  | 'none';

/** A token somebody else got. */
export interface PartyToken {
  readonly token: string;
  readonly type: string;
}

/** A policy of OAuth 2 or OpenID Connect, read and complete. */
export interface TokenPolicy {
  readonly scheme: TokenRequest['scheme'];
  readonly authority: URL;
  /** The authority as it was written: what it calls itself. */
  readonly issuer: string;
  readonly tokenEndpoint: URL;
  readonly grant: string;
  readonly client: {
    readonly id: string;
    readonly secret?: string;
    readonly assertion?: string;
    readonly method: ClientMethod;
  };
  readonly isJson: boolean;
  readonly issuers: readonly string[];
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly username?: string;
  readonly password?: string;
  readonly subject?: PartyToken;
  readonly actor?: PartyToken;
}

const methods: readonly ClientMethod[] = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
];

/** Reads a policy. Throws a `FaultError` that names what is missing or makes no sense. */
export function readTokenPolicy({ scheme, policy }: Pick<TokenRequest, 'scheme' | 'policy'>): TokenPolicy {
  const authority = addressOf(textArgument(policy, 'authority'));
  const { token } = objectOf(policy['endpoints']);
  const request = objectOf(policy['request']);
  const texts = { username: textOf(policy, 'username'), password: textOf(policy, 'password') };
  const parties = { subject: partyOf(policy['subject']), actor: partyOf(policy['actor']) };
  return {
    scheme,
    authority,
    issuer: textArgument(policy, 'authority'),
    tokenEndpoint: addressOf(
      `${authority.href.replace(/\/$/, '')}${typeof token === 'string' ? token : '/oauth2/token'}`,
    ),
    grant: textArgument(policy, 'grant'),
    client: clientOf(objectOf(policy['client'])),
    isJson: request['encoding'] === 'application/json',
    issuers: list(policy['issuers']),
    scopes: list(policy['scopes']),
    audiences: list(policy['audiences']),
    ...present(texts),
    ...present(parties),
  };
}

function clientOf(client: JsonObject): TokenPolicy['client'] {
  const method = methods.find((known) => known === client['authentication']) ?? 'client_secret_post';
  const id = textOf(client, 'id');
  if (id === undefined && method !== 'none')
    throw new FaultError(fault('configuration', `the token policy needs client.id for ${method}`));
  const secrets = { secret: textOf(client, 'secret'), assertion: textOf(client, 'assertion') };
  return { id: id ?? '', method, ...present(secrets) };
}

function addressOf(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new FaultError(fault('configuration', `the authority ${text} is no address`));
}

function textOf(members: JsonObject, name: string): string | undefined {
  const value = members[name];
  return typeof value === 'string' ? value : undefined;
}

function partyOf(value: Json | undefined): PartyToken | undefined {
  const { token, type } = objectOf(value);
  return typeof token === 'string' && typeof type === 'string' ? { token, type } : undefined;
}

function list(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(members: T): Present<T>;
function present(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
