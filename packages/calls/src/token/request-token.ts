import { decodeJwt } from 'jose';
import {
  allowInsecureRequests,
  ClientError,
  ClientSecretBasic,
  ClientSecretJwt,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  genericGrantRequest,
  None,
  refreshTokenGrant,
  ResponseBodyError,
  type ClientAuth,
  type CustomFetch,
  type TokenEndpointResponse,
} from 'openid-client';
import { fault, FaultError } from '@batonhq/core';
import { EgressFailedError, EgressRefusedError, type Egress } from '@batonhq/engine';
import type { TokenPolicy } from './token-policy.ts';

/** What an authority gave. */
export interface GrantedToken {
  readonly token: string;
  /** Seconds it is good for, where the authority says so. */
  readonly lifetime?: number;
  readonly refreshToken?: string;
}

/**
 * Gets a token by the grant of the policy, or by a refresh token from before.
 *
 * Rejects with a `FaultError` of type authentication that says what the authority said.
 */
export async function requestToken(policy: TokenPolicy, egress: Egress, refreshToken?: string): Promise<GrantedToken> {
  try {
    const configuration = await configure(policy, egress);
    const answer = await (refreshToken === undefined
      ? genericGrantRequest(configuration, policy.grant, parametersOf(policy))
      : refreshTokenGrant(configuration, refreshToken, scopeOf(policy)));
    checkIssuer(policy, answer.access_token);
    return granted(answer);
  } catch (error) {
    throw explained(policy, error);
  }
}

async function configure(policy: TokenPolicy, egress: Egress): Promise<Configuration> {
  const { scheme, authority, tokenEndpoint, client } = policy;
  const send = fetchThrough(egress, policy);
  const proof = clientAuthentication(policy);
  if (scheme === 'oidc') {
    const execute = authority.protocol === 'http:' ? [allowInsecureRequests] : [];
    return discovery(authority, client.id, {}, proof, { [customFetch]: send, execute });
  }
  const server = { issuer: policy.issuer, token_endpoint: tokenEndpoint.href };
  const configuration = new Configuration(server, client.id, {}, proof);
  configuration[customFetch] = send;
  if (tokenEndpoint.protocol === 'http:') allowInsecureRequests(configuration);
  return configuration;
}

/** The guarded way out; where the policy wants JSON, forms become JSON on the way. */
function fetchThrough(egress: Egress, { isJson }: TokenPolicy): CustomFetch {
  return async (url, { body, headers, method, redirect, signal }) => {
    const asJson = isJson && body instanceof URLSearchParams;
    const type = asJson ? { 'content-type': 'application/json' } : {};
    return egress.fetch(url, {
      method,
      redirect,
      headers: { ...headers, ...type },
      body: asJson ? JSON.stringify(Object.fromEntries(body)) : (body ?? null),
      ...(signal !== undefined && { signal }),
    });
  };
}

function clientAuthentication({ client }: TokenPolicy): ClientAuth {
  const { secret = '', assertion = '', method } = client;
  switch (method) {
    case 'client_secret_basic':
      return ClientSecretBasic(secret);
    case 'client_secret_jwt':
      return ClientSecretJwt(secret);
    case 'private_key_jwt':
      return (_server, about, body) => {
        body.set('client_id', about.client_id);
        body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
        body.set('client_assertion', assertion);
      };
    case 'none':
      return None();
    case 'client_secret_post':
      return secret === '' ? None() : ClientSecretPost(secret);
  }
}

function scopeOf({ scopes }: TokenPolicy): URLSearchParams {
  return new URLSearchParams(scopes.length === 0 ? {} : { scope: scopes.join(' ') });
}

function parametersOf(policy: TokenPolicy): URLSearchParams {
  const { grant, audiences, username, password, subject, actor } = policy;
  const parameters = scopeOf(policy);
  for (const audience of audiences) parameters.append('audience', audience);
  const add = (members: Readonly<Record<string, string | undefined>>): void => {
    for (const [name, value] of Object.entries(members)) if (value !== undefined) parameters.set(name, value);
  };
  switch (grant) {
    case 'client_credentials':
      return parameters;
    case 'password':
      add({ username, password });
      return parameters;
    case 'refresh_token':
      if (subject === undefined) throw wrong('the grant refresh_token needs the token in subject.token');
      add({ refresh_token: subject.token });
      return parameters;
    case 'urn:ietf:params:oauth:grant-type:token-exchange':
      if (subject === undefined) throw wrong('a token exchange needs the token to exchange in subject');
      add({ subject_token: subject.token, subject_token_type: subject.type });
      add({ actor_token: actor?.token, actor_token_type: actor?.type });
      return parameters;
    default:
      throw wrong(`the grant ${grant} needs a person in front of a browser; use another, such as client_credentials`);
  }
}

/** Tokens that say who issued them must say a name that the policy lists, when it lists any. */
function checkIssuer({ issuers }: TokenPolicy, token: string): void {
  if (issuers.length === 0) return;
  const issuer = issuerOf(token);
  if (issuer !== undefined && !issuers.includes(issuer))
    throw new FaultError(fault('authentication', `the token was issued by ${issuer}, which is not in issuers`));
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function granted({ access_token: token, expires_in: lifetime, refresh_token: refreshToken }: TokenEndpointResponse) {
  return {
    token,
    ...(lifetime !== undefined && { lifetime }),
    ...(refreshToken !== undefined && { refreshToken }),
  };
}

function explained({ authority }: TokenPolicy, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof FaultError) return error;
  const { cause } = error;
  if (error instanceof EgressRefusedError || error instanceof EgressFailedError) return error;
  if (cause instanceof EgressRefusedError || cause instanceof EgressFailedError) return cause;
  if (error instanceof ResponseBodyError)
    return new FaultError(fault('authentication', `${authority.origin} refused: ${said(error)}`));
  const isAnswer = error instanceof ClientError;
  const detail = isAnswer && cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
  return new FaultError(fault('authentication', `no token from ${authority.origin}: ${detail}`));
}

function said({ error, error_description: description }: ResponseBodyError): string {
  return description === undefined ? error : `${error} (${description})`;
}

function wrong(detail: string): FaultError {
  return new FaultError(fault('configuration', detail));
}
