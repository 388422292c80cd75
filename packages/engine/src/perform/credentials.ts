import { createSecureContext } from 'node:tls';
import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import type { Egress } from '../egress/egress.ts';
import { trustAs, type ClientIdentity } from '../egress/trust.ts';
import { digestChallenge, digestParameter, type DigestChallenge } from './digest.ts';
import { UnavailableCallError } from './unavailable-call-error.ts';

/** What an authentication policy comes to: the two parts of the `Authorization` header. */
export interface Authorization {
  readonly scheme: string;
  readonly parameter: string;
}

/** A policy of OAuth 2 or OpenID Connect, with its secrets. */
export interface TokenRequest {
  readonly scheme: 'oauth2' | 'oidc';
  readonly policy: JsonObject;
  /** The way to the authority. */
  readonly egress: Egress;
}

/** Gets tokens, and keeps them as long as they are good. */
export interface TokenSource {
  /** A token that is good for a while. Throws a `FaultError` of type authentication when there is none. */
  token(request: TokenRequest): Promise<Authorization>;
  /** A service refused the token: true when another one may be had. */
  refused(request: TokenRequest, token: string): boolean;
}

/** What credentials work with. */
export interface CredentialsHost {
  readonly tokens: TokenSource | undefined;
  readonly egress: Egress;
  /** Told of everything that must not be shown. */
  hide(secret: string): void;
}

/** How to prove who is calling: one policy, for the time of one call. */
export class Credentials {
  readonly #policy: Policy;
  readonly #host: CredentialsHost;
  #challenge: DigestChallenge | undefined;
  #answered = 0;
  #last: Authorization | undefined;
  #hasTriedAgain = false;

  /** Throws a `FaultError` for a policy that makes no sense, `UnavailableCallError` for one that nobody can follow. */
  constructor(policy: Json, host: CredentialsHost) {
    this.#policy = readPolicy(policy);
    this.#host = host;
    if (this.#policy.kind === 'token' && host.tokens === undefined)
      throw new UnavailableCallError(`${this.#policy.scheme} authentication`);
  }

  /** User name and password, for protocols that have a place for them. */
  get login(): { readonly username: string; readonly password: string } | undefined {
    return this.#policy.kind === 'basic' || this.#policy.kind === 'digest' ? this.#policy : undefined;
  }

  /** The certificate to show to a TLS server that asks for one. */
  get identity(): ClientIdentity | undefined {
    return this.#policy.kind === 'certificate' ? this.#policy.identity : undefined;
  }

  /** The `Authorization` of a request; undefined as long as the service has to be asked first, and for certificates. */
  async authorize(request: { readonly method: string; readonly url: URL }): Promise<Authorization | undefined> {
    const authorization = await this.#make(request);
    if (authorization !== undefined) this.#host.hide(authorization.parameter);
    this.#last = authorization;
    return authorization;
  }

  /** A service refused with this `WWW-Authenticate`: true when it is worth asking once more. */
  challenged(header: string | undefined): boolean {
    if (this.#hasTriedAgain) return false;
    this.#hasTriedAgain = true;
    if (this.#policy.kind === 'digest') {
      this.#challenge = digestChallenge(header);
      return this.#challenge !== undefined;
    }
    if (this.#policy.kind !== 'token' || this.#last === undefined) return false;
    return this.#host.tokens?.refused(this.#tokenRequest(this.#policy), this.#last.parameter) ?? false;
  }

  async #make({ method, url }: { readonly method: string; readonly url: URL }): Promise<Authorization | undefined> {
    const policy = this.#policy;
    switch (policy.kind) {
      case 'basic': {
        const pair = Buffer.from(`${policy.username}:${policy.password}`);
        return { scheme: 'Basic', parameter: pair.toString('base64') };
      }
      case 'bearer':
        return { scheme: 'Bearer', parameter: policy.token };
      case 'digest': {
        if (this.#challenge === undefined) return undefined;
        this.#answered += 1;
        const { username, password } = policy;
        const request = { method, url, username, password, count: this.#answered };
        return { scheme: 'Digest', parameter: digestParameter(this.#challenge, request) };
      }
      case 'certificate':
        if (secure.has(url.protocol)) return undefined;
        throw wrong(`a certificate proves nothing over ${url.protocol}//: it needs TLS`);
      case 'token':
        return this.#host.tokens?.token(this.#tokenRequest(policy));
    }
  }

  #tokenRequest({ scheme, policy }: Policy & { readonly kind: 'token' }): TokenRequest {
    return { scheme, policy, egress: this.#host.egress };
  }
}

/** `about:` is asked for what expressions see, which is nothing. */
const secure = new Set(['https:', 'wss:', 'mqtts:', 'about:']);

type Policy =
  | { readonly kind: 'basic' | 'digest'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'certificate'; readonly identity: ClientIdentity }
  | { readonly kind: 'token'; readonly scheme: 'oauth2' | 'oidc'; readonly policy: JsonObject };

function readPolicy(policy: Json): Policy {
  const [[scheme, properties] = []] = isJsonObject(policy) ? [Object.entries(policy)[0]] : [];
  if (!isJsonObject(properties)) throw wrong(`the authentication is no policy: its secret may not be an object`);
  switch (scheme) {
    case 'basic':
    case 'digest':
      return {
        kind: scheme,
        username: textOf(properties, `${scheme}.username`),
        password: textOf(properties, `${scheme}.password`),
      };
    case 'bearer':
      return { kind: 'bearer', token: textOf(properties, 'bearer.token') };
    case 'certificate':
      return { kind: scheme, identity: identityOf(properties) };
    case 'oauth2':
    case 'oidc':
      return { kind: 'token', scheme, policy: properties };
    default:
      throw new UnavailableCallError(`${scheme ?? 'no'} authentication`);
  }
}

function identityOf(properties: JsonObject): ClientIdentity {
  const passphrase = properties['passphrase'] === undefined ? undefined : textOf(properties, 'certificate.passphrase');
  const identity: ClientIdentity = {
    certificate: textOf(properties, 'certificate.certificate'),
    key: textOf(properties, 'certificate.key'),
    ...(passphrase !== undefined && { passphrase }),
  };
  try {
    createSecureContext({ ...trustAs({}, identity) });
    return identity;
  } catch {
    // Which of them it is, the library says in words that may quote them.
    throw wrong('the certificate or its key is no PEM, they do not belong together, or the passphrase is another one');
  }
}

function textOf(properties: JsonObject, path: string): string {
  const value = properties[path.slice(path.indexOf('.') + 1)];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw wrong(`authentication needs a text in ${path}`);
}

function wrong(detail: string): FaultError {
  return new FaultError(fault('configuration', detail));
}
